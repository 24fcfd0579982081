"""What filters, facets and search read of a rate plan, by the names that rules use."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from catalog_admin.kit.texts import in_language
from catalog_admin.publishing.draft import Card, Lens, start_of

LONGEST_WORDS = 20_000  # characters; a tsvector may not grow beyond a megabyte


class Words(NamedTuple):
    """What is searched, the weightiest first."""

    names: str
    product: str
    attributes: str


def facts_of(card: Card, lens: Lens) -> bytes:
    """JSON whose decimals are numbers with every digit: jsonb compares them exactly. Built-in names win."""
    attributes: dict[str, Any] = card["attributes"]
    facts = {key: _exact(value) if key in lens.decimals else value for key, value in attributes.items()}
    return orjson.dumps(facts | _built_in(card, lens.locale))


class Lifetime(NamedTuple):
    """When a plan is sold: while both it and its product are. Dates as text, which sort as they follow each other."""

    status: str
    effective_from: str | None
    effective_to: str | None


def lifetime_of(card: Card) -> Lifetime:
    product = card["product"]
    begins = [day for day in (card["effectiveFrom"], product.get("effectiveFrom")) if day]
    ends = [day for day in (card["effectiveTo"], product.get("effectiveTo")) if day]
    status = card["status"] if card["status"] != "active" else product["status"]
    return Lifetime(status, max(begins, default=None), min(ends, default=None))


def is_sold(card: Card, at: datetime) -> bool:
    """Of a card or of its body, which leaves out what is not said; days begin at midnight UTC."""
    sale = lifetime_of({"effectiveFrom": None, "effectiveTo": None, **card})
    has_begun = sale.effective_from is None or start_of(sale.effective_from) <= at
    return sale.status == "active" and has_begun and (sale.effective_to is None or at < start_of(sale.effective_to))


def words_of(card: Card, lens: Lens) -> Words:
    product = card["product"]
    attributes: dict[str, Any] = card["attributes"]
    searched = (attributes[key] for key in sorted(lens.searched & attributes.keys()))
    return Words(
        names=_joined([*_texts(card["name"]), card["sku"] or "", card["key"]]),
        product=_joined([*_texts(product["name"]), product["key"], *card["tags"], *product["tags"]]),
        attributes=_joined(text for value in searched for text in _texts(value)),
    )


def shown(name: Any, locale: str) -> str:
    """A localised name as storefronts show it when no language is asked for: lists are sorted by what is seen."""
    if type(name) is dict and locale in name:  # nearly always: looked at before anything is called
        return str(name[locale])
    return in_language(name, None, locale, "")


def _built_in(card: Card, locale: str) -> dict[str, Any]:
    product = card["product"]
    built_in = {
        "key": card["key"],
        "sku": card["sku"],
        "name": shown(card["name"], locale),
        "status": card["status"],
        "tags": card["tags"],
        "effectiveFrom": card["effectiveFrom"],
        "effectiveTo": card["effectiveTo"],
        "product.key": product["key"],
        "product.name": shown(product["name"], locale),
        "product.status": product["status"],
        "product.tags": product["tags"],
        **{name: _distinct(card, member) for name, member in CHARGES.items()},
    }
    return {name: value for name, value in built_in.items() if value is not None}


CHARGES = {
    "charge.kinds": "kind",
    "charge.models": "model",
    "charge.units": "unit",
    "charge.priceRefs": "priceRef",
}


def _distinct(card: Card, member: str) -> list[Any]:
    charges = card["charges"]
    if len(charges) == 1:
        said = charges[0].get(member)
        return [] if said is None else [said]
    return sorted({charge[member] for charge in charges if charge.get(member) is not None})


def _exact(value: Any) -> Any:
    """A decimal string becomes the number it spells."""
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return orjson.Fragment(value) if isinstance(value, str) else value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for text in members if isinstance(text, str)]


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)[:LONGEST_WORDS]


PLAIN = ("sku", "name", "status", "tags", "effectiveFrom", "effectiveTo")
OF_PRODUCT = ("key", "name", "status", "tags")


def names_changed(before: Card, after: Card) -> set[str]:
    """By which of their names rules could tell two cards apart, or a card and its body; some may read the same."""
    was, now = before["attributes"], after["attributes"]
    names = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    names |= {name for name in PLAIN if before.get(name) != after.get(name)}
    names |= {f"product.{name}" for name in OF_PRODUCT if before["product"].get(name) != after["product"].get(name)}
    return names | CHARGES.keys() if before["charges"] != after["charges"] else names
