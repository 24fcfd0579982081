"""A rule's canonical value → one that can be asked; what is wrong with it is told with its place in the value."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from catalog_admin.artefacts.rulesets.lines import with_line
from catalog_admin.artefacts.rulesets.model import DEFAULT_SCOPE, LINE, Action, ReadyRule, in_force
from catalog_admin.predicates import clash
from catalog_admin.predicates.check import typed
from catalog_admin.predicates.errors import PredicateRefused, TypeClash, UnknownName
from catalog_admin.predicates.literals import literal_of, literals_of, towards
from catalog_admin.predicates.model import Kind, Scope
from catalog_admin.predicates.rules import compile_rule
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.tree import Expression, Listed, Literal

Made = TypeVar("Made")
# Where in the rule, and what.
Refused = Callable[[str, PredicateRefused], None]


def ready(value: Mapping[str, Any], scope: Scope, place: tuple[str, str], refused: Refused) -> ReadyRule | None:
    """None where something was refused."""
    asked = value.get("scope", DEFAULT_SCOPE)
    reach = with_line(scope) if asked == LINE else scope
    if reach is None:
        refused(
            "/scope", UnknownName("LINE asks each line, and the context declares no quote.lines", name="quote.lines")
        )
        return None
    condition = _or_none(partial(compile_rule, value["when"], reach), "/when", refused)
    actions = [
        _or_none(partial(_action, given, reach, asked), f"/then/{at}/payload", refused)
        for at, given in enumerate(value["then"])
    ]
    done = [each for each in actions if each is not None]
    if condition is None or len(done) < len(actions):
        return None
    return ReadyRule(
        id=value["id"],
        place=place,
        scope=asked,
        priority=value.get("priority", 0),
        stops=value.get("stopOnFire", False),
        in_force=in_force(value),
        condition=condition,
        actions=tuple(done),
    )


def _or_none(make: Callable[[], Made], pointer: str, refused: Refused) -> Made | None:
    try:
        return make()
    except PredicateRefused as why:
        refused(pointer, why)
        return None


def _action(given: Mapping[str, Any], scope: Scope, asked: str) -> Action:
    payload = given["payload"]
    if given["action"] != "SET":
        return Action(given["action"], payload)
    target = payload["target"]
    if target not in scope:
        hint = nearest(target, scope)
        raise UnknownName(f"nothing declares `{target}`", pointer="/target", suggestion=hint, name=target)
    if (asked == LINE) != target.startswith("line."):
        raise TypeClash(
            "a rule of each line sets what is the line's, another one what is not",
            pointer="/target",
            suggestion="line.…" if asked == LINE else "scope LINE",
        )
    expression = _given(payload, scope, target)
    if isinstance(expression, Literal | Listed):
        plain = expression.value if isinstance(expression, Literal) else expression.values
        return Action("SET", payload, target, plain)
    return Action("SET", payload, target, None, expression)


def _given(payload: Mapping[str, Any], scope: Scope, target: str) -> Expression:
    """What is set, of the type that the name is declared with."""
    wanted = scope[target].type
    if "expression" in payload:
        expression = typed(payload["expression"], scope)
    elif isinstance(payload["value"], list):
        expression = literals_of(payload["value"], "/value")
    else:
        expression = literal_of(payload["value"], "/value")
    expression = towards(expression, wanted)
    whole = wanted.kind is Kind.INTEGER and expression.type.kind is Kind.DECIMAL
    if expression.type.many != wanted.many or not clash.comparable(expression.type, wanted) or whole:
        raise TypeClash(f"`{target}` is {wanted}, this is {expression.type}", pointer="/value")
    if wanted.kind is Kind.DECIMAL and isinstance(expression, Literal):
        return literal_of(payload.get("value", payload.get("expression")), "/value", Kind.DECIMAL)
    return expression
