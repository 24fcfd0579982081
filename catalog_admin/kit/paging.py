"""Keyset pages: a cursor is the sort key of the last row, so page 10,000 costs what page 1 costs."""

import base64
import binascii
from dataclasses import dataclass
from typing import Generic, TypeVar

import orjson

from catalog_admin.kit.errors import Invalid

LARGEST_PAGE = 100
T = TypeVar("T")


class BadCursor(Invalid):
    """Not a cursor we gave out."""

    code = "kit.bad_cursor"


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows in order; `next` is the cursor behind the last one, None at the end."""

    items: list[T]
    next: str | None = None


def cursor(*key: str | int | None) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def key_of(cursor_text: str, *, width: int) -> list[str | int | None]:
    """The sort key inside a cursor; raises BadCursor for anything else."""
    try:
        padded = cursor_text + "=" * (-len(cursor_text) % 4)
        key = orjson.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError) as wrong:
        raise BadCursor("this cursor is not one of ours", pointer="/after") from wrong
    if not isinstance(key, list) or len(key) != width:
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    if not all(part is None or isinstance(part, str | int) for part in key):
        raise BadCursor("this cursor is not one of ours", pointer="/after")
    return key
