"""The words of guardrails: limits that can be asked, and those that are breached."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.rulesets.model import Interval
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.tree import Rule

# The earlier one binds the later.
LEVELS = ("ORGANISATION", "SEGMENT", "CUSTOMER", "PRODUCT")


@dataclass(frozen=True, slots=True)
class Limit:
    """What one measure may be; None says nothing."""

    id: str
    measure: str
    breach: str
    low: Any = None
    high: Any = None
    allowed: tuple[Any, ...] | None = None

    def bounds(self) -> Iterator[str]:
        """What can be broken, as the file calls it."""
        said = {"min": self.low, "max": self.high, "allowed": self.allowed}
        return (name for name, each in said.items() if each is not None)

    def keeps(self, bound: str, value: Any) -> bool | None:
        """None where a text or a date is to be no more than a number."""
        if bound == "allowed":
            return any(same(each, value) for each in self.allowed or ())
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        return bool(self.low <= value if bound == "min" else value <= self.high)


@dataclass(frozen=True, slots=True)
class Guardrail:
    """`is_for_all`: it says no segments, customers or products, so it binds wherever its level does."""

    id: str
    level: str
    context: str
    is_for_all: bool
    in_force: Interval
    condition: Rule | None
    limits: tuple[Limit, ...]

    def binds_below(self, other: "Guardrail") -> bool:
        """Whatever the other one is about, this one is surely about it as well."""
        is_above = LEVELS.index(self.level) < LEVELS.index(other.level)
        return is_above and self.is_for_all and self.context == other.context


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that does not hold; the guardrail and its level say whose it is."""

    guardrail: str
    level: str
    limit: Limit
    value: Any


@dataclass(frozen=True, slots=True)
class Weighed:
    """MATCH is within all limits, NO_MATCH is not; nothing is within a limit whose measure nobody knows."""

    outcome: Outcome
    breaches: tuple[Breach, ...] = ()
    reason: str | None = None
