"""Ids of rows: kept where they are, made from what the row says where they are missing."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson


def identified(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """An id for each row: its `_id`, else one that stays while the row stays what it is, wherever it moves."""
    taken = {row["_id"] for row in rows if isinstance(row.get("_id"), str)}
    ids: list[str] = []
    for row in rows:
        given = row.get("_id")
        name = given if isinstance(given, str) and given else _made(row, taken)
        taken.add(name)
        ids.append(name)
    return ids


def with_row_ids(graph: Any) -> Any:
    """A JDM graph whose rows all say their id: from then on a row keeps it, whatever becomes of its cells."""
    nodes = graph.get("nodes") if isinstance(graph, Mapping) else None
    return {**graph, "nodes": [*map(_with_row_ids, nodes)]} if isinstance(nodes, list) else graph


def _with_row_ids(node: Any) -> Any:
    content: Any = node.get("content") if isinstance(node, Mapping) else None
    rows = content.get("rules") if isinstance(content, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return node
    named = [{**row, "_id": name} for name, row in zip(identified(rows), rows, strict=True)]
    return {**node, "content": {**content, "rules": named}}


def _made(row: Mapping[str, Any], taken: set[str]) -> str:
    said = orjson.dumps({name: str(value) for name, value in row.items() if name != "_id"}, option=orjson.OPT_SORT_KEYS)
    twin = 0
    while True:
        name = f"r{hashlib.sha256(said + str(twin).encode()).hexdigest()[:10]}"
        if name not in taken:
            return name
        twin += 1
