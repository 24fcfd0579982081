"""The cells of a decision table as conditions: each by its table, row and column, and what it says of a context."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.tables.evaluate import tested
from catalog_admin.artefacts.tables.model import STEP_LIMIT, Table
from catalog_admin.artefacts.tables.sight import Budget, Sight
from catalog_admin.predicates.model import Gap


def cells_of(name: str, table: Table) -> Iterator[str]:
    for row in table.rows:
        for column, test in zip(table.inputs, row.tests, strict=True):
            if test is not None:
                yield f"{name}/{row.id}/{column.id}"


def looked_at(name: str, table: Table, context: Mapping[str, Any], instant: datetime) -> Iterator[tuple[str, bool]]:
    """Every cell, also those that the policy did not need: a case shows what it would have said."""
    sight = Sight(context, instant, Budget(STEP_LIMIT))
    values = [tested(column, sight) for column in table.inputs]
    for row in table.rows:
        for column, test, value in zip(table.inputs, row.tests, values, strict=True):
            held = value if test is None or isinstance(value, Gap) else test.holds(sight, column, value)
            if test is not None and isinstance(held, bool):
                yield f"{name}/{row.id}/{column.id}", held
