"""A `decisionTable` element → a table of ours, with the schema of its inputs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.row_ids import identified
from catalog_admin.artefacts.tables.cells import Result, Test, literal_of, result_of, test_of
from catalog_admin.artefacts.tables.declared import Declared, UnusableSchema, declared
from catalog_admin.artefacts.tables.dmn import feel
from catalog_admin.artefacts.tables.dmn.types import Types
from catalog_admin.artefacts.tables.dmn.xml import Element
from catalog_admin.artefacts.tables.model import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    ROW_LIMIT,
    Aggregation,
    HitPolicy,
    Input,
    Output,
    Row,
    Table,
)
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.artefacts.tables.words import UnreadableExpression, words

_POLICIES = {
    "UNIQUE": HitPolicy.UNIQUE,
    "ANY": HitPolicy.ANY,
    "PRIORITY": HitPolicy.PRIORITY,
    "FIRST": HitPolicy.FIRST,
    "RULE ORDER": HitPolicy.RULE_ORDER,
    "OUTPUT ORDER": HitPolicy.OUTPUT_ORDER,
    "COLLECT": HitPolicy.COLLECT,
}


def read_decision_table(
    element: Element, name: str, types: Types, reading: Reading
) -> tuple[Table | None, Declared | None]:
    inputs, outputs, rules = [*element.all("input")], [*element.all("output")], [*element.all("rule")]
    columns = len(inputs) + len(outputs)
    if not outputs or columns > COLUMN_LIMIT or len(rules) > ROW_LIMIT or columns * len(rules) > CELL_LIMIT:
        reading.error(element.pointer, Code.TABLE_TOO_LARGE, f"1 to {COLUMN_LIMIT} columns, at most {ROW_LIMIT:,} rows")
        return None, None
    said_inputs = [_input(column, place, reading) for place, column in enumerate(inputs)]
    said_outputs = [_output(column, place, name, reading) for place, column in enumerate(outputs)]
    policy, aggregation = _policy(element, said_outputs, reading)
    rows = [_row(rule, said_inputs, said_outputs, reading) for rule in rules]
    named = _named(rows, rules)
    reading.distinct([row.id for row in named], [row.pointer for row in named], "row")
    reading.distinct([column.id for column in said_inputs], [column.pointer for column in inputs], "input")
    reading.distinct([column.title for column in said_outputs], [column.pointer for column in outputs], "output")
    default = _default(outputs, reading)
    table = Table(
        tuple(said_inputs),
        tuple(said_outputs),
        tuple(named),
        policy,
        aggregation,
        default,
        element.pointer,
    )
    try:
        return table, declared(_schema(inputs, said_inputs, types))
    except UnusableSchema as wrong:
        reading.error(element.pointer, Code.TABLE_DMN, f"inputs of such names: {wrong}")
        return None, None


def _input(element: Element, place: int, reading: Reading) -> Input:
    said = element.said("inputExpression", "text")
    path = _read(feel.path_of, said, element, reading)
    return Input(
        element.attributes.get("id") or f"input{place + 1}",
        element.attributes.get("label", said),
        path=path,
        allowed=_listed(element, "inputValues", reading),
    )


def _output(element: Element, place: int, decision: str, reading: Reading) -> Output:
    name = element.attributes.get("name") or decision
    return Output(
        element.attributes.get("id") or f"output{place + 1}",
        element.attributes.get("label", name),
        (name,),
        _listed(element, "outputValues", reading),
    )


def _listed(element: Element, name: str, reading: Reading) -> tuple[Any, ...]:
    said = element.said(name, "text")
    cells = _read(feel.value_cells, said, element, reading) if said else None
    return tuple(literal_of(words(cell)) for cell in cells or ())


def _read(read: Callable[[str], Any], said: str, element: Element, reading: Reading) -> Any:
    try:
        return read(said)
    except UnreadableExpression as wrong:
        reading.error(element.pointer, Code.TABLE_DMN, wrong.reason, wrong.suggestion)
        return None


def _policy(element: Element, outputs: list[Output], reading: Reading) -> tuple[HitPolicy, Aggregation | None]:
    said = element.attributes.get("hitPolicy", "UNIQUE")
    asked = element.attributes.get("aggregation")
    policy = _POLICIES.get(said)
    if policy is None:
        reading.error(element.pointer, Code.TABLE_POLICY, f"`{said[:40]}` is no hit policy", ", ".join(_POLICIES))
        return HitPolicy.UNIQUE, None
    if policy.is_ranked and not any(output.allowed for output in outputs):
        reading.error(element.pointer, Code.TABLE_POLICY, f"{said} needs an output with its values", "outputValues")
    if asked is None:
        return policy, None
    if asked.lower() not in [*Aggregation] or policy is not HitPolicy.COLLECT or len(outputs) != 1:
        reading.error(element.pointer, Code.TABLE_POLICY, "SUM, MIN, MAX or COUNT, of COLLECT with one output")
        return policy, None
    return policy, Aggregation(asked.lower())


def _row(rule: Element, inputs: list[Input], outputs: list[Output], reading: Reading) -> Row:
    entries, results = [*rule.all("inputEntry")], [*rule.all("outputEntry")]
    if len(entries) != len(inputs) or len(results) != len(outputs):
        reading.error(rule.pointer, Code.TABLE_MALFORMED, f"{len(inputs)} input and {len(outputs)} output entries")
        return Row("", (None,) * len(inputs), (None,) * len(outputs), rule.pointer)
    said = [_result(entry, output, reading) for entry, output in zip(results, outputs, strict=True)]
    return Row(
        rule.attributes.get("id", ""),
        tuple(_test(entry, reading) for entry in entries),
        tuple(said),
        rule.pointer,
        rule.said("description"),
    )


def _test(entry: Element, reading: Reading) -> Test | None:
    cell = _read(feel.test_cell, entry.said("text"), entry, reading)
    return reading.compiled(test_of, cell, entry.pointer) if cell else None


def _result(entry: Element, output: Output, reading: Reading) -> Result | None:
    said = entry.said("text")
    cell = _read(feel.result_cell, said, entry, reading) if said else None
    result = reading.compiled(result_of, cell, entry.pointer) if cell else None
    if result is not None and output.allowed and output.rank(result.literal) is None:
        reading.error(entry.pointer, Code.TABLE_POLICY, f"{output.title} cannot be {said[:80]}")
    return result


def _default(outputs: list[Element], reading: Reading) -> tuple[Result | None, ...] | None:
    said = [(output, output.said("defaultOutputEntry", "text")) for output in outputs]
    if not any(text for _, text in said):
        return None
    cells = [(output, _read(feel.result_cell, text, output, reading) if text else None) for output, text in said]
    return tuple(reading.compiled(result_of, cell, output.pointer) if cell else None for output, cell in cells)


def _named(rows: list[Row], rules: list[Element]) -> list[Row]:
    """With an id for each: its own, else one made from what it says."""
    ids = identified([{"_id": row.id, "said": repr([*_texts(rule)])} for row, rule in zip(rows, rules, strict=True)])
    return [replace(row, id=name) for name, row in zip(ids, rows, strict=True)]


def _texts(rule: Element) -> list[str]:
    return [entry.said("text") for name in ("inputEntry", "outputEntry") for entry in rule.all(name)]


def _schema(elements: list[Element], inputs: list[Input], types: Types) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    for element, column in zip(elements, inputs, strict=True):
        expression = element.first("inputExpression")
        said = types.schema(expression.attributes.get("typeRef", "") if expression is not None else "")
        holder = schema
        for name in (column.path or ())[:-1]:
            holder = holder.setdefault("properties", {}).setdefault(name, {})
        if column.path:
            holder.setdefault("properties", {})[column.path[-1]] = said
    return schema
