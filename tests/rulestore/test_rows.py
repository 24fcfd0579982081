"""Objects read straight from their rows, without a mirror."""

import zlib

import psycopg
import pytest

from rulestore import reading
from rulestore.errors import Broken
from rulestore.model import Oid
from rulestore.rows import Rows
from tests.rulestore.desk import Desk
from tests.rulestore.real import Real


def test_rows_say_what_the_mirror_says(desk: Desk) -> None:
    commit = desk.write(a="1", b__c="2")
    with desk.store.reading() as connection:
        found = reading.contents(Rows(connection, desk.store.repo), commit)
    assert {path: content.decode() for path, content in found.items()} == desk.files()


def test_what_is_not_there_is_broken(desk: Desk) -> None:
    with desk.store.reading() as connection, pytest.raises(Broken):
        Rows(connection, desk.store.repo).read(Oid(bytes(20)))


def test_a_row_that_is_not_what_its_name_says_is_found_out(real: Real) -> None:
    """By somebody who switched the triggers off."""
    desk = Desk(real.store())
    commit = desk.write(a="1")
    with psycopg.connect(real.admin) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE git_object SET data = %s, size = 1 WHERE type = 3", [zlib.compress(b"x")])
    with desk.store.reading() as connection, pytest.raises(Broken):
        reading.contents(Rows(connection, desk.store.repo), commit)
