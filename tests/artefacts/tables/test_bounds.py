"""The largest table that a file has room for, and what is said of one that is larger."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.artefacts.kinds.limits import FILE_BYTES
from catalog_admin.artefacts.kinds.reading import canonical
from catalog_admin.artefacts.merging.trees import merge
from tests.artefacts.tables.dmn import Drawn, dmn
from tests.artefacts.tables.drawn import content, graph

JDM, DMN = "tables/t.jdm.json", "tables/t.dmn"
SCHEMA = {"type": "object", "properties": {"sku": {"type": "string"}, "amount": {"type": "number"}}}
ROWS = 5_000


def text(change: dict[int, str] | None = None, rows: int = ROWS, describe: str = "") -> bytes:
    says = {**{row: str(row) for row in range(rows)}, **(change or {})}
    cells = [((f'"SKU-{row // 5:05}"', f"[{row % 5 * 10}..{row % 5 * 10 + 10})"), (says[row],)) for row in range(rows)]
    table = content(["sku", "amount"], cells, hitPolicy="unique", default={"o0": "0"})
    for row in table["rules"] if describe else ():
        row["_description"] = describe
    return json.dumps(graph(table, SCHEMA)).encode()


def test_five_thousand_rows_are_checked_compared_and_merged_row_by_row() -> None:
    """Each is a second or so; what would take the square of the rows would take minutes."""
    base, ours, theirs = (canonical(JDM, text(change)) for change in (None, {10: "-1"}, {4_990: "-2"}))
    assert check({JDM: base}).findings == ()
    assert [sentence(each) for each in difference({JDM: base}, {JDM: ours})] == [
        "table table, row r10: then out0 (o0) 10 became -1"
    ]
    both = merge({JDM: base}, {JDM: ours}, {JDM: theirs})
    assert both.is_clean
    assert [sentence(each) for each in difference({JDM: ours}, both.files)] == [
        "table table, row r4990: then out0 (o0) 4990 became -2"
    ]


def large() -> dict[str, bytes]:
    spread = json.dumps(json.loads(text(describe="x" * 100)), separators=(",", ":")).encode()
    rows: dict[str, Any] = {f"r{row}": ((f'"SKU-{row}"', "-"), (str(row),)) for row in range(6_000)}
    return {"as sent": text(describe="x" * 200), "as kept": spread, "dmn": dmn(Drawn(rows=rows))}


@pytest.mark.parametrize("name", ["as sent", "as kept", "dmn"])
def test_what_is_larger_is_told_the_bound_and_what_to_do(name: str) -> None:
    sent = large()[name]
    assert (len(sent) > FILE_BYTES) is (name != "as kept")
    path = DMN if name == "dmn" else JDM
    [found] = check({path: sent}).errors
    assert found.code in (Code.UNREADABLE, Code.TABLE_XML)
    assert f"a file has at most {FILE_BYTES:,}" in found.reason
    assert "divide it" in (found.suggestion or "")
