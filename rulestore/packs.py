"""git's pack files, written from rows as they lie: a header before each, and no deltas, so nothing is unpacked.

The index is written beside it. Neither says that an object is what its name says: libgit2 checks that at each read,
and `git fsck` for all of an export.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from rulestore.errors import Broken
from rulestore.model import GitObject, Kind, Oid

LEVEL = 1  # of zlib: rules are small, and the rest of what a better one saves is not worth its time
IDX = b"\xfftOc" + struct.pack(">I", 2)
LARGE = 1 << 31
PACKS = Path("objects/pack")
SPAN = re.compile(r"pack-(\d+)-(\d+)-(\d+)\.idx")
MOST_PACKS = 32  # each read looks through all of them


@dataclass(frozen=True, slots=True)
class Packed:
    """As a row holds it."""

    oid: Oid
    kind: int
    size: int
    data: bytes


def packed(oid: Oid, what: GitObject) -> Packed:
    return Packed(oid, what.kind, len(what.content), zlib.compress(what.content, LEVEL))


def unpacked(row: Packed) -> GitObject:
    """Raises Broken."""
    try:
        content = zlib.decompress(row.data)
    except zlib.error as wrong:
        raise Broken(f"{row.oid.hex()} cannot be unpacked") from wrong
    return GitObject(Kind(row.kind), content)


@dataclass(frozen=True, order=True)
class Span:
    """The pack of all objects that landed after one transaction, up to another."""

    after: int
    upto: int
    count: int

    @property
    def name(self) -> str:
        return f"pack-{self.after}-{self.upto}-{self.count}"


def spans_in(packs: Path) -> list[Span]:
    """In the order of landing; one whose index is not there yet is no pack."""
    found = (SPAN.fullmatch(each.name) for each in packs.iterdir())
    return sorted(Span(*map(int, each.groups())) for each in found if each)


def worth_merging(spans: Sequence[Span], most: int = MOST_PACKS) -> list[Span]:
    """The last ones, while each is no larger than all behind it; so an object is written anew a few times at most."""
    if len(spans) < most:
        return []
    total = 0
    for place in range(len(spans) - 1, -1, -1):
        if spans[place].count > 2 * total + most:
            return list(spans[place + 1 :])
        total += spans[place].count
    return list(spans)


class PackWriter:
    """A pack of as many objects as it was told; it appears, index last, when the block ends well."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        self._folder, self._name, self._count = folder, name, count
        self._entries: list[tuple[Oid, int, int]] = []
        self._sha = hashlib.sha1(usedforsecurity=False)
        self._at = 0

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._unfinished = self._folder / f"tmp_{self._name}"
        self._file: BinaryIO = self._unfinished.open("wb", buffering=1 << 20)
        self._write(b"PACK" + struct.pack(">II", 2, self._count))
        return self

    def add(self, row: Packed) -> None:
        start = entry_header(row.kind, row.size)
        self._entries.append((row.oid, zlib.crc32(row.data, zlib.crc32(start)), self._at))
        self._write(start)
        self._write(row.data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        checksum = self._sha.digest()
        if kind is not None or len(self._entries) != self._count:
            self._give_up()
            if kind is None:
                raise Broken(f"{len(self._entries)} objects where {self._count} were counted")
            return
        with self._file as file:
            file.write(checksum)
        self._unfinished.rename(self._folder / f"{self._name}.pack")
        self._unfinished.write_bytes(_index(sorted(self._entries), checksum))
        self._unfinished.rename(self._folder / f"{self._name}.idx")

    def _give_up(self) -> None:
        """A disk that is full refuses even to close; the first error is the one to tell."""
        with suppress(OSError):
            self._file.close()
        self._unfinished.unlink(missing_ok=True)

    def _write(self, piece: bytes) -> None:
        self._sha.update(piece)
        self._file.write(piece)
        self._at += len(piece)


def entry_header(kind: int, size: int) -> bytes:
    """The kind and the low four bits of the size, then seven bits a byte."""
    byte, size = (kind << 4) | (size & 15), size >> 4
    out = bytearray()
    while size:
        out.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    out.append(byte)
    return bytes(out)


def _index(entries: list[tuple[Oid, int, int]], checksum: bytes) -> bytes:
    """Version 2: how many names begin with at most each byte, names, checksums, offsets."""
    content = b"".join(_index_parts(entries)) + checksum
    return content + hashlib.sha1(content, usedforsecurity=False).digest()


def _index_parts(entries: list[tuple[Oid, int, int]]) -> Iterator[bytes]:
    """Each list of numbers at once: one by one they took longer than the pack."""
    yield IDX
    counts = [0] * 256
    for oid, _, _ in entries:
        counts[oid[0]] += 1
    yield struct.pack(">256I", *accumulate(counts))
    yield from (oid for oid, _, _ in entries)
    yield struct.pack(f">{len(entries)}I", *(crc for _, crc, _ in entries))
    far = [at for _, _, at in entries if at >= LARGE]
    places = {at: LARGE | nr for nr, at in enumerate(far)}
    yield struct.pack(f">{len(entries)}I", *(places.get(at, at) for _, _, at in entries))
    yield struct.pack(f">{len(far)}Q", *far)
