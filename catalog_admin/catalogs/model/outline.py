"""The tree at a glance: what a list shows of each node, as columns, in the order in which it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What a node says, whatever its place: the same of a row of the draft and of a published one gives the same text,
# in a session of whatever time zone.
SAID = "md5(({type}, {active_from} AT TIME ZONE 'UTC', {active_to} AT TIME ZONE 'UTC', {meta}, {attributes})::text)"
NOWHERE = -1


@dataclass(frozen=True)
class Outline:
    """One list for each thing told, a node at the same place in all of them; parents stand before their children.

    `parent` is a place in these lists, NOWHERE if the parent is not among them; `said` and `sort_key` tell whether
    a node is what it was; `assigned` and `excluded` count rate plans put there, or kept out, by hand.
    """

    id: list[str]
    parent_id: list[str | None]
    parent: list[int]
    key: list[str]
    name: list[str | None]
    type: list[str]
    sort_key: list[int]
    active_from: list[str | None]
    active_to: list[str | None]
    revision: list[int]
    children: list[int]
    assigned: list[int]
    excluded: list[int]
    rules: list[int]
    said: list[str]
    said_rules: list[str | None]

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Shelved:
    """What stands on nodes in the draft, by the node's id: nothing is said of those that have nothing."""

    by_hand: Mapping[str, Sequence[int]]
    rules: Mapping[str, tuple[int, str]]


def outline_of(columns: Mapping[str, list[Any]], shelved: Shelved, children: Mapping[str, int] | None) -> Outline:
    """From columns in the order of siblings; without `children` all there are stand in the columns."""
    ids: list[str] = columns["id"]
    order = _read_down(ids, columns["parent_id"])
    placed = {name: [column[place] for place in order] for name, column in columns.items()}
    ids, above = placed["id"], placed["parent_id"]
    place_of = {node: place for place, node in enumerate(ids)}
    if children is None:
        children = _counted(above)
    none = (0, 0)
    nothing = (0, None)
    return Outline(
        parent=[NOWHERE if each is None else place_of.get(each, NOWHERE) for each in above],
        children=[children.get(each, 0) for each in ids],
        assigned=[shelved.by_hand.get(each, none)[0] for each in ids],
        excluded=[shelved.by_hand.get(each, none)[1] for each in ids],
        rules=[shelved.rules.get(each, nothing)[0] for each in ids],
        said_rules=[shelved.rules.get(each, nothing)[1] for each in ids],
        **placed,
    )


def _read_down(ids: Sequence[str], parents: Sequence[str | None]) -> list[int]:
    """A node, then what is below it, then the next one beside it."""
    known = set(ids)
    below: dict[str | None, list[int]] = {}
    for place, parent in enumerate(parents):
        below.setdefault(parent if parent in known else None, []).append(place)
    order: list[int] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        place = waiting.pop()
        order.append(place)
        waiting.extend(reversed(below.get(ids[place], ())))
    return order


def _counted(parents: Sequence[str | None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for parent in parents:
        if parent is not None:
            counts[parent] = counts.get(parent, 0) + 1
    return counts
