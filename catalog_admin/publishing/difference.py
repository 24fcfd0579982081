"""What makes one state of a catalog another: entries first, then what they mean to people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from deepdiff import DeepDiff

from catalog_admin.publishing.model import Kind

Sort = Literal["added", "removed", "changed", "moved"]
Source = Literal["manual", "rule"]
ABSENT = object()


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry before and after; None where it is not."""

    kind: Kind
    key: str
    before: bytes | None
    after: bytes | None

    @property
    def sort(self) -> Sort:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "moved" if self.kind is Kind.NODE and _place(self.before) != _place(self.after) else "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a body by its RFC 6901 pointer; None: it was not said, or is not any more."""

    pointer: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One change in words of the domain: for a membership `node` is the shelf and `plan` what enters or leaves it.

    `source` says of a membership whether a hand or a rule puts it there, or did until it left.
    """

    kind: Kind
    sort: Sort
    key: str
    node: str | None
    plan: str | None
    fields: tuple[FieldChange, ...]
    source: Source | None = None


@dataclass
class Tally:
    """How many entries of each kind were added, removed, changed, moved."""

    counts: dict[Kind, dict[Sort, int]] = field(default_factory=dict)

    def add(self, kind: Kind, sort: Sort, count: int = 1) -> None:
        of_kind = self.counts.setdefault(kind, {})
        of_kind[sort] = of_kind.get(sort, 0) + count

    @property
    def total(self) -> int:
        return sum(sum(of_kind.values()) for of_kind in self.counts.values())


def meaning_of(change: EntryChange) -> Meaning:
    node, _, plan = change.key.partition("/") if change.kind is Kind.MEMBERSHIP else ("", "", "")
    if change.kind in (Kind.NODE, Kind.RULESET):
        node = change.key
    elif change.kind is Kind.PLAN:
        plan = change.key
    fields = tuple(fields_of(change))
    return Meaning(change.kind, change.sort, change.key, node or None, plan or None, fields, _source(change))


def _source(change: EntryChange) -> Source | None:
    said = change.after or change.before
    if change.kind is not Kind.MEMBERSHIP or said is None:
        return None
    return "manual" if orjson.loads(said)["source"] == "manual" else "rule"


def fields_of(change: EntryChange) -> Iterator[FieldChange]:
    """In the order of their pointers; of what came or went there is nothing to compare."""
    if change.before is None or change.after is None:
        return
    yield from sorted(
        _differing("", orjson.loads(change.before), orjson.loads(change.after)), key=lambda each: each.pointer
    )


def _differing(pointer: str, was: Any, now: Any) -> Iterator[FieldChange]:
    """Objects member by member; only where a list has become another one it takes DeepDiff to say what was put where.

    DeepDiff over the whole would do the same at a hundred times the price.
    """
    if isinstance(was, dict) and isinstance(now, dict):
        for name in was.keys() | now.keys():
            yield from _differing(f"{pointer}/{_step(name)}", was.get(name, ABSENT), now.get(name, ABSENT))
    elif isinstance(was, list) and isinstance(now, list):
        if orjson.dumps(was) != orjson.dumps(now):
            yield from _differing_lists(pointer, was, now)
    elif type(was) is not type(now) or was != now:  # True == 1
        yield FieldChange(pointer, None if was is ABSENT else was, None if now is ABSENT else now)


def _differing_lists(pointer: str, was: list[Any], now: list[Any]) -> Iterator[FieldChange]:
    found = DeepDiff(was, now, view="tree", verbose_level=2)
    if not found:  # to DeepDiff 1 and true are the same item
        yield FieldChange(pointer, was, now)
    for level in (level for group in found.values() for level in group):
        steps = "".join(f"/{_step(step)}" for step in level.path(output_format="list"))
        yield FieldChange(pointer + steps, _value(level.t1), _value(level.t2))


def _step(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")


def _value(side: Any) -> Any:
    """DeepDiff's own word for "not there" is no value."""
    return None if type(side).__name__ == "NotPresent" else side


def _place(body: bytes) -> tuple[Any, Any]:
    said: Mapping[str, Any] = orjson.loads(body)
    return said.get("parent"), said["key"]
