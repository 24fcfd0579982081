"""Tables as JDM would keep them, read by the real reader."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.tables.jdm_table import read_table
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.reading import Reading

INSTANT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
Cells = Sequence[str]


def content(inputs: Sequence[str], rows: Sequence[tuple[Cells, Cells]], **members: Any) -> dict[str, Any]:
    """A table with columns i0, i1 … that test these fields, and outputs o0, o1 … named `out0`, `out1` …"""
    wide = max((len(says) for _, says in rows), default=1)
    return {
        "hitPolicy": "first",
        "inputs": [{"id": f"i{place}", "name": "", "field": field} for place, field in enumerate(inputs)],
        "outputs": [{"id": f"o{place}", "name": "", "field": f"out{place}"} for place in range(wide)],
        "rules": [
            {"_id": f"r{place}"}
            | {f"i{column}": cell for column, cell in enumerate(tests)}
            | {f"o{column}": cell for column, cell in enumerate(says)}
            for place, (tests, says) in enumerate(rows)
        ],
    } | members


def drawn(inputs: Sequence[str], rows: Sequence[tuple[Cells, Cells]], **members: Any) -> Table:
    reading = Reading("tables/drawn.jdm.json")
    table = read_table(content(inputs, rows, **members), "", reading)
    assert table is not None, reading.findings
    assert reading.is_clean, reading.findings
    return table


def mistakes(inputs: Sequence[str], rows: Sequence[tuple[Cells, Cells]], **members: Any) -> list[Finding]:
    reading = Reading("tables/drawn.jdm.json")
    read_table(content(inputs, rows, **members), "", reading)
    return reading.findings


def graph(content: Mapping[str, Any], schema: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The table between an input and an output node."""
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "content": {"schema": schema or ""}},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": dict(content)},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


def exact(value: Any) -> Any:
    """With every number a Decimal, so that 5 and 5.0 are one."""
    if isinstance(value, Mapping):
        return {name: exact(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [exact(item) for item in value]
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
