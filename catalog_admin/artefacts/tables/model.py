"""The words of decision tables: policies, columns, rows, and what a table answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.tables.cells import Condition, Result, Test
from catalog_admin.artefacts.tables.fence import Safe
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.predicates.model import Outcome

ROW_LIMIT = 10_000
COLUMN_LIMIT = 64
CELL_LIMIT = 100_000
NODE_LIMIT = 200
# Cells, and words of expressions times the items they run over: a second or two.
STEP_LIMIT = 1_000_000


class HitPolicy(StrEnum):
    """Which of the rows that match are the answer; the words of DMN, spelt as JDM spells its own two."""

    UNIQUE = "unique"
    ANY = "any"
    PRIORITY = "priority"
    FIRST = "first"
    RULE_ORDER = "ruleOrder"
    OUTPUT_ORDER = "outputOrder"
    COLLECT = "collect"

    @property
    def is_many(self) -> bool:
        return self in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)

    @property
    def is_ranked(self) -> bool:
        return self in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


class Aggregation(StrEnum):
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Input:
    """A column that rows test: a `path` into the context, or an expression, or neither: then cells are conditions."""

    id: str
    name: str
    path: Path | None = None
    expression: Safe | None = None
    allowed: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        return ".".join(self.path) if self.path else self.name


@dataclass(frozen=True, slots=True)
class Output:
    """`allowed` lists the values it can have, those of more priority first."""

    id: str
    name: str
    path: Path
    allowed: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        return ".".join(self.path)

    def rank(self, value: Any) -> int | None:
        """Its place among the values that there may be; None where it is none of them."""
        return next((place for place, each in enumerate(self.allowed) if same(each, value)), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of the table; a cell that is None says nothing."""

    id: str
    tests: tuple[Test | Condition | None, ...]
    results: tuple[Result | None, ...]
    pointer: str
    description: str = ""


@dataclass(frozen=True)
class Table:
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    hit_policy: HitPolicy = HitPolicy.FIRST
    aggregation: Aggregation | None = None
    default: tuple[Result | None, ...] | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one row says: every answer names the row it came from."""

    row: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """MATCH alone has a `result`: an object, a list of them where the policy keeps many, or an aggregated number."""

    outcome: Outcome
    result: Any = None
    hits: tuple[Hit, ...] = ()
    reason: str | None = None
    by_default: bool = False
    fired: tuple[str, ...] = field(default=())
