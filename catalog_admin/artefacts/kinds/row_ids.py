"""Ids of a table's rows: kept where they are, taken over from the table as it was, else made from what the row says.

An id that is made depends on what the row says and not on its place: the same table gets the same ids wherever it is
named, and two people who add different rows do not give them one id.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

ID = "_id"
Row = Mapping[str, Any]
# By what stands behind which row that is known: places of those that are not.
_Runs = dict[str | None, list[int]]


def identified(rows: Sequence[Row], before: Sequence[Row] = ()) -> list[str]:
    """An id for each row: its `_id`; else that of the row of `before` that it still is; else one that is made of it."""
    names = [_given(row) for row in rows]
    taken = {name for name in names if name is not None}
    if before and None in names:
        _take_over(names, rows, before, taken)
    for place, row in enumerate(rows):
        if names[place] is None:
            name = names[place] = _made(row, taken)
            taken.add(name)
    return [name for name in names if name is not None]


def unnamed_in(graph: Any) -> Iterator[tuple[str, int]]:
    """For each table where the rows lie, and how many of them say no id; those where all do are not among them."""
    for at, rows in _tables(graph):
        count = sum(_given(row) is None for row in rows)
        if count:
            yield f"/nodes/{at}/content/rules", count


def with_row_ids(graph: Any, before: Any = None) -> Any:
    """A JDM graph whose rows all say their id: from then on a row keeps it, whatever becomes of its cells.

    `before` is the same graph as it was.
    """
    if not any(unnamed_in(graph)):
        return graph
    known = {_node_id(before["nodes"][at]): rows for at, rows in _tables(before)}
    nodes = [*graph["nodes"]]
    for at, rows in _tables(graph):
        node = nodes[at]
        names = identified(rows, known.get(_node_id(node), ()))
        named = [{**row, ID: name} for name, row in zip(names, rows, strict=True)]
        nodes[at] = {**node, "content": {**node["content"], "rules": named}}
    return {**graph, "nodes": nodes}


def _tables(graph: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows of each table, with the place of its node; what is no table, or a broken one, is passed over."""
    nodes = graph.get("nodes") if isinstance(graph, Mapping) else None
    for at, node in enumerate(nodes if isinstance(nodes, list) else ()):
        content = node.get("content") if isinstance(node, Mapping) else None
        rows = content.get("rules") if isinstance(content, Mapping) else None
        if isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows):
            yield at, rows


def _node_id(node: Any) -> str | None:
    said = node.get("id")
    return said if isinstance(said, str) else None


def _given(row: Row) -> str | None:
    said = row.get(ID)
    return said if isinstance(said, str) and said else None


def _take_over(names: list[str | None], rows: Sequence[Row], before: Sequence[Row], taken: set[str]) -> None:
    """First by those that say the same, wherever they stand; then by those that stand at the same place."""
    old_names = identified(before)
    free: dict[bytes, list[str]] = {}
    for name, row in zip(reversed(old_names), reversed(before), strict=True):
        if name not in taken:
            free.setdefault(_said(row), []).append(name)
    for place, row in enumerate(rows):
        same = free.get(_said(row)) if names[place] is None else None
        if same:
            name = names[place] = same.pop()
            taken.add(name)
    _by_place(names, rows, dict(zip(old_names, before, strict=True)), taken)


def _by_place(names: list[str | None], rows: Sequence[Row], before: Mapping[str, Row], taken: set[str]) -> None:
    """A row was changed when one that has gone stood behind the same row, and one cell of it at least is as it was."""
    now = {name for name in names if name is not None}
    gone = _runs([name if name in now else None for name in before])
    old = [*before]
    for anchor, places in _runs(names).items():
        for was, place in zip(gone.get(anchor, ()), places, strict=False):
            name = old[was]
            if name not in taken and _share_a_cell(before[name], rows[place]):
                names[place] = name
                taken.add(name)


def _runs(names: Sequence[str | None]) -> _Runs:
    found: _Runs = {}
    anchor: str | None = None
    for place, name in enumerate(names):
        if name is None:
            found.setdefault(anchor, []).append(place)
        else:
            anchor = name
    return found


def _share_a_cell(one: Row, other: Row) -> bool:
    return any(value and other.get(name) == value for name, value in one.items() if not name.startswith("_"))


def _said(row: Row) -> bytes:
    said = {name: str(value) for name, value in row.items() if name != ID}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _made(row: Row, taken: set[str]) -> str:
    said = _said(row)
    twin = 0
    while True:
        name = f"r{hashlib.sha256(said + str(twin).encode()).hexdigest()[:10]}"
        if name not in taken:
            return name
        twin += 1
