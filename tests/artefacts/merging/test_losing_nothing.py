"""What either side changed is in the merged file or in a conflict: held against plain JSON, that knows no kinds."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.kinds.reading import canonical, read
from catalog_admin.artefacts.merging.model import Conflict
from catalog_admin.artefacts.merging.trees import merge
from tests.artefacts.checking.trees import policy
from tests.artefacts.rulesets.asking import WARN, rule
from tests.artefacts.tables.drawn import content, graph
from tests.artefacts.written import Writer, writers

Place = tuple[str, ...]
_STAGES = [{"name": name, "mode": "ANY", "approvers": ["role:x", "role:y"], "slaHours": 24} for name in "abc"]
_FIELDS = {name: {"type": "number", "minimum": 0.5, "title": name} for name in ("one", "two", "three")}
_CELLS = [((f"> {row}.5", "'gold'"), (str(row),)) for row in range(4)]
BASES: dict[str, Any] = {
    "rulesets/a.json": {"id": "a", "rules": [rule(f"r{at}", "Discount > 10", WARN, tags=["t"]) for at in range(4)]},
    "predicates/p.json": {"id": "p", "when": "Discount > 10 && ARR > 1", "tags": ["x", "y"], "x_own": {"a": [1.5]}},
    "tables/t.jdm.json": graph(content(["amount", "tier"], _CELLS), {"type": "object"}),
    "approval-policies/p.json": policy("p", stages=_STAGES, tags=["x", "y"]),
    "schemas/context.json": {"type": "object", "properties": _FIELDS, "x_own": {"a": [0.5, True, {"b": 1}]}},
}
_KEYS = ("id", "_id", "name")


class Absent:
    """That a side has nothing at a place; null is something."""


def flat(sides: Sequence[Any], place: Place = ()) -> Iterator[tuple[Place, list[str | None]]]:
    """Every part that has a name of its own on all sides, and what each of them says there, the merged one last; a list
    whose items some side does not name is one part.
    """
    there = [side for side in sides if not isinstance(side, Absent)]
    if all(isinstance(side, dict) and side.keys() != {"decimal"} for side in there):
        yield place, [None if isinstance(side, Absent) else "{}" for side in sides]
        inside = [{} if isinstance(side, Absent) else side for side in sides]
    elif (key := _key(there)) is not None:
        if not sides[-1] or isinstance(sides[-1], Absent):  # else it is there for what is in it, and that is told below
            yield place, [None if isinstance(side, Absent) else "[]" for side in sides]
        inside = [{} if isinstance(side, Absent) else {str(item[key]): item for item in side} for side in sides]
    else:
        yield place, [None if isinstance(side, Absent) else json.dumps(side, sort_keys=True) for side in sides]
        return
    for name in {name: True for side in inside for name in side}:
        yield from flat([side.get(name, Absent()) for side in inside], (*place, name))


def _key(sides: list[Any]) -> str | None:
    """What names each item of each of these lists, if they are lists and something does."""
    if not all(isinstance(side, list) for side in sides):
        return None
    return next((key for key in _KEYS if all(_names(side, key) for side in sides)), None)


def _names(items: list[Any], key: str) -> bool:
    named = [str(item[key]) for item in items if isinstance(item, dict) and item.get(key) is not None]
    return len(items) == len(named) == len({*named})


def covers(conflict: Conflict, place: Place) -> bool:
    """What it is about contains the place, or lies in it."""
    thing = conflict.thing.partition(" ")[2]
    steps = place[place.index(thing) + 1 :] if thing in place else place
    about = conflict.place[:-1] if conflict.place[-1:] == ("order",) else conflict.place
    if about[-2:-1] in (("inputs",), ("outputs",)) and place[-1:] == about[-1:]:
        return True  # the cells of a column go with it
    shorter = min(len(about), len(steps))
    return about[:shorter] == steps[:shorter]


def _one_text(path: str, content: bytes, base: bytes) -> bytes:
    """Two sound sides may make what is not of its kind: checking a merge tells of it. Rows that lost their id are still
    those of the base.
    """
    return content if read(path, content).value is None else canonical(path, content, base)


def _is_told(before: str | None, ours: str | None, theirs: str | None, merged: str | None) -> bool:
    """What one side changed is as it says, and what both changed alike as both do; of a list that each changed in its
    way every item is there as often as both changes say.
    """
    if ours == before or theirs in (before, ours):
        return merged == (theirs if ours == before else ours)
    lists = [json.loads(side) if side is not None else None for side in (before or "[]", ours, theirs, merged)]
    if not all(isinstance(side, list) for side in lists):
        return False
    old, one, other, found = (Counter(json.dumps(item, sort_keys=True) for item in side) for side in lists)
    return all(
        found[item] == (one[item] if one[item] == other[item] else one[item] + other[item] - old[item])
        for item in {*old, *one, *other, *found}
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(BASES)), writers, st.integers(1, 3))
def test_each_change_is_there_or_in_a_conflict(path: str, writer: Writer, edits: int) -> None:
    text = canonical(path, json.dumps(BASES[path]).encode())
    base = json.loads(text)
    sides = []
    for _ in range(2):
        side = base
        for _ in range(edits):
            side = writer.changed(side)
        sides.append(side)
    files = [{path: json.dumps(each).encode()} for each in (base, *sides)]
    if any(read(path, each[path]).value is None for each in files):
        return  # what is not understood is one part: another test's
    one, other = merge(*files), merge(files[0], files[2], files[1])
    assert one.files == other.files
    assert [(each.id, repr(each.sides.ours), repr(each.sides.theirs)) for each in one.conflicts] == [
        (each.id, repr(each.sides.theirs), repr(each.sides.ours)) for each in other.conflicts
    ]
    values: list[Any] = [json.loads(_one_text(path, each[path], text)) for each in files]
    values += [json.loads(_one_text(path, one.files[path], text)) if path in one.files else Absent()]
    lost = [
        place
        for place, (before, ours, theirs, merged) in flat(values)
        if not _is_told(before, ours, theirs, merged)
        if not any(covers(each, place) for each in one.conflicts)
    ]
    assert lost == []


@pytest.mark.parametrize("path", sorted(BASES))
def test_every_sort_of_file_is_often_merged_cleanly_and_often_not(path: str) -> None:
    """Else the test above would say little."""
    writer = Writer(Random(3))  # noqa: S311 - the same each time
    base = json.loads(canonical(path, json.dumps(BASES[path]).encode()))
    clean = understood = 0
    for _ in range(60):
        files = [{path: json.dumps(each).encode()} for each in (base, writer.changed(base), writer.changed(base))]
        if all(read(path, each[path]).value is not None for each in files):
            understood += 1
            clean += merge(*files).is_clean
    assert 10 < clean < understood
