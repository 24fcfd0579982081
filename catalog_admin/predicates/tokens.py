"""The short form, cut into words."""

import re
from dataclasses import dataclass
from typing import Literal

from catalog_admin.predicates.errors import RuleTooLarge, SyntaxRefused
from catalog_admin.predicates.model import TEXT_LIMIT

Sort = Literal["number", "text", "name", "mark", "end"]
KEYWORDS = frozenset({"true", "false", "null", "in"})
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_WORD = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>\d+(\.\d+)?([eE][+-]?\d+)?)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*)
    |(?P<quoted>`[^`]+`)
    |(?P<mark>&&|\|\||===|!==|==|!=|<=|>=|[-+*/%<>!?:()\[\],.=&|;])""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"', "'": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is what was meant: a text without its quotes, a name without its backticks."""

    sort: Sort
    word: str
    offset: int
    quoted: bool = False


def tokens(text: str) -> list[Token]:
    """Every word with its offset, and an `end`; refuses characters that start no word."""
    if len(text) > TEXT_LIMIT:
        raise RuleTooLarge(f"a rule has at most {TEXT_LIMIT} characters", offset=TEXT_LIMIT)
    found: list[Token] = []
    offset = 0
    while offset < len(text):
        match = _WORD.match(text, offset)
        if match is None:
            raise _unreadable(text, offset)
        if match.lastgroup != "space":
            found.append(_token(match))
        offset = match.end()
    found.append(Token("end", "", len(text)))
    return found


def end_of(text: str, offset: int) -> int:
    """Where the word that starts here ends: what never ends, as an open quote, goes to the end of the text."""
    match = _WORD.match(text, offset)
    return len(text) if match is None else match.end()


def _token(match: re.Match[str]) -> Token:
    word, offset = match.group(), match.start()
    if match["text"] is not None:
        return Token("text", _unescaped(word, offset), offset)
    if match["quoted"] is not None:
        return Token("name", word[1:-1], offset, quoted=True)
    if match["number"] is not None:
        return Token("number", word, offset)
    return Token("name" if match["name"] is not None else "mark", word, offset)


def _unescaped(word: str, offset: int) -> str:
    def meant(match: re.Match[str]) -> str:
        escape = match[1]
        if len(escape) == 5:
            return chr(int(escape[1:], 16))
        if escape not in _ESCAPED:
            raise SyntaxRefused(f"`\\{escape}` is no escape", offset=offset + match.start() + 1)
        return _ESCAPED[escape]

    unescaped = _ESCAPE.sub(meant, word[1:-1])
    # \ud83d\ude00 are two halves of one character in JSON's way of writing.
    return unescaped.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _unreadable(text: str, offset: int) -> SyntaxRefused:
    character = text[offset]
    if character in "\"'`":
        return SyntaxRefused("this quote is never closed", offset=offset)
    return SyntaxRefused(f"unexpected {character!r}", offset=offset)
