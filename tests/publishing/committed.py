"""Import these fixtures where edits must be true commits: within one transaction everything has always just changed."""

from secrets import token_hex

import pytest

from catalog_admin.kit.work import Database
from tests.world import World, plant


@pytest.fixture
def database(real_database: Database) -> Database:
    return real_database


@pytest.fixture
def world(real_database: Database) -> World:
    with real_database.engine.begin() as connection:
        return plant(connection, f"t-{token_hex(6)}")
