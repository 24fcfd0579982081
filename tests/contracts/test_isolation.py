"""A tenant is a hard wall: every table, every view, every route.

Nothing here names a table, a view or a route: what is added tomorrow is tested tomorrow.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.kit.guards import NeedsNothing
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.contracts.examples import Names, Requests
from tests.contracts.planting import Relation, relations, row_for, unlock
from tests.database import fresh_database, libpq, service_url
from tests.world import FixedGate, World, plant
from tools.permissions import openings

# Without row-level security only with a reason, and with the columns the service may read nevertheless.
WITHOUT_ROW_SECURITY: dict[str, set[str]] = {
    "alembic_version": set(),  # one row: which migration this database is at
    "procrastinate_jobs": {"id", "queue_name", "status", "abort_requested"},  # a worker asks whether to stop
    "procrastinate_events": set(),  # the queue's own diary
    "procrastinate_periodic_defers": set(),  # when a periodic task ran last
    "procrastinate_workers": set(),  # who is alive
}

PLANTED = Names("planted", UUID("00000000-0000-7000-8000-00000000000a"))
MISSING = Names("missing", UUID("00000000-0000-7000-8000-00000000000b"), number=2)
NOTHING = {"items": [], "next": None}

Seen = dict[str, list[str]]


@dataclass
class Ground:
    """A database in which `acme` has a row in every table, and `rival` has nothing but itself."""

    owner: psycopg.Connection
    service: psycopg.Connection
    url: str
    acme: World
    rival: World
    before: Seen

    def scope(self, tenant: UUID | None, environment: UUID | None) -> None:
        self.service.execute(
            "SELECT set_config('app.tenant', %s, false), set_config('app.environment', %s, false)",
            [str(tenant or ""), str(environment or "")],
        )

    def seen(self, tenant: UUID | None, environment: UUID | None) -> Seen:
        """All rows of all relations, as the service sees them for this tenant and environment."""
        self.scope(tenant, environment)
        return {relation.dotted: self.rows(relation) for relation in self.readable()}

    def readable(self) -> list[Relation]:
        may_read = "SELECT has_table_privilege(%s, 'SELECT')"
        return [
            relation
            for relation in relations(self.owner)
            if self.service.execute(may_read, [relation.dotted]).fetchone() == (True,)
        ]

    def rows(self, relation: Relation) -> list[str]:
        query = sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(relation.quoted)
        return [row[0] for row in self.service.execute(query)]


@contextmanager
def planted_ground(server_url: str, name: str) -> Iterator[Ground]:
    with fresh_database(server_url, f"{name}_{os.getpid()}") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            acme, rival = plant(connection, "acme"), plant(connection, "rival")
        service_dsn = libpq(service_url(url))
        with (
            psycopg.connect(libpq(url), autocommit=True) as owner,
            psycopg.connect(service_dsn, autocommit=True) as service,
        ):
            ground = Ground(owner, service, url, acme, rival, {})
            ground.before = ground.seen(rival.tenant, rival.environment)
            unlock(owner)
            for table in filter(lambda each: each.is_table and each.secured, relations(owner)):
                owner.execute(*row_for(owner, table, acme.tenant, acme.environment, PLANTED))
            yield ground


@pytest.fixture(scope="module")
def ground(server_url: str) -> Iterator[Ground]:
    """For tests that leave no trace."""
    with planted_ground(server_url, "test_isolation") as ground:
        yield ground


@pytest.fixture
def rivals(server_url: str) -> Iterator[tuple[TestClient, Requests]]:
    """The whole app over a planted database, as rival's administrator; in one event loop, as in the program."""
    with planted_ground(server_url, "test_isolation_routes") as ground:
        database = Database(service_url(ground.url))
        app = create_app(Settings(demo=False), database, gate=FixedGate(ground.rival.actor, ground.rival))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client, Requests(app)
            assert client.portal is not None
            client.portal.call(database.close_async)
        database.close()


def test_every_table_has_row_level_security(ground: Ground) -> None:
    open_tables = {each.name for each in relations(ground.owner) if each.is_table and not each.secured}
    assert open_tables == set(WITHOUT_ROW_SECURITY)


def test_every_policy_compares_the_tenant(ground: Ground) -> None:
    lax = [each.name for each in relations(ground.owner) if each.secured and "app.tenant" not in each.policy]
    assert lax == []


def test_the_service_reads_little_of_tables_without_row_level_security(ground: Ground) -> None:
    readable = """
        SELECT coalesce(array_agg(attname::text), '{}') FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
          AND has_column_privilege(attrelid, attnum, 'SELECT')
    """
    for table in relations(ground.owner):
        if table.name in WITHOUT_ROW_SECURITY:
            columns = (ground.service.execute(readable, [table.dotted]).fetchone() or [[]])[0]
            assert set(columns) == WITHOUT_ROW_SECURITY[table.name], table.name


def test_the_owner_of_a_row_sees_it_in_every_table_and_view(ground: Ground) -> None:
    """Else the next tests would pass for want of anything to see."""
    seen = ground.seen(ground.acme.tenant, ground.acme.environment)
    assert [name for name, rows in seen.items() if not rows] == []


def test_another_tenant_sees_none_of_it(ground: Ground) -> None:
    assert ground.seen(ground.rival.tenant, ground.rival.environment) == ground.before


def test_another_tenant_sees_none_of_it_by_naming_the_environment(ground: Ground) -> None:
    seen = ground.seen(ground.rival.tenant, ground.acme.environment)
    assert {name for name, rows in seen.items() if not set(rows) <= set(ground.before[name])} == set()


def test_whoever_says_no_tenant_sees_nothing(ground: Ground) -> None:
    for tenant in (None, uuid4()):
        assert [name for name, rows in ground.seen(tenant, ground.acme.environment).items() if rows] == []


def test_another_environment_of_the_tenant_sees_no_drafts(ground: Ground) -> None:
    drafts = {each.dotted for each in relations(ground.owner) if "app.environment" in each.policy}
    seen = ground.seen(ground.acme.tenant, uuid4())
    assert drafts
    assert [name for name in drafts & seen.keys() if seen[name]] == []


def test_nobody_writes_into_another_tenant(ground: Ground) -> None:
    ground.scope(ground.rival.tenant, ground.rival.environment)
    tried = 0
    for table in relations(ground.owner):
        may_write = ground.service.execute("SELECT has_table_privilege(%s, 'INSERT')", [table.dotted]).fetchone()
        if not table.is_table or may_write != (True,):
            continue
        statement = row_for(ground.owner, table, ground.acme.tenant, ground.acme.environment, MISSING)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            ground.service.execute(*statement)
        tried += 1
    assert tried


def test_nobody_changes_or_removes_rows_of_another_tenant(ground: Ground) -> None:
    ground.scope(ground.rival.tenant, ground.rival.environment)
    for table in filter(lambda each: each.is_table, relations(ground.owner)):
        for verb, statement in (
            ("UPDATE", "UPDATE {} SET tenant_id = tenant_id WHERE tenant_id = %s"),
            ("DELETE", "DELETE FROM {} WHERE tenant_id = %s"),
        ):
            may = ground.service.execute("SELECT has_table_privilege(%s, %s)", [table.dotted, verb]).fetchone()
            if may == (True,):
                done = ground.service.execute(sql.SQL(statement).format(table.quoted), [ground.acme.tenant])
                assert done.rowcount == 0, f"{verb} {table.name}"


def test_every_route_answers_for_anothers_thing_as_for_a_missing_one(rivals: tuple[TestClient, Requests]) -> None:
    """Byte for byte, but for the request's id, the time, and the name that was asked for."""
    client, requests = rivals
    walked = [each for each in openings(client.app) if "{" in each.path and not isinstance(each.guard, NeedsNothing)]
    # Reads first: what the writes leave behind is one's own.
    walked.sort(key=lambda each: each.method != "GET")
    wrong, missed = [], 0
    for opening in walked:
        theirs, missing = (requests.send(client, opening.method, opening.path, names) for names in (PLANTED, MISSING))
        if (theirs.status_code, said(theirs.text, PLANTED)) != (missing.status_code, said(missing.text, MISSING)):
            wrong.append(f"{opening.method} {opening.path}: {theirs.text} ≠ {missing.text}")
        if opening.method == "GET" and theirs.status_code not in (404, 422) and theirs.json() != NOTHING:
            wrong.append(f"{opening.method} {opening.path} answers {theirs.status_code}: {theirs.text}")
        missed += theirs.status_code == 404
    assert missed > len(walked) / 2, "too few requests came as far as looking for the thing"
    assert "\n".join(wrong) == ""


def said(body: str, names: Names) -> str:
    """The answer without the name that was asked for: neither may be told apart by anything else."""
    for name in (names.id.hex * 2, str(names.id), names.id.hex, names.text):
        body = body.replace(name, "…")
    body = re.sub(rf'(/|entry ){names.number}"', r'\1…"', body)
    return re.sub(r'"requestId":.*|\d{4}-\d\d-\d\dT[0-9:.]+Z', "", body)
