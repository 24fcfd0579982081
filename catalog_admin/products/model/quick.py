"""Rate plans that are plainly right, read in a third of the time.

Each member that is said goes through one function or dictionary, which answers its stored form or raises. Whatever
raises is left to `read_plan`, which can explain it: this reader refuses nothing, and a test holds that what it
takes, `read_plan` takes with the same result.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized

from catalog_admin.predicates.model import Kind
from catalog_admin.products.model.attributes import AttributeDefinition, Registry
from catalog_admin.products.model.documents import (
    CHARGE_KINDS,
    CHARGE_MODELS,
    MOST_CHARGES,
    PlanBody,
)
from catalog_admin.products.model.members import (
    KEY,
    LOCALE,
    LONGEST_NAME,
    LONGEST_TAG,
    MOST_LOCALES,
    MOST_TAGS,
    PLAIN,
    STATUSES,
)
from catalog_admin.products.model.values import WrongValue, canonical_of, is_day

Read = Callable[[Any], Any]


class QuickPlans:
    """Ready for one registry."""

    def __init__(self, registry: Registry) -> None:
        self._attributes = {key: _reader_of(each) for key, each in registry.definitions.items()}
        stated: dict[str, Read] = {
            "key": _key,
            "name": _name,
            "status": _one_of(STATUSES),
            "effectiveFrom": _day,
            "effectiveTo": _day,
            "attributes": self._read_attributes,
        }
        self._charge_members = stated | {
            "kind": _one_of(CHARGE_KINDS),
            "model": _one_of(CHARGE_MODELS),
            "unit": _often,
            "priceRef": _plain,
        }
        self._plan_members = stated | {
            "product": _key,
            "sku": _plain,
            "tags": _tags,
            "charges": self._read_charges,
        }

    def read(self, said: Any) -> PlanBody | None:
        """None says that `read_plan` should look at it."""
        try:
            return _plan(_members(said, self._plan_members))
        except (_Unclear, WrongValue, LookupError, TypeError):
            return None

    def _read_attributes(self, said: Any) -> dict[str, Any]:
        return _members(said, self._attributes)

    def _read_charges(self, said: Any) -> list[dict[str, Any]]:
        if type(said) is not list or len(said) > MOST_CHARGES:
            raise _Unclear
        charges = [self._charge(each) for each in said]
        if len(charges) > 1 and len({charge["key"] for charge in charges}) < len(charges):
            raise _Unclear
        return charges

    def _charge(self, said: Any) -> dict[str, Any]:
        found = _members(said, self._charge_members)
        found.setdefault("model", "flat")
        found.setdefault("status", "active")
        if "key" not in found or "kind" not in found or ("priceRef" not in found and found["model"] != "on_request"):
            raise _Unclear
        _check_interval(found)
        if "name" in found or "attributes" in found:  # these may be empty, and then are not kept
            return {member: value for member, value in found.items() if value}
        return found


class _Unclear(Exception):
    """Not plainly right."""


def _members(said: Any, readers: Mapping[str, Read]) -> dict[str, Any]:
    """Null says nothing, wherever it stands."""
    if type(said) is not dict:
        raise _Unclear
    return {member: readers[member](value) for member, value in said.items() if value is not None}


def _plan(found: dict[str, Any]) -> PlanBody:
    _check_interval(found)
    get = found.get
    return PlanBody(
        found["key"],
        found["product"],
        get("sku"),
        get("name", {}),
        get("status", "draft"),
        get("effectiveFrom"),
        get("effectiveTo"),
        get("tags", []),
        get("attributes", {}),
        get("charges", []),
    )


def _check_interval(found: dict[str, Any]) -> None:
    if "effectiveTo" in found and "effectiveFrom" in found and found["effectiveTo"] <= found["effectiveFrom"]:
        raise _Unclear


def _key(value: Any) -> str:
    if KEY.fullmatch(value) is None:
        raise _Unclear
    return str(value)


def _plain(value: Any) -> str:
    if PLAIN.fullmatch(value) is None:
        raise _Unclear
    return str(value)


# Units are few; what may be different on each line is not worth keeping.
_often = lru_cache(maxsize=1_000)(_plain)


def _day(value: Any) -> str:
    if not is_day(value):
        raise _Unclear
    return str(value)


def _name(value: Any) -> dict[str, str]:
    if type(value) is not dict or len(value) > MOST_LOCALES:
        raise _Unclear
    for locale, said in value.items():
        if not (_is_locale(locale) and type(said) is str and 0 < len(said) <= LONGEST_NAME and _is_composed(said)):
            raise _Unclear
    return value


@lru_cache(maxsize=1_000)
def _is_locale(text: str) -> bool:
    return LOCALE.fullmatch(text) is not None


def _is_composed(text: str) -> bool:
    return text.isascii() or is_normalized("NFC", text)


def _tags(value: Any) -> list[str]:
    if type(value) is not list or len(value) > MOST_TAGS:
        raise _Unclear
    for tag in value:
        if not (type(tag) is str and 0 < len(tag) <= LONGEST_TAG and _is_composed(tag)):
            raise _Unclear
    return sorted(set(value)) if len(value) > 1 else value


def _one_of(words: tuple[str, ...]) -> Read:
    return {word: word for word in words}.__getitem__


def _reader_of(definition: AttributeDefinition) -> Read:
    canonical = canonical_of(definition.type)
    if definition.allowed is None:
        return canonical
    allowed = frozenset(definition.allowed)
    if definition.type.kind is Kind.TEXT and not definition.type.many:
        return {word: word for word in definition.allowed}.__getitem__

    def read(value: Any) -> Any:
        found = canonical(value)
        for item in found if type(found) is list else (found,):
            if item not in allowed:
                raise _Unclear
        return found

    return read
