"""The registry of attributes, and what a document says under their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.kit.faults import Faults, step
from catalog_admin.predicates.model import Attribute, Kind, Type
from catalog_admin.predicates.suggest import nearest
from catalog_admin.products.errors import UnknownAttribute, ValueNotAllowed, WrongType
from catalog_admin.products.model.values import Canonical, WrongValue, canonical_of

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*|[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
LONGEST_KEY = 100

_TEXT, _TEXTS, _DATE = Type(Kind.TEXT), Type(Kind.TEXT, many=True), Type(Kind.DATE)
_STATUSES = frozenset({"draft", "active", "retired"})

# What rules can read of every rate plan, beside the registered attributes.
BUILT_IN: Mapping[str, Attribute] = {
    "key": Attribute(_TEXT, "Key"),
    "sku": Attribute(_TEXT, "SKU"),
    "name": Attribute(_TEXT, "Name"),
    "status": Attribute(_TEXT, "Status", allowed=_STATUSES),
    "tags": Attribute(_TEXTS, "Tags"),
    "effectiveFrom": Attribute(_DATE, "Effective from"),
    "effectiveTo": Attribute(_DATE, "Effective to"),
    "product.key": Attribute(_TEXT, "Product"),
    "product.name": Attribute(_TEXT, "Product name"),
    "product.status": Attribute(_TEXT, "Product status", allowed=_STATUSES),
    "product.tags": Attribute(_TEXTS, "Product tags"),
    "charge.kinds": Attribute(_TEXTS, "Kinds of its charges"),
    "charge.models": Attribute(_TEXTS, "Models of its charges"),
    "charge.units": Attribute(_TEXTS, "Units of its charges"),
    "charge.priceRefs": Attribute(_TEXTS, "Price references of its charges"),
}


@dataclass(frozen=True, slots=True)
class AttributeDefinition:
    """One declared attribute; `allowed` lists every value an item may have, in stored form."""

    key: str
    type: Type
    label: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    allowed: tuple[Any, ...] | None = None
    facetable: bool = False
    searchable: bool = False
    revision: int = 1


class Registry:
    """Definitions made ready for checking: a million documents pass through `read`."""

    def __init__(self, definitions: Iterable[AttributeDefinition]) -> None:
        self.definitions = {each.key: each for each in definitions}
        self._canonical: dict[str, Canonical] = {key: canonical_of(d.type) for key, d in self.definitions.items()}
        self._allowed = {key: frozenset(d.allowed) for key, d in self.definitions.items() if d.allowed is not None}

    def read(self, said: Any, faults: Faults, at: str) -> dict[str, Any]:
        """What is said, in stored form; null says nothing. Everything wrong goes into `faults`."""
        if said is None:
            return {}
        if not isinstance(said, dict):
            faults.add(WrongType, at, "attributes are an object of names and values")
            return {}
        found: dict[str, Any] = {}
        for key, value in said.items():
            if value is None:
                continue
            canonical = self._canonical.get(key)
            if canonical is None:
                faults.add(UnknownAttribute, at + step(key), f"no attribute {key!r} is registered", self._near(key))
                continue
            try:
                found[key] = canonical(value)
            except WrongValue as wrong:
                faults.add(WrongType, at + step(key), str(wrong))
                continue
            if key in self._allowed:
                self._check_allowed(key, found[key], faults, at)
        return found

    def _check_allowed(self, key: str, value: Any, faults: Faults, at: str) -> None:
        allowed = self._allowed[key]
        for item in value if isinstance(value, list) else (value,):
            if item not in allowed:
                suggestion = nearest(item, map(str, allowed)) if isinstance(item, str) else None
                faults.add(ValueNotAllowed, at + step(key), f"{item!r} is not allowed for {key}", suggestion)

    def _near(self, key: str) -> str | None:
        return nearest(key, self.definitions)
