"""The words of the rule language: declared types, scope, outcomes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json]"
Scalar: TypeAlias = str | int | Decimal | bool | date | datetime
# A list attribute may hold None: an item nobody knows, which is a missing input like any other.
Value: TypeAlias = Scalar | tuple[Scalar | None, ...]
Cell: TypeAlias = Value | list[Scalar | None] | None
Records: TypeAlias = Sequence["Row | None"]
Row: TypeAlias = Mapping[str, "Cell | Records"]

TEXT_LIMIT = 16_384
DEPTH_LIMIT = 32
OPERATION_LIMIT = 500
LITERAL_LIST_LIMIT = 2_000
LITERAL_TEXT_LIMIT = 2_000
NAME_LIMIT = 200
SUM_ITEM_LIMIT = 1_000


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
TIMES = frozenset({Kind.DATE, Kind.DATETIME})
ORDERED = NUMBERS | TIMES | {Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Type:
    kind: Kind
    many: bool = False

    def __str__(self) -> str:
        return f"list of {self.kind}" if self.many else str(self.kind)

    @property
    def item(self) -> "Type":
        return Type(self.kind)

    @property
    def is_number(self) -> bool:
        return not self.many and self.kind in NUMBERS


BOOLEAN = Type(Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name that rules may read; `allowed`, where given, lists every value it can hold."""

    type: Type
    title: str | None = None
    allowed: frozenset[Scalar] | None = None


@dataclass(frozen=True)
class Scope(Mapping[str, Attribute]):
    """The names in reach of a rule; dots are part of a name (`product.type`).

    `records` are lists of things that have names of their own (`quote.lines`): no values, but gone through.
    """

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    records: Mapping[str, "Scope"] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Attribute:
        return self.attributes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.attributes)

    def __len__(self) -> int:
        return len(self.attributes)


class Outcome(IntEnum):
    """Four answers; only MATCH grants, and the last two never turn into it by negation."""

    NO_MATCH = 0
    MATCH = 1
    MISSING_INPUT = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is not there: outcome is MISSING_INPUT or ERROR, the reason is for people."""

    outcome: Outcome
    reason: str


def missing(name: str) -> Gap:
    return Gap(Outcome.MISSING_INPUT, f"{name} is missing")


def failed(reason: str) -> Gap:
    return Gap(Outcome.ERROR, reason)


def outcome_of(answer: Value | Gap) -> Outcome:
    if isinstance(answer, Gap):
        return answer.outcome
    return Outcome.MATCH if answer is True else Outcome.NO_MATCH
