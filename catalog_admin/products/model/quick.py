"""Rate plans that are plainly right, read in a third of the time.

A JSON Schema made from the registry says at once whether every member is known and of its shape; what may be
said otherwise than it is stored (numbers, instants) then goes through one function each. Whatever is not plainly right
is left to `read_plan`, which can explain it: this reader refuses nothing, and a test holds that what it takes,
`read_plan` takes with the same result.
"""

from collections.abc import Callable, Iterable
from typing import Any

from jsonschema_rs import Draft202012Validator

from catalog_admin.predicates.model import Kind
from catalog_admin.products.model.attributes import AttributeDefinition, Registry
from catalog_admin.products.model.documents import (
    CHARGE_KINDS,
    CHARGE_MODELS,
    MOST_CHARGES,
    PlanBody,
)
from catalog_admin.products.model.members import LONGEST_NAME, LONGEST_TAG, MOST_LOCALES, MOST_TAGS, STATUSES
from catalog_admin.products.model.values import LONGEST_LIST, LONGEST_TEXT, WrongValue, canonical_of

Schema = dict[str, Any]
Read = Callable[[Any], Any]

# Narrower than members.KEY and the like: what another library's patterns may see otherwise is not plainly right.
_KEY: Schema = {"type": "string", "pattern": r"^[!-.0-~][^\x00-\x1f/]{0,199}$"}
_PLAIN: Schema = {"type": "string", "pattern": r"^[^\x00-\x1f]{1,500}$"}
_NAME: Schema = {
    "type": "object",
    "maxProperties": MOST_LOCALES,
    "propertyNames": {"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
}
_TAGS: Schema = {
    "type": "array",
    "maxItems": MOST_TAGS,
    "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_TAG},
}
_DAY: Schema = {"type": "string", "format": "date", "pattern": "^[1-9]"}
_STORED_AS_SAID: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string", "maxLength": LONGEST_TEXT},
    Kind.DATE: _DAY,
    Kind.BOOLEAN: {"type": "boolean"},
}
# What has a stored form of its own is judged by the function that knows it.
_SOMETHING: Schema = {"not": {"type": "null"}}


class QuickPlans:
    """Ready for one registry."""

    def __init__(self, registry: Registry) -> None:
        definitions = registry.definitions.values()
        self._is_plain = Draft202012Validator(_plan_schema(definitions), validate_formats=True).is_valid
        self._stored_form: dict[str, Read] = {
            each.key: _stored_form_of(each) for each in definitions if _schema_of(each) is _SOMETHING
        }

    def read(self, said: Any) -> PlanBody | None:
        """Texts are composed (NFC). None says that `read_plan` should look at it."""
        if type(said) is not dict:
            return None
        try:
            if not self._is_plain(said):
                said = _without_nulls(said)
                if not self._is_plain(said):
                    return None
            return self._plan(said)
        except (_Unclear, WrongValue, UnicodeError):
            return None

    def _plan(self, said: dict[str, Any]) -> PlanBody:
        _check_interval(said)
        get = said.get
        tags = get("tags", [])
        return PlanBody(
            said["key"],
            said["product"],
            get("sku"),
            get("name", {}),
            get("status", "draft"),
            get("effectiveFrom"),
            get("effectiveTo"),
            sorted(set(tags)) if len(tags) > 1 else tags,
            self._attributes(get("attributes", {})),
            self._charges(get("charges", [])),
        )

    def _attributes(self, said: dict[str, Any]) -> dict[str, Any]:
        forms = self._stored_form
        return {key: forms[key](value) if key in forms else value for key, value in said.items()}

    def _charges(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        charges = [self._charge(each) for each in said]
        if len(charges) > 1 and len({charge["key"] for charge in charges}) < len(charges):
            raise _Unclear
        return charges

    def _charge(self, said: dict[str, Any]) -> dict[str, Any]:
        charge = {"model": "flat", "status": "active", **said}
        if "priceRef" not in said and charge["model"] != "on_request":
            raise _Unclear
        _check_interval(said)
        if attributes := said.get("attributes"):
            charge["attributes"] = self._attributes(attributes)
        elif attributes is not None:
            del charge["attributes"]  # empty: not kept
        if not said.get("name", True):
            del charge["name"]
        return charge


class _Unclear(Exception):
    """Not plainly right."""


def _plan_schema(definitions: Iterable[AttributeDefinition]) -> Schema:
    stated = {
        "key": _KEY,
        "name": _NAME,
        "status": {"enum": STATUSES},
        "effectiveFrom": _DAY,
        "effectiveTo": _DAY,
        "attributes": _object({each.key: _schema_of(each) for each in definitions}),
    }
    charge = stated | {
        "kind": {"enum": CHARGE_KINDS},
        "model": {"enum": CHARGE_MODELS},
        "unit": _PLAIN,
        "priceRef": _PLAIN,
    }
    charges = {"type": "array", "maxItems": MOST_CHARGES, "items": _object(charge, "key", "kind")}
    plan = stated | {"product": _KEY, "sku": _PLAIN, "tags": _TAGS, "charges": charges}
    return _object(plan, "key", "product")


def _object(members: dict[str, Schema], *required: str) -> Schema:
    return {"type": "object", "properties": members, "required": required, "additionalProperties": False}


def _schema_of(definition: AttributeDefinition) -> Schema:
    kind = definition.type.kind
    if definition.allowed is not None:
        item = {"enum": definition.allowed} if kind is Kind.TEXT else _SOMETHING
    else:
        item = _STORED_AS_SAID.get(kind, _SOMETHING)
    if not definition.type.many or item is _SOMETHING:
        return item
    return {"type": "array", "maxItems": LONGEST_LIST, "items": item}


def _stored_form_of(definition: AttributeDefinition) -> Read:
    canonical = canonical_of(definition.type)
    if definition.allowed is None:
        return canonical
    allowed = frozenset(definition.allowed)

    def read(value: Any) -> Any:
        found = canonical(value)
        for item in found if type(found) is list else (found,):
            if item not in allowed:
                raise _Unclear
        return found

    return read


def _without_nulls(said: dict[str, Any]) -> dict[str, Any]:
    """Null says nothing as a member of a plan, of a charge, or of the attributes of either."""
    found = {member: value for member, value in said.items() if value is not None}
    if type(attributes := found.get("attributes")) is dict:
        found["attributes"] = {key: value for key, value in attributes.items() if value is not None}
    if type(charges := found.get("charges")) is list:
        found["charges"] = [_without_nulls(each) if type(each) is dict else each for each in charges]
    return found


def _check_interval(said: dict[str, Any]) -> None:
    if "effectiveTo" in said and "effectiveFrom" in said and said["effectiveTo"] <= said["effectiveFrom"]:
        raise _Unclear
