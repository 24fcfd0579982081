"""Canonical JSON: the bytes a digest is taken over.

RFC 8785 (JCS) of a profile small enough that sorted-key JSON *is* JCS: ASCII keys (code-unit order equals
byte order), integers within 2^53, no floats (their shortest form is a trap: exact numbers travel as decimal
strings). A conformance test holds the result against a full JCS implementation.
"""

import hashlib
from typing import Any

import orjson

from catalog_admin.kit.errors import Invalid

LARGEST_INTEGER = 2**53 - 1
TEXT = frozenset({str})
PLAIN = TEXT | {bool, type(None), orjson.Fragment}  # a fragment is what `fragment` has written


class NotCanonical(Invalid):
    """A value that has no single canonical form in our profile."""

    code = "kit.not_canonical"


def canonical_json(value: Any) -> bytes:
    """The value as JCS bytes; raises NotCanonical for floats, wide integers, non-ASCII or non-text keys."""
    if not _is_surely_canonical(value):
        _check(value, "")
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        _check(value, "")  # says where the lone surrogate stands
        raise


def fragment(value: Any) -> orjson.Fragment:
    """The value's canonical form once for all that have it as a member; raises NotCanonical."""
    return orjson.Fragment(canonical_json(value))


def digest(value: Any) -> bytes:
    """SHA-256 over the canonical bytes."""
    return hashlib.sha256(canonical_json(value)).digest()


def _is_surely_canonical(value: Any) -> bool:
    """The quick yes for what a publish writes by the million; a no is not final, `_check` knows why and where.

    Types are gathered by the interpreter's own loops: one step of ours for each member took three times as long.
    """
    kind = type(value)
    if kind is dict:
        if not TEXT.issuperset(map(type, value)) or not "".join(value).isascii():
            return False
        members = value.values()
    elif kind is list:
        members = value
    else:
        return kind in PLAIN or (kind is int and -LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    if PLAIN.issuperset(map(type, members)):
        return True
    for item in members:
        inner = type(item)
        if inner not in PLAIN and not (
            (inner is list and PLAIN.issuperset(map(type, item))) or _is_surely_canonical(item)
        ):
            return False
    return True


def _check(value: Any, pointer: str) -> None:
    # bool is an int to Python: let it through first.
    if value is None or isinstance(value, bool | orjson.Fragment):
        return None
    if isinstance(value, str):
        return _check_text(value, pointer)
    if isinstance(value, int):
        return _check_integer(value, pointer)
    if isinstance(value, dict):
        return _check_object(value, pointer)
    if isinstance(value, list | tuple):
        for position, item in enumerate(value):
            _check(item, f"{pointer}/{position}")
        return None
    raise NotCanonical(f"{type(value).__name__} has no canonical JSON form", pointer=pointer)


def _check_text(value: str, pointer: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise NotCanonical("text holds a lone surrogate", pointer=pointer) from wrong


def _check_integer(value: int, pointer: str) -> None:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical("integers beyond 2^53 must be decimal strings", pointer=pointer)


def _check_object(value: dict[Any, Any], pointer: str) -> None:
    for key, item in value.items():
        if not isinstance(key, str) or not key.isascii():
            raise NotCanonical(f"key {key!r} is not ASCII text", pointer=pointer)
        _check(item, f"{pointer}/{key}")
