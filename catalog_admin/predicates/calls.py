"""Calls and methods of the short form that are not one-to-one with a function of the operator table."""

from collections.abc import Callable
from typing import Any

from catalog_admin.predicates.errors import SyntaxRefused
from catalog_admin.predicates.tokens import Token

_WORDS = {"and": "&&", "or": "||", "not": "!", "=": "==", "&": "&&", "|": "||", "is": "=="}


def written_instead(token: Token) -> str | None:
    """The mark that somebody who knows another language meant."""
    return None if token.quoted else _WORDS.get(token.word.lower())


def _name_of(logic: Any, token: Token) -> str:
    name = logic.get("var") if isinstance(logic, dict) else None
    if not isinstance(name, str) or name == "":
        raise SyntaxRefused(f"`{token.word}` takes names of attributes", offset=token.offset)
    return name


def _taken(arguments: list[Any], least: int, most: int | None, token: Token) -> None:
    if len(arguments) < least or (most is not None and len(arguments) > most):
        raise SyntaxRefused(f"`{token.word}` takes another number of arguments", offset=token.offset)


def _has(arguments: list[Any], token: Token) -> Any:
    _taken(arguments, 1, 1, token)
    return {"!": [{"missing": [_name_of(arguments[0], token)]}]}


def _missing(arguments: list[Any], token: Token) -> Any:
    _taken(arguments, 1, None, token)
    return {"missing": [_name_of(argument, token) for argument in arguments]}


def _missing_some(arguments: list[Any], token: Token) -> Any:
    _taken(arguments, 2, None, token)
    return {"missing_some": [arguments[0], [_name_of(argument, token) for argument in arguments[1:]]]}


def _default(arguments: list[Any], token: Token) -> Any:
    _taken(arguments, 2, 2, token)
    return {"var": [_name_of(arguments[0], token), arguments[1]]}


def _size(arguments: list[Any], token: Token) -> Any:
    _taken(arguments, 1, 1, token)
    return _sum(arguments[0], 1)


def _sum(receiver: Any, body: Any) -> Any:
    return {"reduce": [receiver, {"+": [{"var": "accumulator"}, body]}, 0]}


def _written(kind: str) -> Callable[[list[Any], Token], Any]:
    def literal(arguments: list[Any], token: Token) -> Any:
        _taken(arguments, 1, 1, token)
        return {kind: arguments[0]}

    return literal


CALLS: dict[str, Callable[[list[Any], Token], Any]] = {
    "has": _has,
    "missing": _missing,
    "missing_some": _missing_some,
    "default": _default,
    "size": _size,
    "min": lambda arguments, _: {"min": arguments},
    "max": lambda arguments, _: {"max": arguments},
    "date": _written("date"),
    "datetime": _written("datetime"),
}
ITEMWISE: dict[str, Callable[[Any, Any], Any]] = {
    "exists": lambda receiver, body: {"some": [receiver, body]},
    "all": lambda receiver, body: {"all": [receiver, body]},
    "none": lambda receiver, body: {"none": [receiver, body]},
    "filter": lambda receiver, body: {"filter": [receiver, body]},
    "map": lambda receiver, body: {"map": [receiver, body]},
    "sum": _sum,
}


def _one(operator: str) -> Callable[[Any, list[Any], Token], Any]:
    def called(receiver: Any, arguments: list[Any], token: Token) -> Any:
        _taken(arguments, 1, 1, token)
        return {operator: [receiver, arguments[0]]}

    return called


def _contains(receiver: Any, arguments: list[Any], token: Token) -> Any:
    _taken(arguments, 1, 1, token)
    return {"in": [arguments[0], receiver]}


METHODS: dict[str, Callable[..., Any]] = {
    "contains": _contains,
    "startsWith": _one("text.starts_with"),
    "endsWith": _one("text.ends_with"),
    **ITEMWISE,
}
