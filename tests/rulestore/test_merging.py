"""Merging, taking along, taking back: nothing is lost, and what both changed is somebody's to say."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rulestore import picking
from rulestore.changing import Edit, edited
from rulestore.errors import Conflicting, NothingChanged
from rulestore.merging import Clash, Merged, merge_trees, nobody_knows, resolving
from rulestore.model import Oid
from rulestore.reading import _files
from rulestore.workshop import Workshop, blob_at
from tests.rulestore.desk import MAIN, Desk, git, signed
from tests.rulestore.objects import Nothing


def joined(path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, /) -> Merged | Clash:
    """Both, in order; a merger that knows sets of letters."""
    if ours is None or theirs is None:
        return Clash("one side took it away")
    return Merged(bytes(sorted(set(ours) | set(theirs))))


def diverged(desk: Desk, base: dict[str, str], ours: dict[str, str | None], theirs: dict[str, str | None]) -> Oid:
    desk.write(**base)
    side = desk.branch("side")
    desk.write(**ours)
    return desk.write(on=side, **theirs)


def test_what_one_side_changed_is_taken(desk: Desk, tmp_path: Path) -> None:
    base = {"a": "1", "b__c": "2", "b__d": "3", "e__f": "4", "g": "5"}
    theirs = diverged(desk, base, {"a": "ours", "b__d": None, "n": "new"}, {"b__c": "theirs", "e__f": None, "g": "5x"})
    merge = desk.merge(theirs)
    assert desk.files() == {"a.json": "ours", "b/c.json": "theirs", "g.json": "5x", "n.json": "new"}
    assert (
        git(desk.export(tmp_path / "export.git"), "show", "-s", "--format=%P", merge.hex()).split()[1] == theirs.hex()
    )


def test_what_both_did_alike_is_no_conflict(desk: Desk) -> None:
    theirs = diverged(
        desk, {"a": "1", "b": "2"}, {"a": "x", "b": None, "c": "3"}, {"a": "x", "b": None, "c": "3", "d": "4"}
    )
    desk.merge(theirs)
    assert desk.files() == {"a.json": "x", "c.json": "3", "d.json": "4"}


@pytest.mark.parametrize(("ours", "theirs"), [("x", "y"), (None, "y"), ("x", None)])
def test_what_both_did_otherwise_is_a_conflict_of_three_blobs(desk: Desk, ours: str | None, theirs: str | None) -> None:
    side = diverged(desk, {"a": "1", "keep": "k"}, {"a": ours}, {"a": theirs})
    before = desk.store.tip(MAIN)
    with pytest.raises(Conflicting) as refused:
        desk.merge(side)
    [conflict] = refused.value.conflicts
    sides = (conflict.base, conflict.ours, conflict.theirs)
    read = desk.store.ask(MAIN, lambda graph, _: [blob_at(graph, each) if each else None for each in sides])
    assert read == [b"1", *(each.encode() if each else None for each in (ours, theirs))]
    assert conflict.path == "a.json"
    assert desk.store.tip(MAIN) == before


def test_both_brought_a_file_of_one_name(desk: Desk) -> None:
    side = diverged(desk, {"a": "1"}, {"n__m": "x"}, {"n__m": "y"})
    with pytest.raises(Conflicting) as refused:
        desk.merge(side)
    assert [(each.path, each.base) for each in refused.value.conflicts] == [("n/m.json", None)]


def test_a_file_here_and_a_folder_there_is_a_conflict(desk: Desk) -> None:
    desk.write(a="1")
    side = desk.branch("side")
    desk.commit(picking.edits_of([Edit("thing", b"file")], signed("a file")))
    theirs = desk.commit(picking.edits_of([Edit("thing/inside", b"x")], signed("a folder")), on=side)
    with pytest.raises(Conflicting) as refused:
        desk.merge(theirs)
    [conflict] = refused.value.conflicts
    assert (conflict.path, conflict.theirs, conflict.why) == (
        "thing",
        None,
        "a file on one side, a folder on the other",
    )


def test_whoever_knows_the_files_merges_them(desk: Desk) -> None:
    theirs = diverged(desk, {"a": "ab", "b": "k"}, {"a": "abc"}, {"a": "abd"})
    desk.merge(theirs, joined)
    assert desk.files()["a.json"] == "abcd"


def test_a_mergers_own_reason_reaches_who_asked(desk: Desk) -> None:
    theirs = diverged(desk, {"a": "ab"}, {"a": None}, {"a": "abd"})
    with pytest.raises(Conflicting) as refused:
        desk.merge(theirs, joined)
    assert refused.value.conflicts[0].why == "one side took it away"


def test_conflicts_are_resolved_one_by_one(desk: Desk) -> None:
    theirs = diverged(desk, {"a": "1", "b": "1"}, {"a": "2", "b": "2"}, {"a": "3", "b": None})
    with pytest.raises(Conflicting):
        desk.merge(theirs, resolving({"a.json": b"2 and 3"}, otherwise=lambda *_: Clash()))
    desk.merge(theirs, resolving({"a.json": b"2 and 3", "b.json": None}, otherwise=lambda *_: Clash()))
    assert desk.files() == {"a.json": "2 and 3"}


def test_what_is_merged_already_is_not_merged_again(desk: Desk) -> None:
    theirs = diverged(desk, {"a": "1"}, {"b": "2"}, {"c": "3"})
    desk.merge(theirs)
    with pytest.raises(NothingChanged):
        desk.merge(theirs)


def test_the_second_merge_begins_where_the_first_ended(desk: Desk) -> None:
    theirs = diverged(desk, {"a": "1"}, {"b": "2"}, {"c": "3"})
    desk.merge(theirs)
    again = desk.write(on="refs/heads/side", c="4")
    desk.merge(again)
    assert desk.files()["c.json"] == "4"


def test_where_two_merged_each_other_neither_decision_is_dropped_in_silence(desk: Desk) -> None:
    """Their histories meet twice; beside either meeting alone one of the decisions would look like no change."""
    start = desk.write(a="0", b="0")
    side = desk.branch("side", start)
    mine, yours = desk.write(a="1"), desk.write(on=side, a="2", b="2")
    desk.commit(
        picking.merge_of(yours, signed("mine"), picking.file_by_file(resolving({"a.json": b"1"}, nobody_knows)))
    )
    desk.commit(
        picking.merge_of(mine, signed("yours"), picking.file_by_file(resolving({"a.json": b"2"}, nobody_knows))),
        on=side,
    )
    theirs = desk.store.tip(side).target
    assert theirs is not None
    with pytest.raises(Conflicting) as refused:
        desk.merge(theirs)
    assert [each.path for each in refused.value.conflicts] == ["a.json"]
    assert desk.store.ask(MAIN, lambda graph, tip: graph.merge_bases(tip, theirs)) == sorted([mine, yours])


def test_where_two_merged_each_other_alike_nothing_is_left_to_say(desk: Desk) -> None:
    start = desk.write(a="0")
    side = desk.branch("side", start)
    mine, yours = desk.write(b="1"), desk.write(on=side, c="2")
    desk.merge(yours)
    desk.merge(mine, into=side)
    desk.write(on=side, a="3")
    theirs = desk.store.tip(side).target
    assert theirs is not None
    desk.merge(theirs)
    assert desk.files() == {"a.json": "3", "b.json": "1", "c.json": "2"}


def test_a_commit_is_taken_along(desk: Desk) -> None:
    picked = diverged(desk, {"a": "1", "b": "1"}, {"a": "2"}, {"b": "9", "c": "9"})
    desk.write(on="refs/heads/side", d="not this")
    desk.commit(picking.pick_of(picked, signed("picked")))
    assert desk.files() == {"a.json": "2", "b.json": "9", "c.json": "9"}
    with pytest.raises(NothingChanged):
        desk.commit(picking.pick_of(picked, signed("picked")))


def test_a_commit_is_taken_back(desk: Desk) -> None:
    desk.write(a="1", b="1")
    undone = desk.write(a="2", c="new", b=None)
    desk.write(d="later")
    desk.commit(picking.revert_of(undone, signed("reverted")))
    assert desk.files() == {"a.json": "1", "b.json": "1", "d.json": "later"}


def test_the_first_commit_is_taken_back(desk: Desk) -> None:
    first = desk.write(a="1")
    desk.write(b="2")
    desk.commit(picking.revert_of(first, signed("reverted")))
    assert desk.files() == {"b.json": "2"}


def test_a_merge_is_taken_back(desk: Desk) -> None:
    theirs = diverged(desk, {"a": "1"}, {"b": "2"}, {"c": "3"})
    merge = desk.merge(theirs)
    desk.commit(picking.revert_of(merge, signed("reverted")))
    assert desk.files() == {"a.json": "1", "b.json": "2"}


def test_what_was_changed_since_is_a_conflict(desk: Desk) -> None:
    undone = diverged(desk, {"a": "1"}, {"a": "2"}, {"b": "x"})
    changed = desk.tip()
    desk.write(a="3")
    with pytest.raises(Conflicting):
        desk.commit(picking.revert_of(changed, signed("reverted")))
    assert undone


PATHS = some.sampled_from(["a", "b", "f", "f/a", "f/b", "f/g", "f/g/a", "f/g/b", "h", "h/a"])


def possible(files: dict[str, bytes]) -> dict[str, bytes]:
    """Nothing lies in a file."""
    return {path: content for path, content in files.items() if not below(path, files)}


def below(path: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {each: content for each, content in files.items() if each.startswith(f"{path}/")}


FILES = some.dictionaries(PATHS, some.binary(min_size=1, max_size=2)).map(possible)
MOST = settings(max_examples=150, deadline=None)


def tree(workshop: Workshop, files: dict[str, bytes]) -> Oid:
    return edited(workshop, None, [Edit(path, content) for path, content in files.items()])


def plain(workshop: Workshop, oid: Oid) -> dict[str, bytes]:
    return {path: blob_at(workshop, blob) for path, blob in _files(workshop, oid, "")}


def naive(
    base: dict[str, bytes], ours: dict[str, bytes], theirs: dict[str, bytes]
) -> tuple[dict[str, bytes | None], set[str]]:
    """Path by path, without trees; what is a file to one and a folder to the other is one conflict."""
    merged, conflicts = {}, set()
    for one, other in ((ours, theirs), (theirs, ours)):
        for path in one.keys() - other.keys():
            is_taken = not below(path, other) or one[path] == base.get(path) or below(path, other) == below(path, base)
            conflicts |= set() if is_taken else {path}
    inside = {each for path in conflicts for side in (base, ours, theirs) for each in below(path, side)}
    for path in (base.keys() | ours.keys() | theirs.keys()) - conflicts - inside:
        was, one, other = (each.get(path) for each in (base, ours, theirs))
        if one == other or other == was:
            merged[path] = one
        elif one == was:
            merged[path] = other
        else:
            conflicts.add(path)
    return merged, conflicts


@MOST
@given(FILES, FILES, FILES)
def test_trees_are_merged_as_their_files_are(
    base: dict[str, bytes], ours: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    workshop = Workshop(Nothing())
    expected, conflicts = naive(base, ours, theirs)
    three = [tree(workshop, each) for each in (base, ours, theirs)]
    if conflicts:
        with pytest.raises(Conflicting) as refused:
            merge_trees(workshop, *three)
        assert {each.path for each in refused.value.conflicts} == conflicts
    else:
        merged = plain(workshop, merge_trees(workshop, *three))
        assert merged == {path: content for path, content in expected.items() if content is not None}


@MOST
@given(FILES, FILES, FILES)
def test_a_merge_has_no_left_and_right(
    base: dict[str, bytes], ours: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    workshop = Workshop(Nothing())
    three = [tree(workshop, each) for each in (base, ours, theirs)]

    def merged(one: Oid, other: Oid) -> object:
        try:
            return merge_trees(workshop, three[0], one, other, joined)
        except Conflicting as refused:
            return {(each.path, each.base) for each in refused.conflicts}

    assert merged(three[1], three[2]) == merged(three[2], three[1])


@MOST
@given(FILES, FILES)
def test_an_edit_is_what_a_tree_of_all_files_is(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Whichever way it came about: the same files have the same name."""
    workshop = Workshop(Nothing())
    gone = [Edit(path, None) for path in before.keys() - after.keys()]
    edits = [Edit(path, content) for path, content in after.items()] + gone
    assert edited(workshop, tree(workshop, before), edits) == tree(workshop, after)
