"""Changes in a tenth of their space, for as long as somebody pages through them."""

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import orjson

from catalog_admin.publishing.difference import EntryChange
from catalog_admin.publishing.model import Kind

ORDER = list(Kind)
CHANGES_AT_ONCE = 250
FASTEST = 1

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody wants to see of a difference: one kind of entries, one shelf's rate plans, or all; a stretch."""

    kind: Kind | None = None
    shelf: UUID | None = None

    @property
    def begins(self) -> Place:
        if self.shelf is not None:
            return ORDER.index(Kind.MEMBERSHIP), f"{self.shelf}/"
        return (0 if self.kind is None else ORDER.index(self.kind)), ""

    def holds(self, change: EntryChange) -> bool:
        if self.shelf is not None and not (change.kind is Kind.MEMBERSHIP and change.key.startswith(f"{self.shelf}/")):
            return False
        return self.kind is None or change.kind is self.kind


WHOLE = Part()


class Packed:
    """Changes in the order of kinds, then of keys; a page unpacks what it shows and one chunk more at most."""

    def __init__(self, changes: Sequence[EntryChange]) -> None:
        parts = [changes[at : at + CHANGES_AT_ONCE] for at in range(0, len(changes), CHANGES_AT_ONCE)]
        self._firsts = [_place(part[0]) for part in parts]
        self._chunks = [_packed(part) for part in parts]

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return sum(len(chunk) + 200 for chunk in self._chunks)

    def behind(self, place: Place, limit: int) -> list[EntryChange]:
        return list(islice(self.ahead(place), limit))

    def ahead(self, place: Place) -> Iterator[EntryChange]:
        """All behind a place, unpacked as far as somebody reads."""
        start = max(0, bisect_right(self._firsts, place) - 1)
        every = (change for chunk in self._chunks[start:] for change in _unpacked(chunk))
        return (change for change in every if _place(change) > place)


def _place(change: EntryChange) -> Place:
    return ORDER.index(change.kind), change.key


def _packed(changes: Sequence[EntryChange]) -> bytes:
    rows = [(each.kind.value, each.key, _text(each.before), _text(each.after)) for each in changes]
    return zlib.compress(orjson.dumps(rows), FASTEST)


def _unpacked(chunk: bytes) -> Iterator[EntryChange]:
    for kind, key, before, after in orjson.loads(zlib.decompress(chunk)):
        yield EntryChange(Kind(kind), key, _bytes(before), _bytes(after))


def _text(body: bytes | None) -> str | None:
    return None if body is None else body.decode()


def _bytes(body: str | None) -> bytes | None:
    return None if body is None else body.encode()
