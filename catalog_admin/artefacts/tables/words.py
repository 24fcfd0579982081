"""An expression of zen's language, cut into words; what starts no word of ours is refused, not guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Sort = Literal["number", "text", "template", "name", "mark"]
KEYWORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
TEXT_LIMIT = 2_000
_WORD = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>\d[\d_]*(\.\d+)?([eE][+-]?\d+)?)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<template>`[^`]*`)
    |(?P<name>[A-Za-z_$\#][A-Za-z0-9_$\#]*)
    |(?P<mark>\.\.|\?\?|==|!=|<=|>=|[-+*/%^<>!?:()\[\]{},.=;])""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Word:
    """`said` is the text as written, quotes included."""

    sort: Sort
    said: str
    offset: int

    @property
    def meant(self) -> str:
        return self.said[1:-1] if self.sort in ("text", "template") else self.said

    def is_mark(self, *marks: str) -> bool:
        return self.sort == "mark" and self.said in marks

    def is_keyword(self, *words: str) -> bool:
        return self.sort == "name" and self.said in words

    @property
    def is_reference(self) -> bool:
        return self.sort == "name" and self.said not in KEYWORDS


class UnreadableExpression(Exception):
    """No expression that a table may hold; the reason is for people, the suggestion perhaps a repair."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def words(text: str) -> list[Word]:
    if len(text) > TEXT_LIMIT:
        raise UnreadableExpression(f"longer than {TEXT_LIMIT:,} characters")
    return [*_words(text)]


def _words(text: str) -> Iterator[Word]:
    offset = 0
    while offset < len(text):
        match = _WORD.match(text, offset)
        if match is None:
            raise UnreadableExpression(f"{text[offset]!r} at {offset} starts no word", _ended(text[offset]))
        if match.lastgroup != "space":
            yield Word(_sort(match), match.group(), offset)
        offset = match.end()


def _sort(match: re.Match[str]) -> Sort:
    # `lastgroup` would name the outermost group too, but a number has groups inside.
    sorts: tuple[Sort, ...] = ("number", "text", "template", "name", "mark")
    return next(sort for sort in sorts if match[sort] is not None)


def _ended(character: str) -> str | None:
    return f"end the text with {character}" if character in "\"'`" else None
