"""Where guardrails can change their mind: at their limits, and where their conditions do."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.differing.rule_edges import Asked
from catalog_admin.artefacts.guardrails.model import Guardrail, Limit
from catalog_admin.predicates.model import BOOLEAN, NUMBERS, Kind, Scope, Type
from catalog_admin.predicates.tree import Call, Each, Expression, Item, Listed, Literal, Read


def asked_by(guardrails: Iterable[Guardrail], scope: Scope) -> Asked:
    """Their limits as conditions of the language."""
    roots: list[Expression] = []
    in_force = []
    for guardrail in guardrails:
        in_force.append(guardrail.in_force)
        roots += [guardrail.condition.root] if guardrail.condition is not None else []
        for limit in guardrail.limits:
            roots += _bounds(limit, scope)
    return Asked(roots, in_force)


def _bounds(limit: Limit, scope: Scope) -> Iterator[Expression]:
    declared = scope[limit.measure].type
    measure = Read(limit.measure, declared, "")
    one = Item(declared.item, "") if declared.many else measure
    allowed = _allowed(limit, declared)
    said = [Call(name, (one, _literal(bound)), BOOLEAN, "") for name, bound in _numbers(limit, declared.kind)]
    said += [Call("in", (one, allowed), BOOLEAN, "")] if allowed is not None else []
    for each in said:
        yield Each("some", measure, each, BOOLEAN, "") if declared.many else each
    # It has to be there, whatever it is; of several values it matters also which of them comes first.
    yield measure


def _numbers(limit: Limit, kind: Kind) -> Iterator[tuple[str, Any]]:
    if kind in NUMBERS:
        yield from ((operator, each) for operator, each in ((">=", limit.low), ("<=", limit.high)) if each is not None)


def _literal(value: Any) -> Literal:
    return Literal(value, Type(Kind.DECIMAL if isinstance(value, Decimal) else Kind.INTEGER), "")


def _allowed(limit: Limit, declared: Type) -> Listed | None:
    kept = [value for value in limit.allowed or () if _is_of(declared.kind, value)]
    return Listed(tuple(kept), Type(declared.kind, many=True), "") if kept else None


def _is_of(kind: Kind, value: Any) -> bool:
    if kind in NUMBERS:
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    if kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    return kind is Kind.TEXT and isinstance(value, str)
