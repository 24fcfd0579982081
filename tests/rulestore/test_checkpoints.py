"""Packs in the database that a cold mirror begins with, and can do without."""

from pathlib import Path
from random import Random

import pytest

from rulestore import checkpoints
from tests.rulestore.desk import MAIN, Desk
from tests.rulestore.test_mirror import elsewhere, objects

CHANCE = Random(7)  # noqa: S311 - the same each time
LINES = "".join(f"{CHANCE.random()}\n" for _ in range(100))


def checkpointed(desk: Desk) -> None:
    at = desk.store.tip(MAIN).at
    desk.store.mirror.bring(desk.store.reading, at)
    store = desk.store
    checkpoints.make(store.reading, store.writing, store.repo, store.mirror.path, at.txn_no)


@pytest.fixture
def long(desk: Desk) -> Desk:
    for nr in range(30):
        desk.write(a=LINES + str(nr), b__c="x")
    return desk


def test_a_cold_mirror_begins_with_it(long: Desk, tmp_path: Path) -> None:
    checkpointed(long)
    long.write(d="later")
    other = elsewhere(long.store, tmp_path / "other")
    assert other.files() == long.files()
    assert [each.name.rpartition("-")[0] for each in objects(other)] == ["pack-0-30", "pack-30-31"]


def test_it_is_smaller_than_its_objects(long: Desk) -> None:
    checkpointed(long)
    with long.store.reading() as connection:
        row = connection.execute(
            "SELECT (SELECT sum(length(data)) FROM git_checkpoint), (SELECT sum(length(data)) FROM git_object)"
        ).fetchone()
    assert row is not None
    assert row[0] < row[1]


def test_a_new_one_takes_the_place_of_the_old(long: Desk) -> None:
    checkpointed(long)
    long.write(d="later")
    checkpointed(long)
    with long.store.reading() as connection:
        assert connection.execute("SELECT DISTINCT txn_no FROM git_checkpoint").fetchall() == [(31,)]


def test_one_that_is_torn_is_done_without(long: Desk, tmp_path: Path) -> None:
    checkpointed(long)
    long.write(d="later")
    with long.store.writing() as connection:
        connection.execute("DELETE FROM git_checkpoint WHERE part = 'idx'")
    other = elsewhere(long.store, tmp_path / "other")
    assert other.files() == long.files()
    assert [each.name.rpartition("-")[0] for each in objects(other)] == ["pack-0-31"]


def test_a_pack_comes_in_pieces(long: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "PIECE_BYTES", 7)
    checkpointed(long)
    assert elsewhere(long.store, tmp_path / "other").files() == long.files()
