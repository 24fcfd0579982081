"""When two values say the same: Python's own `==` takes true for 1, and a text of digits is no number."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog_admin.predicates.exact import plain


def same(one: Any, other: Any) -> bool:
    """Equal, where 1 and 1.0 are one number, true is none, and lists and tuples are one."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(item, other[name]) for name, item in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return one == other
    return type(one) is type(other) and bool(one == other)


def text_of(value: Any) -> str:
    """One text for all values that are the same, to find them by; no two others share one."""
    return json.dumps(value, sort_keys=True, default=_spelt)


def _spelt(value: Any) -> Any:
    if isinstance(value, Decimal):
        digits = plain(value)
        # NUL is in no text that is read: a number is told apart from its digits.
        return {"\0": digits} if "." in digits else int(digits)
    return {"\0": repr(value)}
