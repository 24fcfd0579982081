"""What two revisions decide differently."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from pydantic import Field

from catalog_admin.artefacts.differing.behaviour import Flip
from catalog_admin.kit.words import Words
from catalog_admin.rules.behaviour import Compared


class FlipOut(Words):
    """An input for which they differ, as a case would say it, and what either makes of it."""

    context: dict[str, Any]
    instant: datetime
    before: Any
    after: Any

    @classmethod
    def of(cls, flip: Flip) -> Self:
        return cls(
            context=written(flip.context),
            instant=flip.instant,
            before=written(flip.before),
            after=written(flip.after),
        )


class BehaviourOut(Words):
    """Of one thing that was changed; `flips` shows each pair of answers once."""

    kind: str
    id: str
    is_before: bool
    is_after: bool
    cases: int | None = Field(
        description="How many inputs were tried on both sides of every edge; null: none could be, or it is on one side."
    )
    exhaustive: bool = Field(
        description="Every combination of these values was tried, and it is known of every part where it turns."
    )
    unknown: list[str] = Field(
        description="Parts of which it is not known at which inputs they turn: they may differ beside what was tried."
    )
    why: str | None = Field(description="Why it was not compared, though it is on both sides.")
    flips: list[FlipOut]
    sentence: str

    @classmethod
    def of(cls, found: Compared) -> Self:
        behaviour = found.behaviour
        return cls(
            kind=found.subject.kind,
            id=found.subject.id,
            is_before=found.is_before,
            is_after=found.is_after,
            cases=None if behaviour is None else behaviour.cases,
            exhaustive=behaviour is not None and behaviour.exhaustive,
            unknown=[*behaviour.unknown] if behaviour else [],
            why=found.why,
            flips=[FlipOut.of(each) for each in behaviour.flips] if behaviour else [],
            sentence=_sentence(found),
        )


class BehaviourPage(Words):
    old: str
    new: str
    instant: datetime
    items: list[BehaviourOut]
    next: str | None


def written(value: Any) -> Any:
    """As files say it: fractions as {"decimal": "0.5"}, dates and instants as texts."""
    if isinstance(value, Mapping):
        return {str(name): written(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else {"decimal": format(value, "f")}
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _sentence(found: Compared) -> str:
    if not found.is_before:
        return "is new"
    if not found.is_after:
        return "is gone"
    behaviour = found.behaviour
    if behaviour is None:
        return f"is changed, not compared: {found.why}"
    tried = f"{behaviour.cases:,} boundary cases"
    if behaviour.flips:
        return f"{len(behaviour.flips)} ways to differ, found in {tried}"
    if behaviour.unknown:
        return f"none found in {tried}; not known where these turn: {', '.join(behaviour.unknown)}"
    return f"none found in {tried}" + ("" if behaviour.exhaustive else ", of more that there are")
