"""JSON read exactly: every digit kept, a member said twice refused, depth bounded."""

import json
from decimal import Decimal
from typing import Any

from bundles.limits import DEFAULT, Limits
from bundles.problems import Unreadable
from bundles.scalars import text


def read_json(source: str, limits: Limits = DEFAULT, *, line: int = 1) -> Any:
    """One value; raises Unreadable. `line` is where the source begins in its file."""

    def number(written: str) -> Decimal:
        if len(written) <= limits.digits and abs(Decimal(written).adjusted()) <= limits.exponent:
            return Decimal(written)
        raise Unreadable("bundle.absurd_number", f"{written[:40]}… is not a number anybody means", line)

    try:
        value = json.loads(
            source,
            parse_float=number,
            parse_int=lambda written: int(number(written)),
            parse_constant=lambda name: _refuse(name, line),
            object_pairs_hook=lambda pairs: _members(pairs, line),
        )
    except json.JSONDecodeError as wrong:
        raise Unreadable("bundle.broken_json", wrong.msg, line + wrong.lineno - 1) from wrong
    except RecursionError as wrong:
        raise Unreadable("bundle.too_deep", f"nested deeper than {limits.depth} levels", line) from wrong
    return _checked(value, limits.depth, line)


def _refuse(name: str, line: int) -> Any:
    raise Unreadable("bundle.broken_json", f"{name} is not JSON", line)


def _members(pairs: list[tuple[str, Any]], line: int) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable("bundle.duplicate_key", f"{twice!r} is said twice", line, "keep one of them")
    return members


def _checked(value: Any, depth: int, line: int) -> Any:
    if isinstance(value, str):
        return text(value, line)
    if isinstance(value, dict | list):
        if depth == 0:
            raise Unreadable("bundle.too_deep", "nested too deep", line)
        if isinstance(value, list):
            return [_checked(item, depth - 1, line) for item in value]
        return {text(name, line): _checked(item, depth - 1, line) for name, item in value.items()}
    return value
