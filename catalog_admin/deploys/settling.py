"""A bundle's things in the forms the rooms store: values by their declared type, rules in canonical words.

What a room would refuse of a single thing is found here, with the place it was written in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bundles.model import Kind, State, Thing, catalog_of, thing
from bundles.model import Scope as Coverage
from bundles.things import tariff_key
from bundles.values import plain, settled, settled_values
from catalog_admin.catalogs.asking import Answers
from catalog_admin.catalogs.model.meta import checked_meta
from catalog_admin.deploys import references
from catalog_admin.deploys.model import instant_of, instant_text, rule_body, tariff_body
from catalog_admin.deploys.telling import fault_of
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Fault, Faults
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule, short_form
from catalog_admin.pricing.reading import read_tariff
from catalog_admin.products.model.attributes import AttributeDefinition, read_attribute
from catalog_admin.products.queries import scope_of


def settled_state(
    wanted: State, current: State, scope: Coverage, answers: Answers
) -> tuple[State, list[tuple[Thing, Fault]]]:
    """With everything that the rule language, the metadata and the prices refuse; such things stay as they are said.

    `answers` are what references to the rule repository lead to.
    """
    settling = _Settling(wanted, current, scope, answers)
    return State([settling.settle(each) for each in wanted]), settling.found


def definitions_of(state: State) -> list[AttributeDefinition]:
    return [read_attribute({"key": each.key, **each.body}, Faults()) for each in state.of(Kind.ATTRIBUTE)]


def rule_faults(body: Mapping[str, Any], scope: Scope, answers: Answers) -> Iterator[Fault]:
    for position, said in enumerate(body.get("rules", ())):
        member, source = source_of(said)
        try:
            references.found(source, answers, scope) if member == "ref" else compile_rule(source, scope)
        except Refusal as refusal:
            yield rule_fault(refusal, position, member)


def rule_fault(refusal: Refusal, position: int, member: str) -> Fault:
    """Inside `when` the pointer leads on; a text has no places inside that a pointer could name."""
    inside = (refusal.pointer or "") if member == "when" else ""
    return Fault(type(refusal), f"/rules/{position}/{member}{inside}", refusal.detail, refusal.suggestion)


def source_of(rule: Mapping[str, Any]) -> tuple[str, Any]:
    """In which member a rule says what it asks, and what."""
    member = next((each for each in ("ref", "when") if each in rule), "expression")
    return member, plain(rule[member])


class _Settling:
    """Types and languages may be said by the bundle itself or be there already."""

    def __init__(self, wanted: State, current: State, scope: Coverage, answers: Answers) -> None:
        staying = [each for each in current.of(Kind.ATTRIBUTE) if not scope.covers(each)]
        declared = {each.key: each for each in (*staying, *wanted.of(Kind.ATTRIBUTE))}
        self._types = {key: str(each.body["type"]) for key, each in declared.items()}
        self._locales = {
            each.key: each.body["locales"][0]
            for state in (current, wanted)
            for each in state.of(Kind.CATALOG)
            if each.body.get("locales")
        }
        self._declared, self._answers = declared, answers
        self._scope: Scope | None = None
        self.found: list[tuple[Thing, Fault]] = []

    def settle(self, each: Thing) -> Thing:
        try:
            body = self._body(each)
            # A date and its first instant are the same: a tariff's key follows from what it says.
            key = tariff_key(body) if each.kind is Kind.TARIFF else each.key
            return thing(each.kind, key, body, each.place)
        except Refusal as refusal:
            self.found.append((each, fault_of(refusal)))
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
                return self._ruleset(each)
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

    def _ruleset(self, each: Thing) -> dict[str, Any]:
        body = each.body
        faults = [(each, fault) for fault in rule_faults(body, self.scope, self._answers)]
        self.found.extend(faults)
        if faults:
            return dict(plain(body))
        rules = [rule_body(said, self._condition(said)) for said in body.get("rules", ())]
        return {"rules": rules, "masks": [{"key": mask["key"]} for mask in body.get("masks", ())]}

    def _condition(self, said: Mapping[str, Any]) -> dict[str, str]:
        """In the one form that is kept."""
        member, source = source_of(said)
        if member == "ref":
            return {"ref": str(references.found(source, self._answers, self.scope)[0])}
        return {"expression": short_form(compile_rule(source, self.scope))}

    @staticmethod
    def _tariff(body: Mapping[str, Any]) -> dict[str, Any]:
        faults = Faults()
        read = read_tariff(dict(body), faults)
        faults.refuse()
        return tariff_body(read)

    @property
    def scope(self) -> Scope:
        if self._scope is None:
            self._scope = scope_of(definitions_of(State(self._declared.values())))
        return self._scope
