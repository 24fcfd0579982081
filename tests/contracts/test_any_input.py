"""Whatever the OpenAPI document allows, and what it does not: a reply below 500, and every no is a problem."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.kit import schema as database_schema
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.database import fresh_database, service_url
from tests.world import FixedGate, World, plant

schemathesis.serializer.alias(
    [f"application/x-git-{service}-pack-request" for service in ("upload", "receive")], "application/octet-stream"
)
EXAMPLES = 4  # of each kind for each operation: a minute is spent here as it is


@pytest.fixture(scope="module")
def planted(server_url: str) -> Iterator[tuple[Database, World]]:
    """A committed tenant in a database of its own: here requests really commit."""
    with fresh_database(server_url, "test_any_input") as url:
        engine = create_engine(database_schema.sqlalchemy_url(service_url(url)), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database = Database(service_url(url), pool_size=2)
        yield database, world
        database.close()
        engine.dispose()


@pytest.fixture(scope="module")
def api(planted: tuple[Database, World]) -> schemathesis.BaseSchema:
    database, world = planted
    actor = Actor("user:fuzz", world.tenant, world.tenant_key, (Grant(Role.TENANT_ADMIN),))
    app = create_app(Settings(demo=False), database, gate=FixedGate(actor, world))
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.timeout(600)
def test_no_input_is_a_server_error(api: schemathesis.BaseSchema) -> None:
    """All operations, also the undocumented ones of a wrong type; the first failing input is shown minimal."""
    for operation in (found.ok() for found in api.get_all_operations()):
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            with suppress(Unsatisfiable):  # nothing is wrong input for an operation without parameters
                _attempt(operation, mode)


def _attempt(operation: schemathesis.APIOperation, mode: schemathesis.GenerationMode) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answers_below_500(case: schemathesis.Case) -> None:
        response = case.call()
        assert response.status_code < 500, f"{case.method} {case.path}: {response.text}"
        if response.status_code >= 400:
            assert response.headers["content-type"][0] in _words_of_refusal(case)
            assert response.json()

    answers_below_500()


def _words_of_refusal(case: schemathesis.Case) -> set[str]:
    """GraphQL may also say no inside its own envelope."""
    problem = "application/problem+json"
    return {problem, "application/json"} if case.path == "/graphql" else {problem}
