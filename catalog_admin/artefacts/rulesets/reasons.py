"""Why a condition came out as it did: the parts that decided it, and what they read."""

from collections.abc import Iterator

from catalog_admin.predicates.explain import Explanation
from catalog_admin.predicates.model import Outcome, Value

_JOINED = frozenset({"and", "or"})
PARTS_TOLD = 5


def deciding(told: Explanation) -> tuple[Explanation, ...]:
    """The smallest conditions whose answers are the answer of the whole."""
    if told.operator not in _JOINED:
        return (told,)
    same = [part for part in told.parts if part.outcome is told.outcome]
    found = tuple(inner for part in same for inner in deciding(part))
    # A conjunction fails for its first reason, a disjunction holds by it.
    is_enough = told.outcome is (Outcome.NO_MATCH if told.operator == "and" else Outcome.MATCH)
    return (found[:1] if is_enough else found) or (told,)


def values_read(told: Explanation) -> dict[str, Value | None]:
    """Every name that was looked at, with its value; None where there was none. Of records the last one's."""
    return dict(_reads(told))


def _reads(told: Explanation) -> Iterator[tuple[str, Value | None]]:
    if told.operator == "var":
        yield told.expression, told.value
    for part in told.parts:
        yield from _reads(part)


def why(told: Explanation) -> str:
    """One sentence: `quote.header.discountPct > 25 is false (quote.header.discountPct is 20)`."""
    parts = deciding(told)
    said = "; ".join(_said(part) for part in parts[:PARTS_TOLD])
    return said if len(parts) <= PARTS_TOLD else f"{said}; and {len(parts) - PARTS_TOLD} more"


def _said(part: Explanation) -> str:
    if part.reason is not None:
        return f"{part.expression}: {part.reason}"
    read = ", ".join(
        f"{name} is {_shown(value)}" for name, value in values_read(part).items() if name != part.expression
    )
    answer = "true" if part.outcome is Outcome.MATCH else "false"
    return f"{part.expression} is {answer}" + (f" ({read})" if read else "")


def _shown(value: Value | None) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        listed = ", ".join(_shown(item) for item in value[:10])
        return f"[{listed}{', …' if len(value) > 10 else ''}]"
    return f'"{value[:80]}"' if isinstance(value, str) else str(value)
