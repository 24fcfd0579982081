"""One table, one context, one instant → one of four outcomes, with the rows it came from."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.tables.border import Uncrossable
from catalog_admin.artefacts.tables.cells import Result, evaluated
from catalog_admin.artefacts.tables.model import STEP_LIMIT, Answer, Input, Row, Table
from catalog_admin.artefacts.tables.policies import Verdict, decided, refused, shaped
from catalog_admin.artefacts.tables.sight import Budget, Sight, wrong
from catalog_admin.predicates.model import Gap, Outcome, failed


def evaluate(table: Table, context: Mapping[str, Any], instant: datetime, steps: int = STEP_LIMIT) -> Answer:
    """Never raises for what a context holds. The instant carries its time zone."""
    return answer(table, Sight(context, instant, Budget(steps)))


def answer(table: Table, sight: Sight) -> Answer:
    try:
        sight.budget.spend(len(table.rows) * (1 + len(table.inputs)))
    except Uncrossable as reason:
        return refused(wrong(reason))
    values = [tested(column, sight) for column in table.inputs]
    verdicts = (verdict(table, row, values, sight) for row in table.rows)
    found = decided(table, verdicts, lambda row: _said(table, row.results, sight))
    if found.outcome is Outcome.NO_MATCH and table.default is not None:
        return _by_default(table, table.default, sight)
    return found


def tested(column: Input, sight: Sight) -> Any | Gap:
    """The value that a column's cells test; None where nothing is."""
    if column.expression is not None:
        return evaluated(column.expression, sight)
    value = sight.value(column.path) if column.path else None
    if column.allowed and value is not None and not _is_among(value, column.allowed):
        return failed(f"{column.title} has a value that it cannot have")
    return value


def verdict(table: Table, row: Row, values: list[Any | Gap], sight: Sight) -> Verdict:
    """False if any cell is, else an error if any is one, else missing if any is: as `&&` in rules."""
    worst: Gap | None = None
    for found in cells(table, row, values, sight):
        if found is False:
            return False
        if isinstance(found, Gap) and (worst is None or worst.outcome is not Outcome.ERROR):
            worst = found if worst is None or found.outcome is Outcome.ERROR else worst
    return worst or True


def cells(table: Table, row: Row, values: list[Any | Gap], sight: Sight) -> Iterator[Verdict]:
    """What each cell says that says anything; an empty one asks nothing, not even whether its input is there."""
    for column, test, value in zip(table.inputs, row.tests, values, strict=True):
        if test is not None:
            yield value if isinstance(value, Gap) else test.holds(sight, column, value)


def _said(table: Table, results: tuple[Result | None, ...], sight: Sight) -> Mapping[str, Any] | Gap:
    said: dict[str, Any] = {}
    for output, result in zip(table.outputs, results, strict=True):
        if result is None:
            continue
        value = result.value(sight)
        if isinstance(value, Gap):
            return value
        said[output.title] = value
    return said


def _by_default(table: Table, results: tuple[Result | None, ...], sight: Sight) -> Answer:
    said = _said(table, results, sight)
    if isinstance(said, Gap):
        return refused(said)
    if table.aggregation is not None:  # one number, as when rows match
        return _one_by_default([*said.values()])
    result: Any = [shaped(table, said)] if table.hit_policy.is_many else shaped(table, said)
    return Answer(Outcome.MATCH, result, by_default=True)


def _one_by_default(numbers: list[Any]) -> Answer:
    return Answer(Outcome.MATCH, numbers[0], by_default=True) if numbers else Answer(Outcome.NO_MATCH)


def _is_among(value: Any, allowed: tuple[Any, ...]) -> bool:
    return any(same(value, each) for each in allowed)
