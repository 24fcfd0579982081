"""Recomputing a digest from an export alone, without a database; streams, 64 bytes of memory per entry."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

import orjson

from catalog_admin.kit.canonical import NotCanonical, canonical_json
from catalog_admin.publishing import merkle
from catalog_admin.publishing.errors import BrokenExport
from catalog_admin.publishing.model import FORMAT

GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Verified:
    """What the export amounts to."""

    digest: bytes
    catalog_key: str
    entries: int


def verify_file(path: Path) -> Verified:
    """Reads .ndjson, gzipped or not; raises BrokenExport."""
    with path.open("rb") as raw:
        is_zipped = raw.read(2) == GZIP
    with gzip.open(path) if is_zipped else path.open("rb") as lines:
        try:
            return verify_lines(cast("IO[bytes]", lines))
        except (OSError, EOFError) as wrong:
            raise BrokenExport(f"cannot be read to its end: {wrong}") from wrong


def verify_lines(lines: Iterable[bytes]) -> Verified:
    """Raises BrokenExport: a line that is not canonical, out of order, twice there, or another digest."""
    numbered = enumerate(lines, start=1)
    header = _header(next(numbered, (1, b""))[1])
    leaves, last = merkle.Leaves(), b""
    for line, read in numbered:
        entry = _entry(read, line)
        hashed = merkle.key_hash(entry["kind"], entry["key"])
        if hashed <= last:
            raise BrokenExport("out of order, or the same entry twice", line=line)
        last = hashed
        body_hash = sha256(canonical_json(entry["body"])).digest()
        leaves.add(hashed, merkle.entry_hash(entry["kind"], entry["key"], body_hash))
    return _judged(header, leaves)


def _header(read: bytes) -> dict[str, Any]:
    header = _canonical(read, 1)
    if header.keys() != {"catalog", "digest", "entries", "format"} or header["format"] != FORMAT:
        raise BrokenExport("not the header of an export of format 1", line=1)
    return header


def _entry(read: bytes, line: int) -> dict[str, Any]:
    entry = _canonical(read, line)
    if entry.keys() != {"body", "key", "kind"} or not all(isinstance(entry[name], str) for name in ("key", "kind")):
        raise BrokenExport("not an entry: kind, key and body", line=line)
    return entry


def _canonical(read: bytes, line: int) -> dict[str, Any]:
    """The parsed line, if writing it canonically gives the same bytes."""
    try:
        value = orjson.loads(read)
        same = isinstance(value, dict) and canonical_json(value) == read.rstrip(b"\n")
    except (orjson.JSONDecodeError, NotCanonical) as wrong:
        raise BrokenExport(f"not canonical JSON: {wrong}", line=line) from wrong
    if not same:
        raise BrokenExport("not a canonical JSON object", line=line)
    return cast("dict[str, Any]", value)


def _judged(header: dict[str, Any], leaves: merkle.Leaves) -> Verified:
    digest = merkle.digest_of(header["catalog"], merkle.hashes_of_pairs(leaves.contents()))
    if leaves.count != header["entries"]:
        raise BrokenExport(f"{leaves.count} entries, not {header['entries']}")
    if digest.hex() != header["digest"]:
        raise BrokenExport(f"amounts to {digest.hex()}, not {header['digest']}", found=digest.hex())
    return Verified(digest, header["catalog"], leaves.count)
