"""Which faults are new: told apart by what they are about, wherever they stand now.

A list's items are called by their ids, so that one that moves takes its faults along; of items without ids it is
counted how many have the same one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.kinds.shape import FINDINGS_TOLD
from catalog_admin.artefacts.tables.analysis import WITNESS_LIMIT
from catalog_admin.kit.faults import step

# Their reasons say how much there is: one less is the same fault, on its way to be mended.
COUNTED = {Code.TOO_LARGE, Code.TABLE_TOO_LARGE, Code.CROWDED}
# About two rows of one table, whichever of them it stands at.
_PAIRS = {Code.TABLE_OVERLAP, Code.TABLE_CONFLICT}
# About all that are in it: those that are left may begin in another file.
_CIRCLES = {Code.CIRCLE, Code.TABLE_CYCLE}
_SHAPE = {Code.UNKNOWN_MEMBER, Code.MISSING_MEMBER, Code.UNKNOWN_WORD, Code.MISSHAPEN}
_ANY = "/*"

Files = Mapping[str, bytes]


class _Where(NamedTuple):
    path: str
    place: str
    code: str
    severity: str


class _Fault(NamedTuple):
    where: _Where
    key: frozenset[str]

    @property
    def is_counted(self) -> bool:
        return any(_ANY in each for each in (self.where.place, *self.key))


class Faults:
    """All that is said of these files."""

    def __init__(self, said: Sequence[Finding], files: Files) -> None:
        self._places = _Places(files)
        self.of = {each: self._fault(each) for each in said}

    def _fault(self, finding: Finding) -> _Fault:
        path, place = finding.path, finding.pointer
        key = finding.key or frozenset({"" if finding.code in COUNTED else finding.reason})
        if finding.code in _PAIRS:
            key = frozenset(self._places.named(path, each) for each in key)
            place = place.rpartition("/")[0]
        if finding.code in _CIRCLES and finding.key:
            path = place = ""
        named = self._places.named(path, place)
        return _Fault(_Where(path, named, finding.code, finding.severity), key)

    @cached_property
    def keys(self) -> dict[_Where, list[frozenset[str]]]:
        found: dict[_Where, list[frozenset[str]]] = {}
        for fault in self.of.values():
            found.setdefault(fault.where, []).append(fault.key)
        return found

    @cached_property
    def lists(self) -> Counter[_Where]:
        """How long those lists are of which a part is told."""
        return Counter(_list_of(fault) for fault in self.of.values())


def new_of(now: Faults, then: Faults) -> list[Finding]:
    """In order."""
    left = {where: [*keys] for where, keys in then.keys.items()}
    # What stands where it stood comes first: among items without ids the others are those that are new.
    ordered = sorted(now.of, key=lambda each: each not in then.of)
    unknown = [each for each in ordered if not _is_known(now.of[each], left)]
    still = {*now.of.values()}
    # An item that is called otherwise now, in its place.
    renamed = {each for each in unknown if each in then.of and then.of[each] not in still}
    new = {each for each in unknown if each not in renamed and not _may_be_known(now.of[each], now, then)}
    return [each for each in now.of if each in new]


def _is_known(fault: _Fault, left: dict[_Where, list[frozenset[str]]]) -> bool:
    keys = left.get(fault.where, [])
    known = next((each for each in keys if fault.key <= each), None)
    if known is not None and fault.is_counted:
        keys.remove(known)
    return known is not None


def _may_be_known(fault: _Fault, now: Faults, then: Faults) -> bool:
    """Of a list that has not grown: what was beyond its end, or what stood behind others, may only be seen now."""
    which = _list_of(fault)
    if now.lists[which] > then.lists[which]:
        return False
    if fault.where.code in _SHAPE:
        return then.lists[which] >= FINDINGS_TOLD
    if fault.where.code not in _PAIRS:
        return False
    return then.lists[which] >= WITNESS_LIMIT or _is_joined(fault.key, then.keys.get(fault.where, []))


def _is_joined(rows: frozenset[str], pairs: Sequence[frozenset[str]]) -> bool:
    """Whether pairs lead from one to the other: of three rows that match together two pairs are told."""
    reached: set[str] = {*list(rows)[:1]}
    while grown := {row for pair in pairs if reached & pair for row in pair} - reached:
        reached |= grown
    return rows <= reached


def _list_of(fault: _Fault) -> _Where:
    return fault.where._replace(place="", code="") if fault.where.code in _SHAPE else fault.where


class _Places:
    """Pointers with the names of items instead of their numbers."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._values: dict[str, Any] = {}
        self._names: dict[tuple[str, str], list[str]] = {}

    def named(self, path: str, pointer: str) -> str:
        value, so_far, said = self._value(path) if pointer else None, "", ""
        for part in pointer.split("/")[1:]:
            if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
                said += self._items(path, so_far, value)[int(part)]
                value = value[int(part)]
            else:
                said += f"/{part}"
                name = part.replace("~1", "/").replace("~0", "~")
                value = value.get(name) if isinstance(value, dict) else None
            so_far += f"/{part}"
        return said

    def _items(self, path: str, pointer: str, items: list[Any]) -> list[str]:
        """A second one with the id of another is the second of that id."""
        if (path, pointer) not in self._names:
            seen: Counter[str] = Counter()
            names = self._names[path, pointer] = []
            for item in items:
                name = (item.get("_id") or item.get("id")) if isinstance(item, dict) else None
                if not isinstance(name, str):
                    names.append(_ANY)
                    continue
                seen[name] += 1
                names.append(f"{step(f'@{name}')}{f'#{seen[name]}' if seen[name] > 1 else ''}")
        return self._names[path, pointer]

    def _value(self, path: str) -> Any:
        if path not in self._values:
            content = self._files.get(path, b"")
            self._values[path] = read(path, content).value if path in self._files else None
            if self._values[path] is None:  # what is misshapen has places all the same
                try:
                    self._values[path] = orjson.loads(content)
                except orjson.JSONDecodeError:
                    self._values[path] = None
        return self._values[path]
