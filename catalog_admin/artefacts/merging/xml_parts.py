"""XML as parts that can be put together again to the byte: what other tools have written is not written anew.

Names stand as they are written, prefixes included. Nothing is read here that a careful reader has not let through
before (`tables/dmn/xml.py`): document types and entities are refused there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from re import DOTALL, Match
from re import compile as pattern
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape

from catalog_admin.artefacts.tables.dmn.xml import DEPTH_LIMIT

_START = pattern(rb"<([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_ATTRIBUTE = pattern(rb"([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_MISC = pattern(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", DOTALL)
_ENCODING = pattern(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*[\"']([^\"']+)")


@dataclass(frozen=True, eq=False)
class Note:
    """A comment or an instruction beside elements, with what stands before it."""

    lead: bytes
    raw: bytes


@dataclass(frozen=True, eq=False)
class Part:
    """An element. `parts` stand in it, unless it is `plain`: then all that is in it is one text."""

    lead: bytes
    tag: str
    start: bytes
    attributes: dict[str, bytes]
    parts: "tuple[Part | Note, ...]"
    inside: bytes
    trail: bytes
    end: bytes
    plain: bool

    @cached_property
    def raw(self) -> bytes:
        """All of it, without what stands before it."""
        return self.start + self.inside + self.end

    @property
    def name(self) -> str:
        return self.tag.rpartition(":")[2]

    @cached_property
    def said(self) -> Any:
        """What is the same however it is laid out."""
        inside = self.inside.strip() if self.plain else tuple(_said(each) for each in self.parts)
        return self.tag, tuple(sorted(self.attributes.items())), inside

    def attribute(self, name: str) -> str:
        return unescape(self.attributes.get(name, b"''")[1:-1].decode())

    def all(self, name: str) -> "Iterator[Part]":
        return (each for each in self.parts if isinstance(each, Part) and each.name == name)

    @property
    def text(self) -> str:
        return unescape(self.inside.decode()).strip() if self.plain else ""


Some = Part | Note


class NotByParts(Exception):
    """Leaves a merge of which only the whole file can be chosen."""


@dataclass(frozen=True, eq=False)
class Document:
    before: bytes
    root: Part
    after: bytes


def _said(part: Some) -> Any:
    return part.said if isinstance(part, Part) else part.raw


def document_of(content: bytes) -> Document | None:
    """None for what is no well-formed XML in UTF-8."""
    encoding = _ENCODING.match(content)
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf8"):
        return None
    if not _is_utf8(content):
        return None
    try:
        spans = _spans(content)
        root = _part(content, spans, 0, 0)
    except (ExpatError, NotByParts):
        return None
    first, last, _ = spans[0]
    return Document(content[:first], root, content[last:])


def _is_utf8(content: bytes) -> bool:
    """UTF-16 may do without a mark, and has NUL wherever a character is one of ASCII."""
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def escaped(text: str) -> bytes:
    return escape(text).encode()


def quoted(text: str) -> bytes:
    """As the value of an attribute."""
    return b'"' + escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}).encode() + b'"'


def put_together(part: Part, parts: list[Some], attributes: dict[str, bytes]) -> Part:
    """The same element with other parts and attributes in it."""
    inside = b"".join(each.lead + each.raw for each in parts) + part.trail
    return _made(part, attributes, tuple(parts), inside, plain=not parts)


def with_text(part: Part, text: bytes, attributes: dict[str, bytes]) -> Part:
    return _made(part, attributes, (), text, plain=True)


def _made(part: Part, attributes: dict[str, bytes], parts: tuple[Some, ...], inside: bytes, *, plain: bool) -> Part:
    start, end = part.start, part.end
    if attributes != part.attributes or not end:
        said = b"".join(b" " + name.encode() + b"=" + value for name, value in attributes.items())
        start, end = b"<" + part.tag.encode() + said + b">", b"</" + part.tag.encode() + b">"
    return replace(part, start=start, attributes=attributes, parts=parts, inside=inside, end=end, plain=plain)


_Span = tuple[int, int, list[int]]


def _spans(content: bytes) -> list[_Span]:
    """Where each element begins and ends, and which stand in it. Raises ExpatError, NotByParts."""
    found: list[tuple[int, int, list[int]]] = []
    open_: list[int] = []
    parser = ParserCreate()

    def refused(*_: Any) -> None:
        raise NotByParts

    def started(_: str, __: Any) -> None:
        if len(open_) >= DEPTH_LIMIT:
            raise NotByParts
        if open_:
            found[open_[-1]][2].append(len(found))
        open_.append(len(found))
        found.append((parser.CurrentByteIndex, 0, []))

    def ended(_: str) -> None:
        first, inner = found[open_[-1]][0], found[open_[-1]][2]
        start = _start(content, first)
        # Of an element that has one tag alone, expat does not say where that begins.
        is_alone = start.group().endswith(b"/>")
        last = start.end() if is_alone else content.index(b">", parser.CurrentByteIndex) + 1
        found[open_.pop()] = first, last, inner

    parser.StartDoctypeDeclHandler = refused  # entities multiply
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.Parse(content, True)
    return found


def _start(content: bytes, at: int) -> Match[bytes]:
    """Expat may have read it as something else than what we do."""
    match = _START.match(content, at)
    if match is None:
        raise NotByParts
    return match


def _part(content: bytes, spans: list[_Span], at: int, since: int) -> Part:
    first, last, inner = spans[at]
    match = _start(content, first)
    attributes = {name.decode(): value for name, value in _ATTRIBUTE.findall(match[2])}
    closing = content.rindex(b"</", match.end(), last) if match.end() < last else last
    inside = content[match.end() : closing]
    parts: list[Part | Note] = []
    place = match.end()
    is_mixed = False
    for each in inner:
        notes, left = _notes(content[place : spans[each][0]])
        parts += [*notes, _part(content, spans, each, spans[each][0] - len(left))]
        place = spans[each][1]
        is_mixed |= bool(left.strip()) or any(note.lead.strip() for note in notes)
    notes, trail = _notes(content[place:closing])
    is_mixed |= bool(trail.strip()) or any(note.lead.strip() for note in notes)
    plain = not inner or is_mixed
    return Part(
        content[since:first] if since else b"",
        match[1].decode(),
        match.group(),
        attributes,
        () if plain else (*parts, *notes),
        inside,
        b"" if plain else trail,
        content[closing:last],
        plain=plain,
    )


def _notes(between: bytes) -> tuple[list[Note], bytes]:
    """Comments and instructions, and what is left behind the last of them."""
    notes: list[Note] = []
    place = 0
    for match in _MISC.finditer(between):
        notes.append(Note(between[place : match.start()], match.group()))
        place = match.end()
    return notes, between[place:]
