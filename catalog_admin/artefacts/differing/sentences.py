"""A change, in a sentence for who reviews it."""

from typing import Any

from catalog_admin.artefacts.differing.model import Change, Noun, Verb
from catalog_admin.artefacts.differing.tables import told_in_table
from catalog_admin.artefacts.kinds.spelling import in_line
from catalog_admin.predicates.shown import shown

VALUE_SHOWN = 200


def sentence(change: Change) -> str:
    """`rule rule.discount: when quote.header.discountPct > 25 became quote.header.discountPct > 30`."""
    if change.label:
        return f"{change.thing}: {change.label} {told_in_table(change)}"
    place = "".join(f" {step}" for step in change.place)
    if change.verb is Verb.MOVED:
        return f"{change.thing}:{_moved(change, place)}"
    if change.noun in (Noun.THING, Noun.FILE):
        return f"{change.thing} {change.verb}"
    if change.verb is not Verb.CHANGED:
        value = change.after if change.verb is Verb.ADDED else change.before
        return f"{change.thing}:{place} {_told(change, value)} {change.verb}"
    return f"{change.thing}:{place} {_told(change, change.before)} became {_told(change, change.after)}"


def _moved(change: Change, place: str) -> str:
    if change.noun is Noun.ORDER:
        return f"{place} is in another order"
    return f" moved from {change.before} to {change.after}"


def _told(change: Change, value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    if change.noun is Noun.CONDITION:
        return _condition(value)
    return in_line(value, VALUE_SHOWN)


def _condition(logic: Any) -> str:
    """Canonical, so that it has a short form."""
    said = shown(logic)
    return said if len(said) <= VALUE_SHOWN else said[: VALUE_SHOWN - 1] + "…"
