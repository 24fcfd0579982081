"""Any accepted JSONLogic → the one canonical JSON that is stored; types are not looked at here.

One notation for one meaning: `==` becomes `===`, `a < b < c` becomes two comparisons, nested `and`, `or`, sums and
else-branches are flattened, numbers are integers or {"decimal": "…"}, times {"date": "…"} or {"datetime": "…"}.
Applying it twice changes nothing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalog_admin.predicates import model
from catalog_admin.predicates.constants import literal, written
from catalog_admin.predicates.errors import (
    ItemScope,
    MalformedLogic,
    OperatorNotAllowed,
    RuleTooLarge,
)
from catalog_admin.predicates.model import Json
from catalog_admin.predicates.operators import CONSTRUCTS, EVERY_OPERATOR, FUNCTIONS, INSTEAD, LITERALS
from catalog_admin.predicates.rewrite import REWRITE, kept
from catalog_admin.predicates.suggest import nearest

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
        return written(name, raw, inside)
    if name not in EVERY_OPERATOR:
        raise _not_allowed(operator, pointer)
    if name in _NAMING:
        return _NAMING[name](raw if isinstance(raw, list) else [raw], inside)
    arguments = raw if isinstance(raw, list) else [raw]
    _count(name, len(arguments), pointer)
    done = [_any(each, f"{inside}/{place}", depth + 1, budget) for place, each in enumerate(arguments)]
    return REWRITE.get(name, kept)(name, done, pointer)


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


def _escaped(operator: object) -> str:
    return str(operator).replace("~", "~0").replace("/", "~1")
