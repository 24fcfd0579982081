"""The past of one file, from the read model: exactly what git tells of it."""

from pathlib import Path
from random import Random

from rulestore.errors import NothingChanged
from rulestore.merging import Merged
from rulestore.model import Move, Oid, Tip
from tests.rulestore.desk import MAIN, Desk, git


def past(desk: Desk, path: str, ref: str = MAIN, tip: Tip | None = None) -> list[Oid]:
    return [each.commit for each in desk.store.history(ref, path, seen=tip)]


def test_of_a_line(desk: Desk) -> None:
    first = desk.write(a="1", b="1")
    desk.write(b="2")
    third = desk.write(a="3")
    gone = desk.write(a=None)
    again = desk.write(a="3")
    assert past(desk, "a.json") == [again, gone, third, first]
    assert past(desk, "nothing") == []


def test_a_branch_tells_its_own_and_what_was_before_it(desk: Desk) -> None:
    first = desk.write(a="1")
    side = desk.branch("side")
    ours, theirs = desk.write(a="2"), desk.write(on=side, a="3")
    assert past(desk, "a.json") == [ours, first]
    assert past(desk, "a.json", side) == [theirs, first]


def test_a_merge_tells_what_it_brought_along(desk: Desk) -> None:
    first = desk.write(a="1", b="1")
    side = desk.branch("side")
    theirs, ours = desk.write(on=side, a="2"), desk.write(b="2")
    desk.merge(theirs)
    assert past(desk, "a.json") == [theirs, first]
    assert past(desk, "b.json") == [ours, first]


def test_an_earlier_tip_does_not_know_what_came_later(desk: Desk) -> None:
    first = desk.write(a="1")
    seen = desk.store.tip(MAIN)
    desk.write(a="2")
    assert past(desk, "a.json", tip=seen) == [first]


def test_a_branch_made_again_does_not_tell_of_its_former_life(desk: Desk) -> None:
    first = desk.write(a="1")
    side = desk.branch("side")
    desk.write(on=side, a="2")
    desk.move(Move(side, desk.tip(side), None))
    desk.branch("side", first)
    again = desk.write(on=side, a="3")
    assert past(desk, "a.json", side) == [again, first]


def test_any_history_is_told_as_git_tells_it(desk: Desk, tmp_path: Path) -> None:
    """Branches and merges in any order; git is asked without its own simplification of merges."""
    chance = Random(5)  # noqa: S311 - the same each time
    desk.write(a="0", b="0", c="0")
    sides = [desk.branch(f"side-{nr}") for nr in range(3)]
    for nr in range(40):
        ref = chance.choice([MAIN, *sides])
        if chance.random() < 0.3:
            _merged(desk, ref, chance.choice([MAIN, *sides]))
        else:
            desk.write(on=ref, **{chance.choice("abc"): f"by {nr}"})
    place = desk.export(tmp_path / "export.git")
    for ref in (MAIN, *sides):
        for path in ("a.json", "b.json", "c.json"):
            told = git(place, "rev-list", "--full-history", ref, "--", path).split()
            plain = [oid for oid in told if len(git(place, "rev-list", "-1", "--parents", oid).split()) < 3]
            merges = {oid.hex() for oid in past(desk, path, ref)} - set(plain)
            assert {oid.hex() for oid in past(desk, path, ref)} >= set(plain)
            assert merges <= set(told)


def _merged(desk: Desk, into: str, source: str) -> None:
    try:
        desk.merge(desk.tip(source), lambda path, base, ours, theirs, /: Merged(ours or theirs), into=into)
    except NothingChanged:
        return


def test_the_same_commit_on_two_branches_is_told_once(desk: Desk) -> None:
    start = desk.write(a="1")
    side = desk.branch("side", start)
    assert desk.write(a="2") == desk.write(on=side, a="2")
    desk.write(a="3")
    assert [past.before is None for past in desk.store.history("main", "a.json")] == [False, False, True]


def test_a_page_of_it(desk: Desk) -> None:
    commits = [desk.write(a=f"by {nr}") for nr in range(5)]
    assert [each.commit for each in desk.store.history("main", "a.json", 2)] == [commits[4], commits[3]]


def test_a_commit_that_no_ref_is_at_has_a_past(desk: Desk) -> None:
    commits = [desk.write(a=f"by {nr}") for nr in range(4)]
    told = desk.store.history(commits[2].hex()[:12], "a.json")
    assert [each.commit for each in told] == [commits[2], commits[1], commits[0]]
