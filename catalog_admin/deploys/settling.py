"""A bundle's things in the forms the rooms store: values by their declared type, rules in canonical words.

What a room would refuse is refused here, with the file and line it was written in.
"""

from collections.abc import Mapping
from typing import Any

from bundles.model import Kind, State, Thing, catalog_of, thing
from bundles.things import tariff_key
from bundles.values import plain, settled, settled_values
from catalog_admin.catalogs.model.meta import checked_meta
from catalog_admin.deploys.errors import BundleUnsound
from catalog_admin.deploys.model import instant_of, instant_text, rule_body, tariff_body
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Faults
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule, short_form
from catalog_admin.pricing.reading import read_tariff
from catalog_admin.products.model.attributes import AttributeDefinition, read_attribute
from catalog_admin.products.queries import scope_of

ERRORS_TOLD = 100


def settled_state(wanted: State, current: State) -> State:
    """Raises BundleUnsound with everything the rule language or the metadata refuse."""
    settling = _Settling(wanted, current)
    state = State(settling.settle(each) for each in wanted)
    if settling.errors:
        raise BundleUnsound(
            f"{len(settling.errors)} things of the bundle cannot be meant", errors=settling.errors[:ERRORS_TOLD]
        )
    return state


class _Settling:
    """Types and languages may be said by the bundle itself or be there already."""

    def __init__(self, wanted: State, current: State) -> None:
        declared = {each.key: each for state in (current, wanted) for each in state.of(Kind.ATTRIBUTE)}
        self._types = {key: str(each.body["type"]) for key, each in declared.items()}
        self._locales = {
            each.key: each.body["locales"][0]
            for state in (current, wanted)
            for each in state.of(Kind.CATALOG)
            if each.body.get("locales")
        }
        self._declared = declared
        self._scope: Scope | None = None
        self.errors: list[dict[str, Any]] = []

    def settle(self, each: Thing) -> Thing:
        try:
            body = self._body(each)
            # A date and its first instant are the same: a tariff's key follows from what it says.
            key = tariff_key(body) if each.kind is Kind.TARIFF else each.key
            return thing(each.kind, key, body, each.place)
        except Refusal as refusal:
            where = f"{each.place.file}:{each.place.line}" if each.place else str(each)
            pointer = f"{where} {refusal.pointer or ''}".strip()
            self.errors.append({"pointer": pointer, "code": refusal.code, "detail": f"{each}: {refusal.detail}"})
            return each

    def _body(self, each: Thing) -> dict[str, Any]:
        match each.kind:
            case Kind.ATTRIBUTE:
                return self._attribute(each.body)
            case Kind.PRODUCT | Kind.PLAN:
                return self._described(each.body)
            case Kind.NODE:
                return self._node(each)
            case Kind.RULESET:
                return self._ruleset(each.body)
            case Kind.TARIFF:
                return self._tariff(each.body)
            case _:
                return dict(plain(each.body))

    def _attribute(self, body: Mapping[str, Any]) -> dict[str, Any]:
        allowed = [settled(value, body["type"]) for value in body.get("allowed", ())]
        return {**body, "allowed": allowed}

    def _described(self, body: Mapping[str, Any]) -> dict[str, Any]:
        said = {**body, "attributes": settled_values(body.get("attributes", {}), self._types)}
        if "charges" in body:
            said["charges"] = [self._charge(charge) for charge in body["charges"]]
        return said

    def _charge(self, charge: Mapping[str, Any]) -> dict[str, Any]:
        if "attributes" not in charge:
            return dict(charge)
        return {**charge, "attributes": settled_values(charge["attributes"], self._types)}

    def _node(self, each: Thing) -> dict[str, Any]:
        body = each.body
        meta = checked_meta(dict(plain(body.get("meta", {}))), self._locales.get(catalog_of(each), "en"))
        return {
            **body,
            "meta": meta,
            "attributes": settled_values(body.get("attributes", {}), self._types),
            "activeFrom": instant_text(instant_of(body.get("activeFrom"))),
            "activeTo": instant_text(instant_of(body.get("activeTo"))),
        }

    def _ruleset(self, body: Mapping[str, Any]) -> dict[str, Any]:
        rules = []
        for position, said in enumerate(body.get("rules", ())):
            try:
                compiled = compile_rule(plain(said["when"]) if "when" in said else said["expression"], self.scope)
            except Refusal as refusal:
                refusal.pointer = f"/rules/{position}{refusal.pointer or ''}"
                raise
            rules.append(rule_body(said, short_form(compiled)))
        return {"rules": rules, "masks": [{"key": mask["key"]} for mask in body.get("masks", ())]}

    @staticmethod
    def _tariff(body: Mapping[str, Any]) -> dict[str, Any]:
        faults = Faults()
        read = read_tariff(dict(body), faults)
        faults.refuse()
        return tariff_body(read)

    @property
    def scope(self) -> Scope:
        if self._scope is None:
            self._scope = scope_of(self._definition(key, each) for key, each in self._declared.items())
        return self._scope

    @staticmethod
    def _definition(key: str, each: Thing) -> AttributeDefinition:
        return read_attribute({"key": key, **each.body}, Faults())
