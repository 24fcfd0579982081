"""The registry of attributes, and what a document says under their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from catalog_admin.kit.faults import Faults, step
from catalog_admin.predicates.model import Attribute, Kind, Type
from catalog_admin.predicates.suggest import nearest
from catalog_admin.products.errors import MissingMember, NameReserved, UnknownAttribute, ValueNotAllowed, WrongType
from catalog_admin.products.model.members import Members
from catalog_admin.products.model.values import Canonical, WrongValue, canonical_of

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*|[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
LONGEST_KEY = 100
MOST_ALLOWED = 10_000
# Looking for what may have been meant costs microseconds a known word: a file of mistakes alone would take hours.
MOST_SUGGESTIONS = 50
MOST_COMPARED = 500
ATTRIBUTE_MEMBERS = frozenset({"key", "type", "many", "label", "unit", "allowed", "facetable", "searchable"})

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


def read_attribute(said: Any, faults: Faults) -> AttributeDefinition:
    members = Members(said, ATTRIBUTE_MEMBERS, faults)
    kind = Kind(members.one_of("type", [kind.value for kind in Kind], Kind.TEXT))
    if members.said.get("type") is None:
        members.fault(MissingMember, "type", "type is missing")
    return AttributeDefinition(
        key=_key(members),
        type=Type(kind, many=members.flag("many")),
        label=members.name("label"),
        unit=members.plain_text("unit"),
        allowed=_allowed(members, canonical_of(Type(kind))),
        facetable=members.flag("facetable"),
        searchable=members.flag("searchable"),
    )


def _key(members: Members) -> str:
    key = members.said.get("key")
    if key is None:
        members.fault(MissingMember, "key", "key is missing")
    elif type(key) is not str or len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        members.fault(WrongType, "key", "letters, digits, _ (and - or single dots inside), not beginning with a digit")
    elif key in BUILT_IN or key == "plan_id" or key.startswith(("product.", "charge.")):
        members.fault(NameReserved, "key", f"rules read something else as {key}")
    else:
        return key
    return ""


def _allowed(members: Members, canonical: Canonical) -> tuple[Any, ...] | None:
    said = members.said.get("allowed")
    if said is None:
        return None
    if not isinstance(said, list) or not 0 < len(said) <= MOST_ALLOWED:
        members.fault(WrongType, "allowed", f"a list of 1 to {MOST_ALLOWED} values")
        return None
    found: dict[Any, None] = {}
    for position, value in enumerate(said):
        try:
            found[canonical(value)] = None
        except WrongValue as wrong:
            members.faults.add(WrongType, f"/allowed/{position}", str(wrong))
    return tuple(found)


class Registry:
    """Definitions made ready for checking: a million documents pass through `read`."""

    def __init__(self, definitions: Iterable[AttributeDefinition]) -> None:
        self.definitions = {each.key: each for each in definitions}
        self._canonical: dict[str, Canonical] = {key: canonical_of(d.type) for key, d in self.definitions.items()}
        self._suggested: dict[tuple[str, str | None], str | None] = {}
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
                detail = f"no attribute {key!r} is registered"
                faults.add(UnknownAttribute, at + step(key), detail, self._near(key, None))
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
                suggestion = self._near(item, key) if isinstance(item, str) else None
                faults.add(ValueNotAllowed, at + step(key), f"{item!r} is not allowed for {key}", suggestion)

    def _near(self, word: str, attribute: str | None) -> str | None:
        """The allowed value, or without an attribute the registered key, that may have been meant."""
        asked = (word, attribute)
        if asked not in self._suggested and len(self._suggested) < MOST_SUGGESTIONS:
            known = self.definitions if attribute is None else map(str, self._allowed[attribute])
            self._suggested[asked] = nearest(word, islice(known, MOST_COMPARED))
        return self._suggested.get(asked)
