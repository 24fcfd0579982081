"""What people call a commit."""

import pytest

from rulestore.errors import NoSuchRevision
from rulestore.model import Move, Oid
from rulestore.revisions import revision
from tests.rulestore.desk import SAID, Desk, signed


def found(desk: Desk, called: str) -> Oid | None:
    with desk.store.reading() as connection:
        return revision(connection, desk.store.repo, called).target


def test_by_branch_tag_and_name(desk: Desk) -> None:
    first, second = desk.write(a="1"), desk.write(a="2")
    desk.move(Move("refs/tags/light", None, first))
    desk.store.tag("heavy", first, signed("the first"), SAID)
    for called in ("main", "refs/heads/main", second.hex(), second.hex()[:7]):
        assert found(desk, called) == second
    for called in ("light", "heavy", "refs/tags/heavy", first.hex()):
        assert found(desk, called) == first


def test_a_tag_of_a_tag_is_its_commit(desk: Desk) -> None:
    first = desk.write(a="1")
    tag = desk.store.tag("one", first, signed("one"), SAID)
    desk.store.tag("two", tag, signed("two"), SAID)
    assert found(desk, "two") == first


@pytest.mark.parametrize(
    "called", ["", "nothing", "abc", "0" * 40, "f" * 7, "HEAD~1", "main^", ":/wrote", "refs/", "ä"]
)
def test_nothing_else(desk: Desk, called: str) -> None:
    desk.write(a="1")
    with pytest.raises(NoSuchRevision):
        found(desk, called)


def test_a_file_is_no_commit(desk: Desk) -> None:
    desk.write(a="1")
    blob = desk.store.history("main", "a.json")[0].after
    assert blob is not None
    with pytest.raises(NoSuchRevision):
        found(desk, blob.hex())


def test_a_deleted_branch_is_called_no_more(desk: Desk) -> None:
    tip = desk.write(a="1")
    draft = desk.branch("draft")
    desk.move(Move(draft, tip, None))
    with pytest.raises(NoSuchRevision):
        found(desk, "draft")
