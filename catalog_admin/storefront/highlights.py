"""In which texts of a rate plan what was searched for is shown, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog_admin.storefront.model import Moment, PlanCard, Tongue
from catalog_admin.storefront.words import Fragment


@dataclass(frozen=True)
class Highlight:
    """`field` is name, sku, key, product.name, tags or an attribute's key, as filters call them."""

    field: str
    fragments: list[Fragment]


def texts_of(card: PlanCard, at: Moment, locale: str | None) -> dict[str, str]:
    """What a search looks at, in the order in which it counts."""
    said, tongue = card.said, at.tongue(locale)
    texts = {
        "name": tongue.say(said.get("name"), card.name),
        "sku": card.sku or "",
        "key": card.key,
        "product.name": tongue.say((said.get("product") or {}).get("name"), ""),
        "tags": ", ".join(said.get("tags") or []),
    }
    texts |= {key: _text(card.attributes.get(key), tongue) for key in sorted(at.terms.searched)}
    return {field: text for field, text in texts.items() if text}


def _text(value: Any, tongue: Tongue) -> str:
    if isinstance(value, Mapping | str):
        return tongue.say(value, "")
    return ", ".join(each for each in value if isinstance(each, str)) if isinstance(value, list) else ""
