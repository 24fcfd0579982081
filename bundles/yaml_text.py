"""YAML as plain values, from the parser's events: no tags, no objects, bounded in depth, size and aliases."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bundles.limits import DEFAULT, Limits
from bundles.problems import Unreadable
from bundles.scalars import plain_scalar, text


@dataclass(frozen=True)
class Written:
    """One document of a file and where it begins.

    `lines` knows the items of its lists (`/items/7`) and what else was asked for.
    """

    value: Any
    line: int
    lines: dict[str, int]


def read_yaml(source: str, limits: Limits = DEFAULT, *, wanted: frozenset[str] = frozenset()) -> Iterator[Written]:
    """The documents of a file; raises Unreadable. `wanted` pointers (of every document) get their lines noted."""
    try:
        yield from _Reader(source, limits, wanted).documents()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise Unreadable("bundle.broken_yaml", wrong.problem or "not YAML", mark.line + 1 if mark else 1) from wrong
    except yaml.YAMLError as wrong:
        raise Unreadable("bundle.broken_yaml", str(wrong).splitlines()[0]) from wrong


class _Reader:
    """Builds values straight from events: counting comes before building, so a bomb never unfolds."""

    def __init__(self, source: str, limits: Limits, wanted: frozenset[str]) -> None:
        self._events: Iterator[Any] = yaml.parse(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._limits, self._wanted = limits, wanted
        self._values = self._aliases = 0
        self._member = ""

    def documents(self) -> Iterator[Written]:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                first = next(self._events)
                # What people say is anchored ends with its document.
                self._anchors: dict[str, tuple[Any, int]] = {}
                self._lines: dict[str, int] = {}
                value = self._build(first, 0, "" if self._wanted else None)
                yield Written(value, first.start_mark.line + 1, self._lines)

    def _build(self, event: Any, depth: int, pointer: str | None) -> Any:
        line = event.start_mark.line + 1
        if pointer is not None and pointer in self._wanted:
            self._lines[pointer] = line
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(str(event.anchor), line)
        if depth > self._limits.depth:
            raise Unreadable("bundle.too_deep", f"nested deeper than {self._limits.depth} levels", line)
        before = self._values
        self._count(1, line)
        value = self._content(event, depth, pointer, line)
        if event.anchor is not None:
            self._anchors[event.anchor] = value, self._values - before
        return value

    def _content(self, event: Any, depth: int, pointer: str | None, line: int) -> Any:
        if event.tag not in (None, "!"):
            raise Unreadable("bundle.tag_refused", f"the tag {event.tag} is not read here", line, "leave it out")
        if isinstance(event, yaml.ScalarEvent):
            return plain_scalar(event.value, self._limits, line) if event.implicit[0] else text(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(depth, pointer)
        return self._mapping(depth, pointer)

    def _sequence(self, depth: int, pointer: str | None) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            if depth == 1:
                self._lines[f"/{self._member}/{len(items)}"] = event.start_mark.line + 1
            items.append(self._build(event, depth + 1, None if pointer is None else f"{pointer}/{len(items)}"))
        return items

    def _mapping(self, depth: int, pointer: str | None) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, members)
            if depth == 0:
                self._member = key
            inner = None if pointer is None else f"{pointer}/{escaped(key)}"
            members[key] = self._build(next(self._events), depth + 1, inner)
        return members

    def _key(self, event: Any, members: dict[str, Any]) -> str:
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable("bundle.bad_key", "keys are plain words", line)
        key = text(event.value, line)
        if key in members:
            raise Unreadable("bundle.duplicate_key", f"{key!r} is said twice", line, "keep one of them")
        if key == "<<":
            raise Unreadable("bundle.merge_key", "merge keys are not read here", line, "write the members out")
        return key

    def _aliased(self, anchor: str, line: int) -> Any:
        self._aliases += 1
        if self._aliases > self._limits.aliases:
            raise Unreadable("bundle.too_many_aliases", f"more than {self._limits.aliases} aliases", line)
        # The anchor of a value that is still being built is not known yet: nothing can contain itself.
        if anchor not in self._anchors:
            raise Unreadable("bundle.unknown_alias", f"*{anchor} stands for nothing", line)
        value, size = self._anchors[anchor]
        self._count(size, line)
        return value

    def _count(self, more: int, line: int) -> None:
        self._values += more
        if self._values > self._limits.values:
            raise Unreadable("bundle.too_large", f"more than {self._limits.values} values", line)


def escaped(member: str) -> str:
    """One step of an RFC 6901 pointer."""
    return member.replace("~", "~0").replace("/", "~1")
