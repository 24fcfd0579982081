"""Who wrote each line last, as git itself says it; and an honest end where nobody looks back further."""

from pathlib import Path
from random import Random

import pytest

from rulestore.blaming import Lines, blame
from rulestore.graph import unchanged
from rulestore.merging import Merged
from rulestore.model import Oid
from tests.rulestore.desk import MAIN, Desk, git


def blamed(desk: Desk, path: str = "a.json", *, most: int = 100, seconds: float = 60.0) -> list[Lines]:
    return desk.store.ask(MAIN, lambda graph, tip: blame(graph, tip, path, most=most, seconds=seconds))


def by_line(found: list[Lines]) -> list[Oid]:
    return [each.commit for each in found for _ in range(each.count)]


def as_git_says(desk: Desk, place: Path, path: str = "a.json") -> list[Oid]:
    said = git(desk.export(place), "blame", "-s", "-l", "--root", "main", "--", path)
    return [Oid(bytes.fromhex(line.split(" ")[0])) for line in said.split("\n")]


def text(*lines: object) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_a_line_is_blamed_on_who_wrote_it_last(desk: Desk) -> None:
    first = desk.write(a=text("one", "two", "three"))
    second = desk.write(a=text("one", "zwei", "three"))
    assert [(each.first, each.count, each.commit) for each in blamed(desk)] == [
        (1, 1, first),
        (2, 1, second),
        (3, 1, first),
    ]


def test_what_both_sides_of_a_merge_wrote_is_theirs(desk: Desk, tmp_path: Path) -> None:
    lines = [f"line {nr}" for nr in range(9)]
    desk.write(a=text(*lines))
    draft = desk.branch("draft")
    theirs = desk.write(on=draft, a=text(*lines[:8], "theirs"))
    mine = desk.write(a=text("mine", *lines[1:]))
    desk.write(b="1")
    both = text("mine", *lines[1:8], "theirs").encode()
    desk.merge(theirs, lambda *_: Merged(both))
    found = by_line(blamed(desk))
    assert (found[0], found[8]) == (mine, theirs)
    assert found == as_git_says(desk, tmp_path / "export.git")


def test_a_file_that_moved_takes_its_past_along(desk: Desk, tmp_path: Path) -> None:
    lines = [f"a line that is long enough to be known again, {nr}" for nr in range(12)]
    desk.write(old=text(*lines))
    desk.write(old=None, a=text("new", *lines[1:]))
    desk.write(a=text("new", *lines[1:], "last"))
    assert by_line(blamed(desk)) == as_git_says(desk, tmp_path / "export.git")


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_git_says(desk: Desk, tmp_path: Path, seed: int) -> None:
    """No line is there twice: of two that are the same, one may be taken for the other."""
    chance = Random(seed)  # noqa: S311 - not for secrets
    said = [f"{seed}/{nr}" for nr in range(6)]
    desk.write(a=text(*said))
    for nr in range(12):
        at = chance.randrange(len(said))
        said[at : at + chance.randrange(3)] = [f"{seed}/{nr}/{each}" for each in range(chance.randrange(1, 3))]
        desk.write(a=text(*said), b=str(nr))
        desk.write(b=f"{nr}, by itself")
    assert by_line(blamed(desk)) == as_git_says(desk, tmp_path / "export.git")


def test_where_looking_back_ends_it_says_so(desk: Desk) -> None:
    first = desk.write(a=text("one", "two"))
    for nr in range(3):
        before = desk.write(b=str(nr))
    newest = desk.write(a=text("one", "zwei"))
    told = [(each.commit, each.is_older) for each in blamed(desk, most=1)]
    assert told == [(before, True), (newest, False)]
    assert [(each.commit, each.is_older) for each in blamed(desk)] == [(first, False), (newest, False)]


def test_without_any_time_nobody_is_named(desk: Desk) -> None:
    desk.write(a=text("one"))
    tip = desk.write(a=text("one", "two"))
    assert blamed(desk, seconds=0.0) == [Lines(1, 2, 1, tip, is_older=True)]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("a\nb\nc\n", "b\nc\n", [(1, 2)]),
        ("b\nc\n", "a\nb\nc\n", [(2, 1)]),
        ("a\nb\nc\n", "a\nx\nc\n", [(1, 1), (3, 3)]),
        ("a\nb", "a\nb\n", [(1, 1)]),
        ("a\n", "x\n", []),
        ("a\0\nb\n", "a\0\nc\n", [(1, 1)]),
    ],
)
def test_lines_that_are_still_there_are_found(before: str, after: str, kept: list[tuple[int, int]]) -> None:
    lines = after.count("\n")
    found = [(first, then) for first, _, then in unchanged(before.encode(), after.encode()) if first <= lines]
    assert found == kept
