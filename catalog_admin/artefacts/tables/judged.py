"""What an analysis means for a table: findings, by its hit policy, each with inputs that show it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.tables.analysis import Analysis, Overlap, analysed
from catalog_admin.artefacts.tables.border import tidy
from catalog_admin.artefacts.tables.clashes import refuse_clashes
from catalog_admin.artefacts.tables.declared import domain
from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.artefacts.tables.graph import Frame, Graph, Node, Tabled
from catalog_admin.artefacts.tables.model import Aggregation, HitPolicy, Row, Table
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.predicates.model import Outcome

_FILLED = "a last row without conditions, or a default"
_BEHIND = "rows before it match first"
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def findings_of(path: str, graph: Graph) -> list[Finding]:
    """For every table."""
    reading = Reading(path)
    for node in graph.tables:
        if isinstance(node.body, Tabled):
            judge(reading, node.body.table, _entering(graph, node, node.body.frame))
    return reading.findings


def _entering(graph: Graph, node: Node, frame: Frame) -> Mapping[str, Any]:
    """What is declared of what the table sees: of the part that it looks into, and nothing of what nodes work out."""
    schema = graph.inputs.schema if graph.inputs is not None else {}
    worked_out = {path[0] for other in graph.nodes if other is not node for path in other.answers()}
    kept = {name: said for name, said in schema.get("properties", {}).items() if name not in worked_out}
    seen = domain({"properties": kept}, frame.input_field)
    items = seen.get("items") if frame.for_each else seen
    return items if isinstance(items, Mapping) else {}


def judge(reading: Reading, table: Table, schema: Mapping[str, Any] | None = None) -> Analysis:
    clashing = refuse_clashes(reading, table, schema, by_cell=not reading.path.endswith(".dmn"))
    whole = table
    if clashing:
        # They answer no input, so they are neither before nor beside another row.
        table = replace(table, rows=tuple(row for row in table.rows if row.pointer not in clashing))
    found = analysed(table, schema)
    if table.default is None:
        _judge_gaps(reading, whole, found)
    for overlap in found.overlaps:
        _judge_overlap(reading, table, overlap)
    for place in found.unreachable:
        row = table.rows[place]
        why = _unsatisfied(table, row, found.impossible[place], schema) if place in found.impossible else _BEHIND
        reading.warning(row.pointer, Code.TABLE_UNREACHABLE, f"row {row.id} can never be the answer: {why}")
    _judge_silence(reading, table)
    if not found.decided:
        reading.warning(table.pointer, Code.TABLE_NOT_DECIDED, f"gaps and overlaps are not decided: {found.reason}")
    return found


def _judge_gaps(reading: Reading, table: Table, found: Analysis) -> None:
    where = f"{table.pointer}/rules"
    confirmed = [witness for witness in found.gaps if _confirms_gap(table, witness)]
    for witness in confirmed:
        reading.warning(where, Code.TABLE_GAP, f"no row matches {said(witness)}", _FILLED)
    if found.more_gaps and confirmed:
        reading.warning(where, Code.TABLE_GAP, f"at least {found.more_gaps:,} more such places have no row", _FILLED)


def _judge_silence(reading: Reading, table: Table) -> None:
    if table.aggregation in (None, Aggregation.COUNT):
        return
    for row in table.rows:
        if row.results == (None,):
            reason = f"row {row.id} says nothing: where it matches alone there is no {table.aggregation}, but an ERROR"
            reading.warning(row.pointer, Code.TABLE_NO_VALUE, reason, "a value, or no such row")


def said(witness: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {_shown(value)}" for name, value in _flat(witness))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(tidy(value)) if isinstance(value, Decimal) else f'"{value}"' if isinstance(value, str) else str(value)


def _flat(shape: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for name, value in shape.items():
        flat += _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(prefix + name, value)]
    return flat


def _confirms_gap(table: Table, witness: Mapping[str, Any]) -> bool:
    """A witness is only shown when the table itself says so: nobody trusts an analysis that is wrong once."""
    return evaluate(table, witness, _ANY_TIME).outcome is Outcome.NO_MATCH


def _judge_overlap(reading: Reading, table: Table, overlap: Overlap) -> None:
    first, second = (table.rows[place] for place in overlap.rows)
    key = (first.pointer, second.pointer)
    both = f"rows {first.id} and {second.id} both match {said(overlap.witness)}"
    if table.hit_policy is HitPolicy.UNIQUE:
        reading.error(second.pointer, Code.TABLE_OVERLAP, both, "tell them apart, or another hit policy", key)
    elif table.hit_policy is HitPolicy.ANY:
        reading.error(second.pointer, Code.TABLE_CONFLICT, f"{both} and say different things", "the same outputs", key)


def _unsatisfied(table: Table, row: Row, path: Path, schema: Mapping[str, Any] | None) -> str:
    """The cell that no value satisfies, and which values there are."""
    cells = [test.source for column, test in zip(table.inputs, row.tests, strict=True) if test and column.path == path]
    if not cells:
        return f"no value of {'.'.join(path)} is allowed by its declaration"
    named = [column.allowed for column in table.inputs if column.path == path and column.allowed]
    values = named[0] if named else domain(schema, path).get("enum")
    there = f" ({', '.join(map(_shown, values[:5]))}{', …' if len(values) > 5 else ''})" if values else ""
    return f"no value that {'.'.join(path)} can have{there} satisfies {' and '.join(cells)[:80]}"
