"""Bytes ⇄ JSON values, exactly: no digit is lost, and what two parsers would read differently is refused."""

import unicodedata
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.errors import UnreadableText
from catalog_admin.artefacts.kinds.limits import DEPTH, DIVIDE, FILE_BYTES
from catalog_admin.kit.exact_json import UnreadableBody, read_exactly
from catalog_admin.kit.faults import step
from catalog_admin.predicates.exact import INTEGER_LIMIT, fits

_MARK = b"\xef\xbb\xbf"


def read_text(content: bytes) -> Any:
    """The JSON value; whole numbers are ints however they were written, fractions Decimals."""
    if len(content) > FILE_BYTES:
        raise UnreadableText(f"{len(content):,} bytes; a file has at most {FILE_BYTES:,}", suggestion=DIVIDE)
    if content.startswith(_MARK):
        raise UnreadableText("begins with a byte order mark", suggestion="save it as UTF-8 without one")
    try:
        value = read_exactly(content)
    except UnreadableBody as refused:
        raise UnreadableText(refused.detail, pointer=refused.pointer) from refused
    return settled(value)


def settled(value: Any, pointer: str = "", depth: int = 0) -> Any:
    """The value with each number in its one form; refuses names that are not NFC, and numbers out of range.

    Texts stay as they are, character by character: a rule compares them with data that nobody normalises. Two names
    that look the same are the same.
    """
    if depth > DEPTH:
        raise UnreadableText(f"nested deeper than {DEPTH} levels", pointer=pointer)
    if isinstance(value, dict):
        for name in value:
            _refuse_unsettled_name(name, pointer)
        return {name: settled(item, pointer + step(name), depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [settled(item, f"{pointer}/{place}", depth + 1) for place, item in enumerate(value)]
    if isinstance(value, Decimal) or type(value) is int:
        return _number(value, pointer)
    return value


def _refuse_unsettled_name(name: str, pointer: str) -> None:
    if not unicodedata.is_normalized("NFC", name):
        raise UnreadableText(
            f"the name {name[:80]!r} is not in Unicode's composed form",
            pointer=pointer,
            suggestion=unicodedata.normalize("NFC", name)[:80],
        )


def _number(number: int | Decimal, pointer: str) -> int | Decimal:
    if isinstance(number, Decimal):
        if not fits(number):
            raise UnreadableText("decimals have 13 digits before and 24 after the point", pointer=pointer)
        if number != number.to_integral_value():
            return number
        number = int(number)
    if abs(number) > INTEGER_LIMIT:
        raise UnreadableText("integers reach to 2^53 - 1", pointer=pointer, suggestion="write it as a text")
    return number
