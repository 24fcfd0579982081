"""A guardrail's canonical value → one that can be asked."""

from collections.abc import Mapping
from typing import Any

from catalog_admin.artefacts.guardrails.model import Guardrail, Limit
from catalog_admin.artefacts.kinds.numbers import number_of
from catalog_admin.artefacts.rulesets.model import in_force
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule


def guardrail_of(value: Mapping[str, Any], context: str, scope: Scope) -> Guardrail | None:
    """None where its condition is refused, or a measure is not declared: both are findings of the tree."""
    if any(limit["measure"] not in scope for limit in value["limits"]):
        return None
    try:
        condition = compile_rule(value["when"], scope) if "when" in value else None
    except PredicateRefused:
        return None
    return Guardrail(
        id=value["id"],
        level=value["level"],
        context=context,
        is_for_all="appliesTo" not in value,
        in_force=in_force(value),
        condition=condition,
        limits=tuple(map(_limit, value["limits"])),
    )


def _limit(said: Mapping[str, Any]) -> Limit:
    allowed = said.get("allowed")
    return Limit(
        id=said["id"],
        measure=said["measure"],
        breach=said["breach"],
        low=number_of(said.get("min")),
        high=number_of(said.get("max")),
        allowed=None if allowed is None else tuple(map(_exact, allowed)),
    )


def _exact(value: Any) -> Any:
    number = number_of(value)
    return value if number is None else number
