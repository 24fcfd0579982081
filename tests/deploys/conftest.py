"""A desk in a database of its own: a deploy commits as it goes, so a savepoint would not do."""

from collections.abc import Iterator

import pytest

from catalog_admin.cli.desk import Desk, desk_in
from catalog_admin.cli.founding import found_tenant
from catalog_admin.kit.work import Database
from tests.database import fresh_database, service_url


@pytest.fixture
def desk(server_url: str, request: pytest.FixtureRequest) -> Iterator[Desk]:
    name = f"deploys_{abs(hash(request.node.nodeid)):x}"
    with fresh_database(server_url, name) as url:
        database = Database(service_url(url), pool_size=2)
        found_tenant(database, "acme", "Acme")
        yield desk_in(database, "acme", None)
        database.close()
