"""JSON values → their one text: two spaces, one line where it fits, nothing invisible, a newline at the end."""

import json
import re
from decimal import Decimal
from typing import Any

from catalog_admin.predicates.exact import plain

WIDTH = 100
# A character that reviewers cannot see, or that turns the text around it, is spelt as its escape. The list is
# written out: asking the interpreter would make the text depend on its Unicode version.
_INVISIBLE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def spelt(value: Any) -> bytes:
    """The text of a value whose members are in their order; reads back as the same value."""
    return (_broken(value, 0) + "\n").encode("utf-8")


def in_line(value: Any, width: int) -> str:
    """The same on one line, for sentences; cut where it is longer."""
    said = _line(value, max(width * 8, 4_000)) or _scalar(str(value))
    return said if len(said) <= width else said[: width - 1] + "…"


def _written(value: Any, indent: int, room: int) -> str:
    """On one line where that fits."""
    if not isinstance(value, dict | list) or not value:
        return _scalar(value)
    line = _line(value, WIDTH - indent - room)
    return _broken(value, indent) if line is None else line


def _broken(value: Any, indent: int) -> str:
    """Over several lines, which keeps differences small."""
    if not isinstance(value, dict | list) or not value:
        return _scalar(value)
    inside, inner = " " * (indent + 2), indent + 2
    if isinstance(value, dict):
        names = [f"{_text(name)}: " for name in value]
        items = [name + _written(item, inner, len(name) + 1) for name, item in zip(names, value.values(), strict=True)]
        opening, closing = "{", "}"
    else:
        items = [_written(item, inner, 1) for item in value]
        opening, closing = "[", "]"
    body = ",\n".join(inside + item for item in items)
    return f"{opening}\n{body}\n{' ' * indent}{closing}"


def _line(value: Any, room: int) -> str | None:
    """None as soon as it is longer than that."""
    if not isinstance(value, dict | list) or not value:
        scalar = _scalar(value)
        return scalar if len(scalar) <= room else None
    left = room - 2
    parts: list[str] = []
    for name, item in value.items() if isinstance(value, dict) else ((None, each) for each in value):
        prefix = "" if name is None else f"{_text(name)}: "
        said = _line(item, left - len(prefix))
        if said is None:
            return None
        parts.append(prefix + said)
        left -= len(prefix) + len(said) + 2
    whole = ", ".join(parts)
    if len(whole) > room - 2:
        return None
    return f"{{{whole}}}" if isinstance(value, dict) else f"[{whole}]"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal):
        return plain(value)
    return json.dumps(value)


def _text(text: str) -> str:
    return _INVISIBLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
