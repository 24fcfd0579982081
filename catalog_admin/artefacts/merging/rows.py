"""Rows that both sides put in one place of a table that is read from the top: which comes first is part of what the
table says, unless the two never match together.
"""

from typing import Any

from catalog_admin.artefacts.merging.columns import Content, contents_of
from catalog_admin.artefacts.merging.model import Three
from catalog_admin.artefacts.merging.values import Where
from catalog_admin.artefacts.tables.cells import test_of
from catalog_admin.artefacts.tables.model import HitPolicy
from catalog_admin.artefacts.tables.regions import Region, representatives
from catalog_admin.artefacts.tables.strays import is_blank
from catalog_admin.artefacts.tables.words import UnreadableExpression

_FROM_THE_TOP = (HitPolicy.FIRST, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.PRIORITY)
# What is not looked into may match together.
PAIRS = 10_000


class Rows:
    """Of the tables of one file, on the two sides that are merged."""

    def __init__(self, three: Three) -> None:
        self._sides = [contents_of(graph) for graph in three[1:]]
        self._rows: dict[str, dict[str, Any]] = {}
        self._pairs = PAIRS

    def may_both_match(self, where: Where, one: str, other: str) -> bool:
        """Whether the order of two new rows, by their ids, may be seen in an answer."""
        match where:
            case ("nodes", node, "content", "rules") if all(node in side for side in self._sides):
                contents = [side[node] for side in self._sides]
                return any(map(_is_from_the_top, contents)) and not self._exclude(node, contents, one, other)
        return False

    def _exclude(self, node: str, contents: list[Content], one: str, other: str) -> bool:
        self._pairs -= 1
        if node not in self._rows:
            self._rows[node] = {str(row.get("_id")): row for content in contents for row in content["rules"]}
        rows = [self._rows[node].get(name, {}) for name in (one, other)]
        columns = _tested_alike(contents) if self._pairs >= 0 else ()
        return any(_are_apart(*(row.get(column) for row in rows)) for column in columns)


def _is_from_the_top(content: Content) -> bool:
    return (content.get("hitPolicy") or HitPolicy.FIRST) in _FROM_THE_TOP


def _tested_alike(contents: list[Content]) -> list[str]:
    """The columns that look at one and the same thing on both sides."""
    fields = [
        {str(each.get("id")): each.get("field") for each in columns if isinstance(each, dict)}
        for columns in (content.get("inputs") for content in contents)
        if isinstance(columns, list)
    ]
    if len(fields) < len(contents):
        return []
    return [column for column, field in fields[0].items() if field and fields[1].get(column) == field]


def _are_apart(*cells: Any) -> bool:
    """Surely: no value satisfies both."""
    regions = [_region(cell) for cell in cells]
    one, other = regions
    if one is None or other is None or one.kind != other.kind:
        return False
    return not any(
        one.holds(value) and other.holds(value) for value in representatives(one.kind, one.edges | other.edges)
    )


def _region(cell: Any) -> Region | None:
    if is_blank(cell) or not isinstance(cell, str):
        return None
    try:
        return test_of(cell.strip()).region
    except UnreadableExpression:
        return None
