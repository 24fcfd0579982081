"""What a request says in its address is as strict as its body: unknown query parameters and NUL are refused.

A misspelt `dat=2021-06-01` that answers as if it were not there is worse than a refusal.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute


async def only_known_parameters(request: Request) -> None:
    """A dependency of every router. Raises RequestValidationError, with all that is wrong."""
    faults = [*_unknown(request), *_unstorable(request)]
    if faults:
        raise RequestValidationError(faults)


def others_choose_parameters() -> None:
    """A dependency of a route that strangers send browsers to, with whatever parameters they think fit."""


def _unknown(request: Request) -> Iterator[dict[str, Any]]:
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    if any(child.call is others_choose_parameters for child in route.dependant.dependencies):
        return
    known = set(_names(route.dependant))
    for name in request.query_params:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            yield {
                "type": "extra_forbidden",
                "loc": ("query", name),
                "msg": "there is no such parameter here",
                "ctx": {"suggestion": close[0]} if close else {},
            }


def _names(dependant: Dependant) -> Iterator[str]:
    """Of the query parameters that an endpoint and its dependencies declare, however deep."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for child in dependant.dependencies:
        yield from _names(child)


def _unstorable(request: Request) -> Iterator[dict[str, Any]]:
    """The database could not hold it, and would say so in words of its own."""
    said = [("path", name, value) for name, value in request.path_params.items()]
    said += [("query", name, value) for name, value in request.query_params.multi_items()]
    for where, name, value in said:
        if isinstance(value, str) and "\x00" in value:
            yield {"type": "nul_character", "loc": (where, name), "msg": "text holds a NUL character"}
