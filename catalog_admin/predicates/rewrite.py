"""One shape for one meaning: what each operator becomes once its arguments are canonical."""

from collections.abc import Callable
from decimal import Decimal
from typing import cast

from catalog_admin.predicates.constants import number
from catalog_admin.predicates.errors import MalformedLogic
from catalog_admin.predicates.model import Json


def kept(name: str, arguments: list[Json], _: str) -> Json:
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
        return number(Decimal(str(only["decimal"])).copy_negate(), pointer)
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


REWRITE: dict[str, Callable[[str, list[Json], str], Json]] = {
    "and": _joined,
    "or": _joined,
    "+": _chained,
    "*": _chained,
    "-": _negated,
    "if": _branches,
    "reduce": _sum,
    **dict.fromkeys(("<", "<=", ">", ">="), _between),
}
