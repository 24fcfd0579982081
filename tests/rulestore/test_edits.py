"""What one commit may change, whichever of its edits is named first."""

from itertools import permutations

import pytest

from rulestore.changing import Edit, edited
from rulestore.errors import BadName, BlobMoved, TooLarge
from rulestore.landing import land
from rulestore.limits import EDITS, MOVES
from rulestore.model import Move
from rulestore.workshop import Workshop
from tests.rulestore.desk import MAIN, SAID, Desk
from tests.rulestore.objects import Nothing
from tests.rulestore.test_merging import plain, tree


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        ({"f": b"1"}, {"f": None, "f/a": b"2"}, {"f/a": b"2"}),
        ({"f/a": b"1", "f/g/b": b"1"}, {"f/a": None, "f/g/b": None, "f": b"2"}, {"f": b"2"}),
        ({"f/g": b"1", "f/b": b"1"}, {"f/g": None, "f/g/a": b"2"}, {"f/b": b"1", "f/g/a": b"2"}),
    ],
)
def test_a_file_and_a_folder_take_each_others_place(
    before: dict[str, bytes], edits: dict[str, bytes | None], after: dict[str, bytes]
) -> None:
    for said in permutations(edits.items()):
        workshop = Workshop(Nothing())
        made = edited(workshop, tree(workshop, before), [Edit(path, content) for path, content in said])
        assert plain(workshop, made) == after
        assert made == tree(workshop, after)


@pytest.mark.parametrize(
    ("before", "edits"),
    [
        ({"f/a": b"1"}, [("f", b"2")]),
        ({"f": b"1"}, [("f/a", b"2")]),
        ({}, [("f", b"1"), ("f/a", b"2")]),
        ({"f/a": b"1", "f/b": b"1"}, [("f/a", None), ("f", b"2")]),
        ({"a": b"1"}, [("a", b"2"), ("a", b"3")]),
    ],
)
def test_two_things_in_one_place_are_refused(before: dict[str, bytes], edits: list[tuple[str, bytes | None]]) -> None:
    for said in permutations(edits):
        workshop = Workshop(Nothing())
        with pytest.raises(BadName):
            edited(workshop, tree(workshop, before), [Edit(path, content) for path, content in said])


def test_what_is_not_there_is_not_taken_away() -> None:
    workshop = Workshop(Nothing())
    with pytest.raises(BlobMoved):
        edited(workshop, tree(workshop, {"a": b"1"}), [Edit("b", None)])


def test_one_commit_changes_so_many_files_and_one_landing_moves_so_many_refs(desk: Desk) -> None:
    workshop = Workshop(Nothing())
    many = [Edit(f"d{nr // 900}/{nr}", b"1") for nr in range(EDITS + 1)]
    with pytest.raises(TooLarge):
        edited(workshop, None, many)
    tip = desk.write(a="1")
    for moves in ([], [Move(f"refs/heads/b{nr}", None, tip) for nr in range(MOVES + 1)]):
        with desk.store.writing() as connection, pytest.raises(TooLarge):
            land(connection, desk.store.repo, moves, SAID)
    assert desk.tip(MAIN) == tip
