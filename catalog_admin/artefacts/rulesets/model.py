"""The words of rulesets: a rule that is ready to be asked, and what came of asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from catalog_admin.predicates.explain import Explanation
from catalog_admin.predicates.model import Scope, Value
from catalog_admin.predicates.tree import Expression, Rule
from catalog_admin.predicates.values import date_of, datetime_of

DEFAULT_SCOPE = "QUOTE"
LINE = "LINE"
# How many conditions one decision asks at most: rules by lines.
CONDITIONS = 200_000


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first instant to just before the second; None is open."""

    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, instant: datetime) -> bool:
        return (self.begins is None or self.begins <= instant) and (self.ends is None or instant < self.ends)

    def covers(self, other: "Interval") -> bool:
        begins = self.begins is None or (other.begins is not None and self.begins <= other.begins)
        return begins and (self.ends is None or (other.ends is not None and other.ends <= self.ends))

    def meets(self, other: "Interval") -> "Interval":
        """When both hold; it may be never."""
        begins = [each.begins for each in (self, other) if each.begins is not None]
        ends = [each.ends for each in (self, other) if each.ends is not None]
        return Interval(max(begins, default=None), min(ends, default=None))

    @property
    def is_never(self) -> bool:
        return self.begins is not None and self.ends is not None and self.begins >= self.ends


ALWAYS = Interval()
_LAST = datetime.max.replace(tzinfo=UTC)


def in_force(value: Mapping[str, Any]) -> Interval:
    """What effectiveFrom and effectiveTo say: days are whole, in UTC; an instant is the end itself.

    What is on no calendar is never in force: checking refuses it, and nothing is granted by it meanwhile.
    """
    said = (value.get("effectiveFrom"), value.get("effectiveTo"))
    begins, ends = _instant(said[0]), _instant(said[1], is_end=True)
    is_unreadable = any(text is not None and at is None for text, at in zip(said, (begins, ends), strict=True))
    return Interval(_LAST, _LAST) if is_unreadable else Interval(begins, ends)


def _instant(said: str | None, *, is_end: bool = False) -> datetime | None:
    day = None if said is None else date_of(said)
    if day is None:
        return None if said is None else datetime_of(said)
    if is_end and day == date.max:
        return _LAST
    return datetime.combine(day + timedelta(days=is_end), time(), UTC)


@dataclass(frozen=True, slots=True)
class Action:
    """`expression` is what SET computes; None where its value is plain."""

    name: str
    payload: Mapping[str, Any]
    target: str | None = None
    value: Value | None = None
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule whose condition is checked; `place` is the file and the pointer in it."""

    id: str
    place: tuple[str, str]
    scope: str
    priority: int
    stops: bool
    in_force: Interval
    condition: Rule
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ReadySet:
    """Rules that are asked together, in their order; all of them read the context that this schema declares."""

    id: str
    context: str
    scope: Scope
    rules: tuple[ReadyRule, ...]


class Verdict(StrEnum):
    """What came of a rule. Only FIRED does anything; MISSING_INPUT and ERROR leave the decision open."""

    FIRED = "fired"
    NOT_MATCHED = "not_matched"
    MISSING_INPUT = "missing_input"
    ERROR = "error"
    NOT_IN_FORCE = "not_in_force"
    STOPPED = "stopped"


UNDECIDED = frozenset({Verdict.MISSING_INPUT, Verdict.ERROR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule, asked once: of the whole, or of the line with this place. `why` is a sentence."""

    rule: ReadyRule
    verdict: Verdict
    line: int | None = None
    why: str | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a rule that fired does; `overridden_by` names the rule that had set the same name before."""

    rule: ReadyRule
    action: Action
    line: int | None = None
    value: Value | None = None
    overridden_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """In the order in which it happened. One that is not `is_decided` grants nothing, whatever else it says."""

    done: tuple[Done, ...]
    trail: tuple[Entry, ...]

    @property
    def undecided(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.trail if entry.verdict in UNDECIDED)

    @property
    def is_decided(self) -> bool:
        return not self.undecided

    @property
    def fired(self) -> tuple[str, ...]:
        """Each rule once."""
        return tuple(dict.fromkeys(entry.rule.id for entry in self.trail if entry.verdict is Verdict.FIRED))
