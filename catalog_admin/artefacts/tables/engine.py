"""zen, asked for one expression at a time; the only importer of it."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import zen

from catalog_admin.artefacts.tables.words import UnreadableExpression

_KEPT = 32_768


class EngineFailed(Exception):
    """zen could not answer: a type clash, an overflow, a part that is not there."""


@lru_cache(_KEPT)
def test_of(text: str) -> "zen.Expression":
    """A compiled test of `$`; raises UnreadableExpression with zen's own reason."""
    return _compiled(zen.compile_unary_expression, text)


@lru_cache(_KEPT)
def expression_of(text: str) -> "zen.Expression":
    return _compiled(zen.compile_expression, text)


def ask(expression: "zen.Expression", context: str) -> Any:
    """The answer for a context in JSON; raises EngineFailed and nothing else of zen's."""
    try:
        return expression.evaluate(context)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as wrong:  # a panic of Rust is no Exception
        raise EngineFailed(_reason(wrong)) from None


def _compiled(compile_: Callable[[str], "zen.Expression"], text: str) -> "zen.Expression":
    try:
        return compile_(text)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as wrong:
        raise UnreadableExpression(_reason(wrong)) from None


def _reason(wrong: BaseException) -> str:
    """zen's own words without the stack of addresses that follows them."""
    line = str(wrong).partition("\n")[0][:300]
    try:
        said = json.loads(line)
    except ValueError:
        return line or type(wrong).__name__
    return str(said.get("source") or said.get("type") or line) if isinstance(said, dict) else line
