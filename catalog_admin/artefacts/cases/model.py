"""A case, what its subject told, what became of it, and how much of the subject all cases tried."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from catalog_admin.predicates.model import Outcome


class PartKind(StrEnum):
    """What coverage is counted by: rules and rows that fired, conditions that held once and once did not."""

    RULE = "rule"
    ROW = "row"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class SubjectId:
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Case:
    """`expect` names what the subject tells; what it does not name may be anything."""

    path: str
    pointer: str
    id: str
    subject: SubjectId
    context: Mapping[str, Any]
    instant: datetime
    expect: Mapping[str, Any]
    name: str = ""


class Touched(NamedTuple):
    """The rules and rows that fired, and what each condition that was looked at said."""

    fired: Mapping[PartKind, frozenset[str]] = MappingProxyType({})
    conditions: Set[tuple[str, bool]] = frozenset()


class Told(NamedTuple):
    """`said` is what expectations are compared with: `outcome` always, and what the kind of subject adds."""

    outcome: Outcome
    said: Mapping[str, Any]
    reason: str | None = None
    touched: Touched = Touched()


class Subject(Protocol):
    """What cases are about. `parts` lists everything that could be tried, by its kind."""

    def parts(self) -> Mapping[PartKind, frozenset[str]]: ...

    def tell(self, context: Mapping[str, Any], instant: datetime) -> Told: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was expected, and what was told instead."""

    member: str
    expected: Any
    told: Any


@dataclass(frozen=True, slots=True)
class CaseResult:
    case: Case
    differences: tuple[Difference, ...]
    outcome: Outcome | None = None
    reason: str | None = None

    @property
    def passed(self) -> bool:
        return not self.differences


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one kind of parts of one subject: all there are, and those that no case tried."""

    subject: SubjectId
    kind: PartKind
    total: int
    untried: tuple[str, ...]

    @property
    def tried(self) -> int:
        return self.total - len(self.untried)


@dataclass(frozen=True, slots=True)
class Share:
    """Of all parts of a kind, wherever they are: how many there are, and those that no case tried."""

    kind: PartKind
    total: int
    untried: tuple[str, ...]

    @property
    def tried(self) -> int:
        return self.total - len(self.untried)


@dataclass(frozen=True)
class Report:
    """`coverage` is of the subjects that cases are about, `shares` of all there are."""

    results: Sequence[CaseResult]
    coverage: Sequence[Coverage]
    shares: Sequence[Share] = ()

    @property
    def passed(self) -> int:
        return sum(result.passed for result in self.results)

    def share(self, kind: PartKind) -> tuple[int, int]:
        """Tried and all parts of a kind, over every subject that cases are about."""
        counted = [each for each in self.coverage if each.kind is kind]
        return sum(each.tried for each in counted), sum(each.total for each in counted)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least share of parts in per cent that cases must try, by kind; a branch may ask for more than another."""

    percent: Mapping[PartKind, int] = field(default_factory=dict)
