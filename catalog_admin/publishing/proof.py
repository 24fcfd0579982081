"""A proof that a version holds an entry, without the rest of the version; pure.

From the entry to the digest: the hashes of the entries of its leaf, of the other leaves under its middle node, of the
other middle nodes under the root. docs/reference/version-format.md says it for people who check one without us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from catalog_admin.kit.canonical import NotCanonical, canonical_json
from catalog_admin.publishing import merkle
from catalog_admin.publishing.errors import BrokenProof
from catalog_admin.publishing.model import FORMAT

Hashes = list[list[Any]]


@dataclass(frozen=True)
class Proven:
    """What a proof amounts to."""

    digest: bytes
    catalog_key: str
    kind: str
    key: str


@dataclass(frozen=True)
class Proof:
    """`entries` are those of the leaf, in the order of their key hashes; `leaves` and `middles` by their numbers."""

    catalog_key: str
    digest: bytes
    kind: str
    key: str
    body: Any
    leaf: int
    entries: tuple[bytes, ...]
    leaves: Mapping[int, bytes]
    middles: Mapping[int, bytes]

    def said(self) -> dict[str, Any]:
        """As JSON; the leaf's own hash and its middle node's are left out: whoever checks computes them."""
        middle = self.leaf >> 8
        return {
            "format": FORMAT,
            "catalog": self.catalog_key,
            "digest": self.digest.hex(),
            "entry": {"kind": self.kind, "key": self.key, "body": self.body},
            "leaf": {"number": self.leaf, "entries": [each.hex() for each in self.entries]},
            "leaves": _others(self.leaves, self.leaf),
            "middles": _others(self.middles, middle),
        }


def _others(hashes: Mapping[int, bytes], own: int) -> Hashes:
    return [[number, hashes[number].hex()] for number in sorted(hashes) if number != own]


def read(file: Path) -> Any:
    """Raises BrokenProof for what is no JSON."""
    try:
        return orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as wrong:
        raise BrokenProof(f"cannot be read: {wrong}") from wrong


def checked(said: Any) -> Proven:
    """Raises BrokenProof."""
    try:
        return _checked(said)
    except KeyError as absent:
        raise BrokenProof(f"not a proof of format {FORMAT}: it has no {absent}") from absent
    except (TypeError, ValueError, AttributeError, OverflowError, NotCanonical) as wrong:
        raise BrokenProof(f"not a proof of format {FORMAT}: {wrong}") from wrong


def _checked(said: dict[str, Any]) -> Proven:
    if said["format"] != FORMAT:
        raise BrokenProof(f"not a proof of format {FORMAT}")
    entry, leaf = said["entry"], said["leaf"]
    number = merkle.leaf_of(merkle.key_hash(entry["kind"], entry["key"]))
    if leaf["number"] != number:
        raise BrokenProof(f"the entry belongs into leaf {number}, not {leaf['number']}")
    hashed = merkle.entry_hash(entry["kind"], entry["key"], sha256(canonical_json(entry["body"])).digest())
    entries = [bytes.fromhex(each) for each in leaf["entries"]]
    if hashed not in entries:
        raise BrokenProof("the entry, as it is told here, is none of its leaf's")
    leaves = _with(said["leaves"], number, merkle.leaf_hash(number, entries))
    if {each >> 8 for each in leaves} != {number >> 8}:
        raise BrokenProof("leaves of other middle nodes among those of the entry's")
    middles = _with(said["middles"], number >> 8, merkle.middle_hash(number >> 8, leaves))
    digest = merkle.digest_under(said["catalog"], merkle.root_over(middles))
    if digest.hex() != said["digest"]:
        raise BrokenProof(f"amounts to {digest.hex()}, not {said['digest']}", found=digest.hex())
    return Proven(digest, said["catalog"], entry["kind"], entry["key"])


def _with(others: Hashes, own: int, hashed: bytes) -> dict[int, bytes]:
    hashes = {int(number): bytes.fromhex(each) for number, each in others}
    if own in hashes or len(hashes) != len(others):
        raise BrokenProof(f"node {own} or another one is there twice")
    return {**hashes, own: hashed}
