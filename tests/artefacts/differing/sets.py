"""Sets of rules for the tests of what they do differently."""

from typing import Any

from catalog_admin.artefacts.rulesets.compiling import ready
from catalog_admin.artefacts.rulesets.deciding import in_order
from catalog_admin.artefacts.rulesets.model import ReadySet
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import read_logic

LINE = Scope({"discount": Attribute(Type(Kind.DECIMAL)), "sku": Attribute(Type(Kind.TEXT))})
SCOPE = Scope({"total": Attribute(Type(Kind.DECIMAL)), "tier": Attribute(Type(Kind.TEXT))}, {"lines": LINE})


def ready_set(*rules: dict[str, Any]) -> ReadySet:
    refused: list[Any] = []
    made = [ready({"then": [], **rule}, SCOPE, ("q.json", ""), lambda *why: refused.append(why)) for rule in rules]
    assert refused == []
    return ReadySet("q", "context", SCOPE, tuple(in_order(rule for rule in made if rule is not None)))


def warns(code: str) -> list[dict[str, Any]]:
    return [{"action": "WARN", "payload": {"code": code}}]


def sets(target: str, value: Any) -> list[dict[str, Any]]:
    """`= total * 2` is worked out."""
    is_worked_out = isinstance(value, str) and value.startswith("=")
    said = {"expression": read_logic(value[1:])} if is_worked_out else {"value": value}
    return [{"action": "SET", "payload": {"target": target, **said}}]
