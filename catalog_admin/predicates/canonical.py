"""Any accepted JSONLogic → the one canonical JSON that is stored; types are not looked at here.

One notation for one meaning: `==` becomes `===`, `a < b < c` becomes two comparisons, nested `and`, `or`, sums and
else-branches are flattened, numbers are integers or {"decimal": "…"}, times {"date": "…"} or {"datetime": "…"}.
Applying it twice changes nothing more.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from catalog_admin.predicates import exact, model
from catalog_admin.predicates.errors import (
    ItemScope,
    MalformedLogic,
    NullRefused,
    NumberRefused,
    OperatorNotAllowed,
    RuleTooLarge,
    TextRefused,
)
from catalog_admin.predicates.model import Json
from catalog_admin.predicates.operators import CONSTRUCTS, EVERY_OPERATOR, FUNCTIONS, INSTEAD, LITERALS
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.values import date_of, date_text, datetime_of, decimal_of

_ALIASES = {"==": "===", "!=": "!==", "?:": "if"}


@dataclass
class _Budget:
    """Counts operations over one whole rule, so that width is bounded as well as depth."""

    left: int = model.OPERATION_LIMIT


def canonical_logic(logic: object) -> Json:
    """The canonical form; refuses what the profile does not know, with a pointer into the input."""
    rewritten = _any(logic, "", 0, _Budget())
    # Opening `a < b < c` makes a rule bigger: the bounds hold for what is stored.
    return _any(rewritten, "", 0, _Budget())


def _any(logic: object, pointer: str, depth: int, budget: _Budget) -> Json:
    if depth > model.DEPTH_LIMIT:
        raise RuleTooLarge(f"deeper than {model.DEPTH_LIMIT} operations", pointer=pointer)
    if isinstance(logic, dict):
        return _operation(logic, pointer, depth, budget)
    if isinstance(logic, list | tuple):
        return _literal_list(logic, pointer, depth, budget)
    return literal(logic, pointer)


def literal(value: object, pointer: str) -> Json:
    if value is None:
        raise NullRefused("null is no value in a rule", pointer=pointer, suggestion="missing(x) or has(x)")
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value, pointer)
    if isinstance(value, str):
        return _text(value, pointer)
    raise MalformedLogic(f"{type(value).__name__} is no JSON value", pointer=pointer)


def _number(value: float | Decimal, pointer: str) -> Json:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NumberRefused("not a finite number", pointer=pointer)
        # The shortest text that reads back as this float: what its author wrote, unless it had over 15 digits.
        value = Decimal(repr(value))
    if isinstance(value, int):
        if abs(value) > exact.INTEGER_LIMIT:
            raise NumberRefused("integers reach to 2^53 - 1", pointer=pointer)
        return value
    if not exact.fits(value):
        raise NumberRefused(
            f"decimals have {exact.WHOLE_DIGITS} digits before and {exact.FRACTION_DIGITS} after the point",
            pointer=pointer,
        )
    text = exact.plain(value)
    return {"decimal": text} if "." in text else int(text)


def _text(value: str, pointer: str) -> str:
    if len(value) > model.LITERAL_TEXT_LIMIT:
        raise RuleTooLarge(f"a text over {model.LITERAL_TEXT_LIMIT} characters", pointer=pointer)
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise TextRefused("a text with NUL or a lone surrogate", pointer=pointer)
    return value


def _literal_list(items: list[Any] | tuple[Any, ...], pointer: str, depth: int, budget: _Budget) -> Json:
    if not items:
        raise MalformedLogic("an empty list matches nothing", pointer=pointer)
    if len(items) > model.LITERAL_LIST_LIMIT:
        raise RuleTooLarge(f"a list over {model.LITERAL_LIST_LIMIT} items", pointer=pointer)
    # Items are not counted as operations: the list has its own bound, and SKU lists are long.
    listed = [_any(item, f"{pointer}/{place}", depth + 1, _Budget()) for place, item in enumerate(items)]
    for place, item in enumerate(listed):
        if isinstance(item, list) or (isinstance(item, dict) and not LITERALS & item.keys()):
            raise MalformedLogic("a list holds plain values only", pointer=f"{pointer}/{place}")
    return listed


def _operation(logic: dict[Any, Any], pointer: str, depth: int, budget: _Budget) -> Json:
    if len(logic) != 1:
        raise MalformedLogic("an operation is an object with one key", pointer=pointer)
    ((operator, raw),) = logic.items()
    budget.left -= 1
    if budget.left < 0:
        raise RuleTooLarge(f"more than {model.OPERATION_LIMIT} operations", pointer=pointer)
    name = _ALIASES.get(operator, operator)
    inside = f"{pointer}/{_escaped(operator)}"
    if name in LITERALS:
        return _written(name, raw, inside)
    if name not in EVERY_OPERATOR:
        raise _not_allowed(operator, pointer)
    if name in _NAMING:
        return _NAMING[name](raw if isinstance(raw, list) else [raw], inside)
    arguments = raw if isinstance(raw, list) else [raw]
    _count(name, len(arguments), pointer)
    done = [_any(each, f"{inside}/{place}", depth + 1, budget) for place, each in enumerate(arguments)]
    return _REWRITE.get(name, _kept)(name, done, pointer)


def _not_allowed(operator: object, pointer: str) -> OperatorNotAllowed:
    known = str(operator)
    return OperatorNotAllowed(
        f"`{known[:80]}` is no operator of rules",
        pointer=pointer,
        suggestion=INSTEAD.get(known) or nearest(known, EVERY_OPERATOR),
    )


def _count(name: str, given: int, pointer: str) -> None:
    function = FUNCTIONS.get(name)
    least = len(function.takes) if function else CONSTRUCTS[name].least
    most = CONSTRUCTS[name].most if function is None else None if function.repeats else least
    if given < least or (most is not None and given > most):
        wanted = str(least) if least == most else f"{least} or more" if most is None else f"{least} to {most}"
        raise MalformedLogic(f"`{name}` takes {wanted} arguments, not {given}", pointer=pointer)


def _written(kind: str, raw: object, pointer: str) -> Json:
    """{"decimal": "0.50"}, {"date": …}, {"datetime": …} in their one notation."""
    if not isinstance(raw, str):
        raise MalformedLogic(f"{kind} takes a text", pointer=pointer)
    if kind == "decimal":
        number = decimal_of(raw)
        if number is None:
            raise NumberRefused(f"{raw[:80]!r} is no decimal in the exact range", pointer=pointer)
        return _number(number, pointer)
    moment = date_of(raw) if kind == "date" else datetime_of(raw)
    if moment is None:
        hint = "2026-01-31" if kind == "date" else "2026-01-31T12:00:00Z"
        raise TextRefused(f"{raw[:80]!r} is no {kind}", pointer=pointer, suggestion=hint)
    return {kind: date_text(moment)}


def _name(value: object, pointer: str) -> str:
    if not isinstance(value, str) or len(value) > model.NAME_LIMIT:
        raise MalformedLogic("a name is a text", pointer=pointer)
    if any(character == "`" or not character.isprintable() for character in value):
        raise MalformedLogic("a name of unprintable characters", pointer=pointer)
    return value


def _var(arguments: list[Any], pointer: str) -> Json:
    if not 1 <= len(arguments) <= 2:
        raise MalformedLogic("`var` takes a name and perhaps a default", pointer=pointer)
    name = _name(arguments[0], pointer)
    if len(arguments) == 1 or arguments[1] is None:
        return {"var": name}
    otherwise = _any(arguments[1], f"{pointer}/1", 0, _Budget())
    if isinstance(otherwise, list) or (isinstance(otherwise, dict) and not LITERALS & otherwise.keys()):
        raise MalformedLogic("a default is a plain value", pointer=f"{pointer}/1")
    return {"var": [name, otherwise]}


def _names(values: list[Any], pointer: str) -> list[Json]:
    if not values or len(values) > model.LITERAL_LIST_LIMIT:
        raise MalformedLogic("`missing` takes names", pointer=pointer)
    named = [_name(value, f"{pointer}/{place}") for place, value in enumerate(values)]
    if "" in named:
        raise ItemScope("an item is never missing by name", pointer=pointer)
    return list(dict.fromkeys(named))


def _missing(arguments: list[Any], pointer: str) -> Json:
    nested = len(arguments) == 1 and isinstance(arguments[0], list)
    return {"missing": _names(arguments[0] if nested else arguments, pointer)}


def _missing_some(arguments: list[Any], pointer: str) -> Json:
    if len(arguments) != 2 or type(arguments[0]) is not int or not isinstance(arguments[1], list):
        raise MalformedLogic("`missing_some` takes a number and a list of names", pointer=pointer)
    names = _names(arguments[1], f"{pointer}/1")
    if not 1 <= arguments[0] <= len(names):
        raise MalformedLogic("the number is between 1 and the number of names", pointer=f"{pointer}/0")
    if arguments[0] == len(names):
        return {"missing": names}
    return {"missing_some": [arguments[0], names]}


_NAMING: dict[str, Callable[[list[Any], str], Json]] = {
    "var": _var,
    "missing": _missing,
    "missing_some": _missing_some,
}


def _kept(name: str, arguments: list[Json], _: str) -> Json:
    return {name: arguments}


def _joined(name: str, arguments: list[Json], _: str) -> Json:
    """`and` and `or` are associative in all four outcomes: nesting says nothing."""
    flat: list[Json] = []
    for argument in arguments:
        same = isinstance(argument, dict) and name in argument
        flat.extend(cast("list[Json]", cast("dict[str, Json]", argument)[name]) if same else [argument])
    return flat[0] if len(flat) == 1 else {name: flat}


def _chained(name: str, arguments: list[Json], _: str) -> Json:
    """Sums and products run left to right, so only a nested first argument may be opened."""
    first = arguments[0]
    if isinstance(first, dict) and name in first:
        return {name: [*cast("list[Json]", first[name]), *arguments[1:]]}
    return {name: arguments}


def _between(name: str, arguments: list[Json], _: str) -> Json:
    if len(arguments) == 2:
        return {name: arguments}
    low, value, high = arguments
    return {"and": [{name: [low, value]}, {name: [value, high]}]}


def _negated(name: str, arguments: list[Json], pointer: str) -> Json:
    """-(5) is the literal -5; only a difference or the negative of something read stays an operation."""
    if len(arguments) == 2:
        return {name: arguments}
    only = arguments[0]
    if isinstance(only, int) and not isinstance(only, bool):
        return -only
    if isinstance(only, dict) and "decimal" in only:
        return _number(Decimal(str(only["decimal"])).copy_negate(), pointer)
    return {name: arguments}


def _branches(name: str, arguments: list[Json], pointer: str) -> Json:
    if len(arguments) % 2 == 0:
        raise MalformedLogic("`if` needs an else branch", pointer=pointer)
    last = arguments[-1]
    if isinstance(last, dict) and name in last:
        return {name: [*arguments[:-1], *cast("list[Json]", last[name])]}
    return {name: arguments}


def _sum(name: str, arguments: list[Json], pointer: str) -> Json:
    """The one reduce that is bounded and has a set-wise meaning: accumulator + f(current), from 0."""
    source, body, start = arguments
    accumulator: Json = {"var": "accumulator"}
    addends = body.get("+") if isinstance(body, dict) else None
    if (
        not isinstance(addends, list)
        or len(addends) != 2
        or accumulator not in addends
        or type(start) is not int
        or start
    ):
        raise MalformedLogic(
            "`reduce` only sums: accumulator + an expression of current, starting at 0",
            pointer=pointer,
            suggestion='{"reduce": [list, {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]}',
        )
    summed = addends[1] if addends[0] == accumulator else addends[0]
    return {name: [source, {"+": [accumulator, summed]}, 0]}


_REWRITE: dict[str, Callable[[str, list[Json], str], Json]] = {
    "and": _joined,
    "or": _joined,
    "+": _chained,
    "*": _chained,
    "-": _negated,
    "if": _branches,
    "reduce": _sum,
    **dict.fromkeys(("<", "<=", ">", ">="), _between),
}


def _escaped(operator: object) -> str:
    return str(operator).replace("~", "~0").replace("/", "~1")
