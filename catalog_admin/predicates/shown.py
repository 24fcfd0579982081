"""Canonical JSON → the short form, with only the brackets it needs; parse(shown(c)) is c again."""

import json
from typing import Any

from catalog_admin.predicates.model import Json
from catalog_admin.predicates.operators import FUNCTIONS
from catalog_admin.predicates.tokens import KEYWORDS, NAME
from catalog_admin.predicates.tree import renamed

_TERNARY, _OR, _AND, _RELATION, _SUM, _PRODUCT, _UNARY, _MEMBER = range(1, 9)
_INFIX = {
    "or": ("||", _OR, _AND),
    "and": ("&&", _AND, _RELATION),
    "===": ("==", _RELATION, _SUM),
    "!==": ("!=", _RELATION, _SUM),
    "<": ("<", _RELATION, _SUM),
    "<=": ("<=", _RELATION, _SUM),
    ">": (">", _RELATION, _SUM),
    ">=": (">=", _RELATION, _SUM),
    "in": ("in", _RELATION, _SUM),
    "+": ("+", _SUM, _PRODUCT),
    "-": ("-", _SUM, _PRODUCT),
    "*": ("*", _PRODUCT, _UNARY),
    "/": ("/", _PRODUCT, _UNARY),
    "%": ("%", _PRODUCT, _UNARY),
}
_METHOD = {"some": "exists", "all": "all", "none": "none", "filter": "filter", "map": "map"}
_ITEM = "item"


def shown(logic: Json) -> str:
    return _shown(logic, _TERNARY)


def _shown(logic: Any, room: int) -> str:
    """`room` is the loosest binding that needs no brackets here."""
    text, binding = _expression(logic)
    return f"({text})" if binding < room else text


def _expression(logic: Any) -> tuple[str, int]:
    if isinstance(logic, bool):
        return ("true" if logic else "false"), _MEMBER
    if isinstance(logic, int):
        return str(logic), _MEMBER if logic >= 0 else _UNARY
    if isinstance(logic, str):
        return json.dumps(logic, ensure_ascii=False), _MEMBER
    if isinstance(logic, list):
        return f"[{_listed(logic)}]", _MEMBER
    ((operator, arguments),) = logic.items()
    return _operation(operator, arguments)


def _operation(operator: str, arguments: Any) -> tuple[str, int]:
    if operator == "decimal":
        return arguments, _UNARY if arguments.startswith("-") else _MEMBER
    if operator in ("date", "datetime"):
        return f"{operator}({json.dumps(arguments)})", _MEMBER
    if operator == "var":
        return _read(arguments), _MEMBER
    if operator == "missing":
        return f"missing({_names(arguments)})", _MEMBER
    if operator == "missing_some":
        return f"missing_some({arguments[0]}, {_names(arguments[1])})", _MEMBER
    if operator == "!" or (operator == "-" and len(arguments) == 1):
        return _unary(operator, arguments[0])
    if operator in _INFIX:
        return _infix(operator, arguments)
    if operator == "if":
        return _branches(arguments), _TERNARY
    if operator == "reduce":
        return _sum(arguments), _MEMBER
    if operator in _METHOD:
        body = _shown(renamed(arguments[1], _field), _TERNARY)
        return f"{_shown(arguments[0], _MEMBER)}.{_METHOD[operator]}({_ITEM}, {body})", _MEMBER
    spelling = FUNCTIONS[operator].spelling if operator in FUNCTIONS else operator
    return f"{spelling}({_listed(arguments)})", _MEMBER


def _listed(arguments: list[Any]) -> str:
    return ", ".join(_shown(argument, _TERNARY) for argument in arguments)


def _name(name: str) -> str:
    return name if NAME.fullmatch(name) and name not in KEYWORDS else f"`{name}`"


def _names(names: list[str]) -> str:
    return ", ".join(_name(name) for name in names)


def _read(argument: Any) -> str:
    if isinstance(argument, list):
        return f"default({_name(argument[0])}, {_shown(argument[1], _TERNARY)})"
    return _name(argument) if argument else _ITEM


def _unary(operator: str, argument: Any) -> tuple[str, int]:
    if operator == "!" and isinstance(argument, dict) and len(argument.get("missing", ())) == 1:
        return f"has({_names(argument['missing'])})", _MEMBER
    return f"{operator}{_shown(argument, _UNARY)}", _UNARY


def _infix(operator: str, arguments: list[Any]) -> tuple[str, int]:
    mark, binding, tighter = _INFIX[operator]
    # Sums and products read from the left: only the first may bind as loosely as the whole.
    first = binding if binding in (_SUM, _PRODUCT) else tighter
    shown_first = _shown(arguments[0], first)
    return f" {mark} ".join([shown_first, *(_shown(each, tighter) for each in arguments[1:])]), binding


def _branches(arguments: list[Any]) -> str:
    pairs = zip(arguments[:-1:2], arguments[1:-1:2], strict=True)
    said = [f"{_shown(condition, _OR)} ? {_shown(then, _TERNARY)}" for condition, then in pairs]
    return " : ".join([*said, _shown(arguments[-1], _OR)])


def _sum(arguments: list[Any]) -> str:
    source, body, _ = arguments
    summed = body["+"][1]
    if summed == 1 and summed is not True:
        return f"size({_shown(source, _TERNARY)})"
    return f"{_shown(source, _MEMBER)}.sum({_ITEM}, {_shown(renamed(summed, _of_current), _TERNARY)})"


def _field(name: str) -> str:
    """In a body: the item itself, or what a record has."""
    return f"{_ITEM}.{name}" if name else ""


def _of_current(name: str) -> str:
    """In a sum the item is `current`; elsewhere that may be somebody's attribute."""
    if name == "current":
        return ""
    return _field(name.removeprefix("current.")) if name.startswith("current.") else name
