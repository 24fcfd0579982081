"""What people call a commit."""

import pytest

from rulestore.errors import Broken, NoSuchRevision
from rulestore.model import GitObject, Kind, Move, Oid, Tag
from rulestore.objects import tag_of
from rulestore.reading import tagged
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


def test_a_tag_says_who_made_it_and_leads_to_its_commit_if_it_does(desk: Desk) -> None:
    first = desk.write(a="1")
    one = desk.store.tag("one", first, signed("the first"), SAID)
    two = desk.store.tag("two", one, signed("of a tag"), SAID)
    blob = desk.store.history("main", "a.json")[0].after
    assert blob is not None
    odd = desk.store.tag("odd", blob, signed("of a file"), SAID)
    said = desk.store.ask("main", lambda graph, _: [tagged(graph, each) for each in (first, one, two, odd)])
    assert [commit for _, commit in said] == [first, first, first, None]
    assert [tag and tag.message for tag, _ in said] == [None, "the first\n", "of a tag\n", "of a file\n"]
    assert said[1][0] is not None
    assert said[1][0].tagger == signed("").author


def test_a_tag_of_gits_first_years_names_nobody() -> None:
    old = GitObject(Kind.TAG, b"object " + b"ab" * 20 + b"\ntype commit\ntag v0\n\nold\n")
    assert tag_of(old) == Tag(Oid(b"\xab" * 20), None, "old\n")
    with pytest.raises(Broken):
        tag_of(GitObject(Kind.TAG, b"tag v0\n\nof nothing\n"))


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
