"""Cells of no column: nothing reads them, so their row matches more, or says less, than its author says.

One that is nearly called as a column keeps a change out. Another may be a remark of another tool's: it is told. Whether
it was the cell of a column that has gone is seen by who knows the table as it was (`column_ids`).
"""

from collections.abc import Iterable
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import did_you_mean
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.kit.faults import step
from catalog_admin.predicates.suggest import nearest

# Looking for the column that was meant compares with all of them. Of a name beyond, nobody knows: it is refused.
HINTS = 100


class Strays:
    """Of the rows of one table, or of its default."""

    def __init__(self, columns: Iterable[str], reading: Reading) -> None:
        self._columns, self._reading = {*columns}, reading
        self._near: dict[str, str | None] = {}

    def tell(self, cells: dict[str, Any], pointer: str) -> None:
        """What begins with `_` is of the row itself."""
        for name, said in cells.items():
            if name not in self._columns and not name.startswith("_") and not is_blank(said):
                self._told(name, pointer + step(name))

    def _told(self, name: str, pointer: str) -> None:
        reason = f"no column is `{name[:80]}`: nothing reads it"
        if name not in self._near and len(self._near) < HINTS:
            self._near[name] = nearest(name, self._columns)
        near = self._near.get(name)
        if near is None and name in self._near:
            self._reading.warning(pointer, Code.TABLE_STRAY, reason)
        else:
            self._reading.error(pointer, Code.TABLE_STRAY, reason, did_you_mean(near))


def is_blank(cell: Any) -> bool:
    """Whether it asks nothing, and says nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip() in ("", "-"))


def column_ids(graph: Any) -> set[str]:
    """Of all tables of a JDM graph, as far as it is one."""
    nodes = _objects(graph, "nodes")
    contents = [node["content"] for node in nodes if isinstance(node.get("content"), dict)]
    columns = [each for content in contents for side in ("inputs", "outputs") for each in _objects(content, side)]
    return {each["id"] for each in columns if isinstance(each.get("id"), str)}


def _objects(holder: Any, name: str) -> list[dict[str, Any]]:
    items = holder.get(name) if isinstance(holder, dict) else None
    return [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
