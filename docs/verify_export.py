#!/usr/bin/env python3
"""Recompute the digest of an exported catalog version. Python's standard library only; no service needed.

    catalog-admin versions export global 7 > version.ndjson
    python verify_export.py version.ndjson

The format is written down in docs/reference/version-format.md. Exit status: 0 it matches, 1 it does not,
2 the file cannot be read.
"""

import gzip
import hashlib
import json
import sys
import zlib

FORMAT = 1
ENTRY, LEAF, MIDDLE, ROOT = b"\x00", b"\x01", b"\x02", b"\x03"


class Broken(Exception):
    """The export does not amount to what it says."""


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def refuse_number(digits: str) -> None:
    raise Broken(f"{digits}: numbers are integers; exact fractions are text")


def refuse_twice(pairs: list) -> dict:
    if len(dict(pairs)) != len(pairs):
        raise Broken("a member is there twice")
    return dict(pairs)


def canonical(value: object) -> bytes:
    """RFC 8785: with ASCII keys, integers within 2^53 and no fractions, JSON with sorted keys is exactly that."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(line: bytes) -> dict:
    """The line's object; it must be written canonically already."""
    try:
        value = json.loads(
            line, parse_float=refuse_number, parse_constant=refuse_number, object_pairs_hook=refuse_twice
        )
    except ValueError as wrong:
        raise Broken(f"not JSON: {wrong}") from wrong
    if not isinstance(value, dict) or canonical(value) != line.rstrip(b"\n"):
        raise Broken("not a canonical JSON object")
    return value


def digest_of(catalog: str, leaves: dict) -> str:
    """leaves: {index: hash of the leaf}; 65,536 leaves, 256 middle nodes, one root, empty ones left out."""
    middles: dict = {}
    for index in sorted(leaves):
        middles[index >> 8] = middles.get(index >> 8, b"") + index.to_bytes(2, "big") + leaves[index]
    root = b"".join(bytes([index]) + sha256(MIDDLE + bytes([index]) + parts) for index, parts in middles.items())
    return sha256(canonical({"catalog": catalog, "format": FORMAT, "root": sha256(ROOT + root).hex()})).hex()


def verify(lines: object) -> str:
    header = read(next(lines, b""))
    if header.get("format") != FORMAT:
        raise Broken("not an export of format 1")
    leaves, count, last = {}, 0, b""
    for line in lines:
        entry = read(line)
        place = sha256(f"{entry['kind']}/{entry['key']}".encode())
        if place <= last:
            raise Broken(f"entry {count + 1} is out of order, or there twice")
        last, index = place, int.from_bytes(place[:2], "big")
        body = sha256(canonical(entry["body"])).hex()
        leaf = leaves.setdefault(index, hashlib.sha256(LEAF + index.to_bytes(2, "big")))
        leaf.update(sha256(ENTRY + canonical([entry["kind"], entry["key"], body])))
        count += 1
    digest = digest_of(header["catalog"], {index: leaf.digest() for index, leaf in leaves.items()})
    if (count, digest) != (header["entries"], header["digest"]):
        raise Broken(f"{count} entries amount to {digest}, not {header['entries']} to {header['digest']}")
    return f"ok: catalog {header['catalog']}, {count} entries, sha256 {digest}"


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__)
    try:
        with open(path, "rb") as probe:
            opened = gzip.open if probe.read(2) == b"\x1f\x8b" else open
    except OSError as wrong:
        print(f"{path}: {wrong.strerror}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    try:
        with opened(path, "rb") as file:
            print(verify(iter(file)))  # noqa: T201
    except (Broken, LookupError, TypeError, ValueError, OSError, EOFError, RecursionError, zlib.error) as wrong:
        sys.exit(f"broken: {wrong}")
