"""Cells that were compiled when they were read: tests of a value, and expressions that answer one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from catalog_admin.artefacts.tables import border, engine
from catalog_admin.artefacts.tables.fence import Safe, fenced
from catalog_admin.artefacts.tables.region_reading import region_of
from catalog_admin.artefacts.tables.regions import Region
from catalog_admin.artefacts.tables.sight import Sight, wrong
from catalog_admin.artefacts.tables.words import UnreadableExpression, Word, words
from catalog_admin.predicates.model import Gap, failed, missing

# Rows of a table say the same again and again; what was compiled never changes.
_KEPT = 32_768


class Column(Protocol):
    """What a cell knows of the column it stands in; the id is unique in its table, the title is for people."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Test:
    """A unary test: does it hold for the value of its column?

    `region` is what it says, where that is sets and intervals. Then it decides: a property test holds it against zen,
    which is asked about everything else, and which takes five times as long.
    """

    source: str
    safe: Safe
    region: Region | None
    takes_null: bool

    def holds(self, sight: Sight, column: Column, value: Any) -> bool | Gap:
        """Never a guess: a missing value is missing, one of another type an error."""
        if value is None and not self.takes_null:
            return missing(column.title)
        if self.region is not None and value is not None:
            is_decidable = kind_of(value) == self.region.kind
            return self.region.holds(value) if is_decidable else failed(f"{column.title} is no {self.region.kind}")
        key = (column.id, self.source)
        if key not in sight.asked:
            sight.asked[key] = _asked(self.safe, sight, column.title, value)
        return sight.asked[key]


@dataclass(frozen=True, slots=True)
class Condition:
    """A cell of a column that looks at nothing: it says itself what it reads."""

    source: str
    safe: Safe
    region: None = None

    def holds(self, sight: Sight, column: Column, value: Any) -> bool | Gap:
        found = evaluated(self.safe, sight)
        return found if isinstance(found, bool | Gap) else failed(f"{column.title}: the condition answers no yes or no")


@dataclass(frozen=True, slots=True)
class Result:
    """An expression that answers a value; `literal` is set where it is merely written down."""

    source: str
    safe: Safe
    literal: Any = None

    def value(self, sight: Sight) -> Any | Gap:
        return evaluated(self.safe, sight) if self.literal is None else self.literal


@lru_cache(_KEPT)
def test_of(source: str) -> Test:
    """Raises UnreadableExpression."""
    said = words(source)
    safe = fenced(source, unary=True)
    engine.test_of(safe.text)
    return Test(source, safe, region_of(said), any(map(_speaks_of_nothing, said)))


@lru_cache(_KEPT)
def condition_of(source: str) -> Condition:
    safe = fenced(source, unary=False)
    engine.expression_of(safe.text)
    return Condition(source, safe)


@lru_cache(_KEPT)
def result_of(source: str) -> Result:
    safe = fenced(source, unary=False)
    try:
        engine.expression_of(border.exactly(safe.text))
    except UnreadableExpression:
        engine.expression_of(safe.text)  # says where in what was written, and not in what we made of it
        raise
    return Result(source, safe, literal_of(words(source)))


def evaluated(safe: Safe, sight: Sight) -> Any | Gap:
    """What the expression answers, exactly; a missing part is missing before zen is asked."""
    gap = sight.gap(safe)
    if gap is not None:
        return gap
    try:
        context = sight.fragment(safe)
        return border.answered(engine.ask(engine.expression_of(border.exactly(safe.text)), context))
    except border.Uncrossable as reason:
        return wrong(reason)
    except engine.EngineFailed as reason:
        return failed(str(reason))


def _asked(safe: Safe, sight: Sight, column: str, value: Any) -> bool | Gap:
    gap = sight.gap(safe, value)
    if gap is not None:
        return gap
    try:
        found = engine.ask(engine.test_of(safe.text), sight.fragment(safe, value))
    except border.Uncrossable as reason:
        return failed(f"{column}: {reason}")
    except engine.EngineFailed as reason:
        return failed(f"{column}: {reason}")
    return found if isinstance(found, bool) else failed(f"{column}: the test answers no yes or no")


def literal_of(said: list[Word]) -> Any:
    """The value that is written down and nothing else, None where the expression is more than that."""
    signed = said[:1] and said[0].is_mark("-")
    rest = said[1:] if signed else said
    if len(rest) != 1:
        return None
    word = rest[0]
    if word.sort == "number":
        number = Decimal(word.said.replace("_", ""))
        return border.tidy(-number if signed else number)
    if signed:
        return None
    if word.sort == "text":
        return word.meant
    return {"true": True, "false": False}.get(word.said)


def kind_of(value: Any) -> str:
    """What a value is; a float is none of ours, its digits are unknown, and neither is a number that is none."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite()):
        return "number"
    if isinstance(value, Mapping):
        return "object"
    return "text" if isinstance(value, str) else "list" if isinstance(value, Sequence) else "unknown"


def _speaks_of_nothing(word: Word) -> bool:
    return word.is_keyword("null") or word.is_mark("??")
