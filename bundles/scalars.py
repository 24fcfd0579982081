"""What a plain scalar means: YAML 1.2's core schema, with every digit kept.

YAML 1.1 would turn NO (a country) into false, 1:30 into 90 and 0.1 into a float. Dates stay text, and so does
a number with leading zeros: that is an article number.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from bundles.limits import Limits
from bundles.problems import Unreadable

WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
FRACTION = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def plain_scalar(written: str, limits: Limits, line: int) -> Any:
    """None, a boolean, an int, a Decimal, or the text itself; raises Unreadable for absurd numbers."""
    if written in WORDS:
        return WORDS[written]
    if written[0] not in "-+.0123456789":
        return text(written, line)
    if INTEGER.fullmatch(written):
        return int(_number(written, limits, line))
    if FRACTION.fullmatch(written):
        return _number(written, limits, line)
    return text(written, line)


def _number(written: str, limits: Limits, line: int) -> Decimal:
    if len(written) <= limits.digits:
        number = Decimal(written)
        if abs(number.adjusted()) <= limits.exponent:
            return number
    raise Unreadable("bundle.absurd_number", f"{written[:40]}… is not a number anybody means", line)


def text(written: str, line: int) -> str:
    """NFC, so that the same word typed on two machines is the same word."""
    try:
        written.encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise Unreadable("bundle.bad_text", "text holds half of a surrogate pair", line) from wrong
    if "\x00" in written:
        raise Unreadable("bundle.bad_text", "text holds a NUL character", line)
    return written if written.isascii() else unicodedata.normalize("NFC", written)
