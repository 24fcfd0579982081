"""The content of a decision table node of JDM."""

import re
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.row_ids import identified
from catalog_admin.artefacts.tables.cells import Condition, Result, Test, condition_of, result_of, test_of
from catalog_admin.artefacts.tables.fence import Safe
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
from catalog_admin.artefacts.tables.strays import Strays
from catalog_admin.kit.faults import step

FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)


def read_table(content: dict[str, Any], pointer: str, reading: Reading) -> Table | None:
    inputs = [_input(*each, reading) for each in reading.objects(content, "inputs", pointer, COLUMN_LIMIT)]
    outputs = [_output(*each, reading) for each in reading.objects(content, "outputs", pointer, COLUMN_LIMIT)]
    rows = reading.objects(content, "rules", pointer, ROW_LIMIT)
    columns: list[Input | Output] = [*inputs, *outputs]
    reading.distinct([column.id for column in columns], [pointer] * len(columns), "column")
    if len(rows) * (len(inputs) + len(outputs)) > CELL_LIMIT:
        reading.error(f"{pointer}/rules", Code.TABLE_TOO_LARGE, f"more than {CELL_LIMIT:,} cells")
        return None
    policy, aggregation = _policy(content, outputs, pointer, reading)
    ids = identified([row for _, row in rows])
    reading.distinct(ids, [f"{where}/_id" for where, _ in rows], "row")
    read = [_row(name, where, row, inputs, outputs, reading) for name, (where, row) in zip(ids, rows, strict=True)]
    strays = Strays([column.id for column in columns], reading)
    for where, row in rows:
        strays.tell(row, where)
    default = _default(content, outputs, pointer, reading)
    return Table(tuple(inputs), tuple(outputs), tuple(read), policy, aggregation, default, pointer)


def _input(pointer: str, item: dict[str, Any], reading: Reading) -> Input:
    column = reading.text(item, "id", pointer, needed=True)
    name = reading.text(item, "name", pointer)
    said = reading.text(item, "field", pointer).strip()
    if not said:
        return Input(column, name)
    allowed = _values(item, pointer, reading)
    if FIELD.fullmatch(said):
        return Input(column, name, path=tuple(said.split(".")), allowed=allowed)
    expression = reading.compiled(_compiled_field, said, f"{pointer}/field")
    return Input(column, name or said, expression=expression, allowed=allowed)


def _compiled_field(source: str) -> Safe:
    return result_of(source).safe


def _output(pointer: str, item: dict[str, Any], reading: Reading) -> Output:
    column = reading.text(item, "id", pointer, needed=True)
    said = reading.text(item, "field", pointer).strip()
    if not FIELD.fullmatch(said):
        reading.error(f"{pointer}/field", Code.TABLE_MALFORMED, f"{said[:80]!r} is no name, or names joined by dots")
    return Output(column, reading.text(item, "name", pointer), tuple(said.split(".")), _values(item, pointer, reading))


def _values(item: dict[str, Any], pointer: str, reading: Reading) -> tuple[Any, ...]:
    """Every value that the column can have, in order of priority."""
    values = item.get("allowed")
    if values is None:
        return ()
    if isinstance(values, list) and values and all(isinstance(value, str | int | bool) for value in values):
        return tuple(values)
    reading.error(f"{pointer}/allowed", Code.TABLE_MALFORMED, "a list of texts, whole numbers or yes and no")
    return ()


def _policy(
    content: dict[str, Any], outputs: list[Output], pointer: str, reading: Reading
) -> tuple[HitPolicy, Aggregation | None]:
    said = reading.text(content, "hitPolicy", pointer) or "first"
    asked = reading.text(content, "aggregation", pointer)
    if said not in [*HitPolicy]:
        reading.error(f"{pointer}/hitPolicy", Code.TABLE_POLICY, f"`{said[:80]}` is none", ", ".join(HitPolicy))
        return HitPolicy.FIRST, None
    policy = HitPolicy(said)
    if policy.is_ranked and not any(output.allowed for output in outputs):
        reading.error(
            f"{pointer}/outputs", Code.TABLE_POLICY, f"`{policy}` needs an output that lists its values", "allowed: […]"
        )
    if not asked:
        return policy, None
    if asked not in [*Aggregation] or policy is not HitPolicy.COLLECT or len(outputs) != 1:
        reading.error(f"{pointer}/aggregation", Code.TABLE_POLICY, "sum, min, max or count of `collect`, with 1 output")
        return policy, None
    return policy, Aggregation(asked)


def _row(
    id: str, pointer: str, row: dict[str, Any], inputs: list[Input], outputs: list[Output], reading: Reading
) -> Row:
    return Row(
        id,
        tuple(_test(column, row, pointer, reading) for column in inputs),
        tuple(_result(output, row, pointer, reading) for output in outputs),
        pointer,
        reading.text(row, "_description", pointer),
    )


def _test(column: Input, row: dict[str, Any], pointer: str, reading: Reading) -> Test | Condition | None:
    where = pointer + step(column.id)
    source = reading.text(row, column.id, pointer).strip()
    if not source or source == "-":
        return None
    if column.path is None and column.expression is None:
        return reading.compiled(condition_of, source, where)
    test = reading.compiled(test_of, source, where)
    if test is not None and test.region is not None and test.region.is_all:
        reading.warning(where, Code.TABLE_ALWAYS, f"`{source[:80]}` always holds: a comma is an `or`", "… and …")
    return test


def _result(output: Output, row: dict[str, Any], pointer: str, reading: Reading) -> Result | None:
    source = reading.text(row, output.id, pointer).strip()
    if not source:
        return None
    result = reading.compiled(result_of, source, pointer + step(output.id))
    if result is not None and output.allowed and result.literal is not None and output.rank(result.literal) is None:
        reading.error(pointer + step(output.id), Code.TABLE_POLICY, f"{output.title} cannot be {source[:80]}")
    return result


def _default(
    content: dict[str, Any], outputs: list[Output], pointer: str, reading: Reading
) -> tuple[Result | None, ...] | None:
    """Ours, not GoRules': what the table says where no row does, by output column."""
    said = content.get("default")
    if said is None:
        return None
    if not isinstance(said, dict):
        reading.error(f"{pointer}/default", Code.TABLE_MALFORMED, "an object of expressions by output column")
        return None
    Strays([output.id for output in outputs], reading).tell(said, f"{pointer}/default")
    return tuple(_result(output, said, f"{pointer}/default", reading) for output in outputs)
