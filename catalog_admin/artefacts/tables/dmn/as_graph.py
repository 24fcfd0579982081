"""Decisions of a DMN file in the form in which JDM keeps tables: what compares tables knows one form of them.

Cells are those that decide, so that FEEL which is only spelt otherwise is no difference.
"""

from collections.abc import Sequence
from typing import Any

from catalog_admin.artefacts.tables.cells import Condition, Result, Test
from catalog_admin.artefacts.tables.declared import domain
from catalog_admin.artefacts.tables.dmn.model import Decision, Decisions
from catalog_admin.artefacts.tables.model import Input, Output, Row, Table

Cell = Test | Condition | Result | None


def as_graph(decisions: Decisions) -> dict[str, Any]:
    """A node for each decision, by its id; in the order of names, because the file's own says nothing."""
    nodes = [_node(each) for each in decisions.decisions]
    return {"name": decisions.name, "nodes": sorted(nodes, key=lambda node: (str(node["name"]), str(node["id"])))}


def _node(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id or decision.name,
        "name": decision.name,
        "needs": ", ".join(sorted(decision.needs)),
        "content": _content(decision.table, decision),
    }


def _content(table: Table, decision: Decision) -> dict[str, Any]:
    content: dict[str, Any] = {
        "hitPolicy": str(table.hit_policy),
        "inputs": [_input(each, decision) for each in table.inputs],
        "outputs": [_column(each) for each in table.outputs],
        "rules": [_row(each, table) for each in table.rows],
    }
    if table.aggregation is not None:
        content["aggregation"] = str(table.aggregation)
    if table.default is not None:
        content["default"] = _cells(table.outputs, table.default)
    return content


def _input(column: Input, decision: Decision) -> dict[str, Any]:
    said = domain(decision.inputs.schema, column.path or ()).get("type")
    return _column(column) | ({"type": said[0]} if isinstance(said, list) else {})


def _column(column: Input | Output) -> dict[str, Any]:
    said: dict[str, Any] = {"id": column.id, "name": column.name, "field": column.title}
    return said | ({"allowed": [*column.allowed]} if column.allowed else {})


def _row(row: Row, table: Table) -> dict[str, Any]:
    said = {"_id": row.id} | ({"_description": row.description} if row.description else {})
    return said | _cells(table.inputs, row.tests) | _cells(table.outputs, row.results)


def _cells(columns: Sequence[Input | Output], cells: Sequence[Cell]) -> dict[str, str]:
    return {column.id: cell.source if cell is not None else "" for column, cell in zip(columns, cells, strict=True)}
