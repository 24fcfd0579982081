"""Cells of no column: nothing reads them, so their row matches more, or says less, than its author says."""

from collections.abc import Iterable
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import did_you_mean
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.kit.faults import step
from catalog_admin.predicates.suggest import nearest

# Looking for the column that was meant compares with all of them.
HINTS = 100


def refuse_strays(cells: dict[str, Any], pointer: str, columns: Iterable[str], reading: Reading) -> None:
    """What begins with `_` is of the row itself."""
    known = {*columns}
    for name, said in cells.items():
        if name in known or name.startswith("_") or is_blank(said):
            continue
        hint = did_you_mean(nearest(name, known)) if len(reading.findings) < HINTS else None
        reading.error(pointer + step(name), Code.TABLE_STRAY, f"no column is `{name[:80]}`: nothing reads it", hint)


def is_blank(cell: Any) -> bool:
    """Whether it asks nothing, and says nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip() in ("", "-"))
