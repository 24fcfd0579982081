"""Which part of a condition changed: of what is joined by `and` or `or`, the parts that came and went."""

from collections.abc import Iterator
from typing import Any

from catalog_admin.artefacts.differing.model import Verb
from catalog_admin.artefacts.kinds.equality import text_of

Changed = tuple[Verb, Any, Any]


def parts_changed(before: Any, after: Any) -> Iterator[Changed]:
    """One part for another is a change; where nothing of the old is left, the whole has changed."""
    operator = _joins(before) or _joins(after)
    old, new = _parts(before, operator), _parts(after, operator)
    gone, come = _without(old, new), _without(new, old)
    if len(gone) == len(old) or len(come) == len(new) or not (gone or come):
        yield Verb.CHANGED, before, after
    elif len(gone) == len(come) == 1:
        yield Verb.CHANGED, gone[0], come[0]
    else:
        yield from ((Verb.REMOVED, each, None) for each in gone)
        yield from ((Verb.ADDED, None, each) for each in come)


def _without(parts: list[Any], others: list[Any]) -> list[Any]:
    known = {*map(text_of, others)}
    return [each for each in parts if text_of(each) not in known]


def _joins(logic: Any) -> str | None:
    return next((name for name in ("and", "or") if isinstance(logic, dict) and name in logic), None)


def _parts(logic: Any, operator: str | None) -> list[Any]:
    return list(logic[operator]) if operator is not None and _joins(logic) == operator else [logic]
