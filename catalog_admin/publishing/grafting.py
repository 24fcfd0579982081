"""The tree of hashes when few entries change: their leaves, the middle nodes above those, and the root.

All that is read is checked against the digest of the version it was stored for: what does not lead to it is not used.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import merkle, tip
from catalog_admin.publishing.tip import Tree

Change = tuple[bytes | None, bytes | None]  # an entry's hash before and after, None where there is none


@dataclass(frozen=True, slots=True)
class Grafted:
    """`tree` has the nodes that are another now, empty where nothing is left; so it is with the hashes of leaves."""

    digest: bytes
    tree: Tree
    leaf_hashes: Mapping[int, bytes | None]


def grafted(
    reads: Reads, lineage_id: int, catalog_key: str, digest: bytes, changed: Mapping[bytes, Change]
) -> Grafted | None:
    """With the entries of these key hashes put in or taken out; None if what is stored is wrong, or another entry."""
    hashes = tip.middle_hashes(reads, lineage_id)
    if merkle.digest_under(catalog_key, merkle.root_over(hashes)) != digest:
        return None
    by_leaf: dict[int, dict[bytes, Change]] = {}
    for key_hash, change in changed.items():
        by_leaf.setdefault(merkle.leaf_of(key_hash), {})[key_hash] = change
    pairs = tip.leaves(reads, lineage_id, by_leaf)
    contents = tip.middles(reads, lineage_id, {leaf >> 8 for leaf in by_leaf})
    if not _is_sound(hashes, contents, pairs, by_leaf.keys()):
        return None
    known = {leaf: _by_key(pairs.get(leaf, b"")) for leaf in by_leaf}
    if any(known[leaf].get(key) != was for leaf, entries in by_leaf.items() for key, (was, _) in entries.items()):
        return None  # the version's rows tell otherwise than its tree
    leaves = {leaf: _pairs_with(known[leaf], entries) for leaf, entries in by_leaf.items()}
    hashed = {leaf: merkle.hash_of_pairs(leaf, content) if content else None for leaf, content in leaves.items()}
    middles = _middles_with(contents, hashed)
    for middle, content in middles.items():
        hashes.pop(middle, None)
        if content:
            hashes[middle] = merkle.hash_of_numbered(middle, content)
    return Grafted(merkle.digest_under(catalog_key, merkle.root_over(hashes)), Tree(leaves, middles), hashed)


def _is_sound(
    hashes: Mapping[int, bytes], contents: Mapping[int, bytes], pairs: Mapping[int, bytes], touched: Collection[int]
) -> bool:
    for middle, content in contents.items():
        if merkle.hash_of_numbered(middle, content) != hashes.get(middle):
            return False
    told = {leaf: hashed for content in contents.values() for leaf, hashed in _numbered(content).items()}
    return all(
        (merkle.hash_of_pairs(leaf, pairs[leaf]) if leaf in pairs else None) == told.get(leaf) for leaf in touched
    )


def _by_key(pairs: bytes) -> dict[bytes, bytes]:
    return {pair[:32]: pair[32:] for pair in merkle.split(pairs, merkle.PAIR)}


def _pairs_with(known: Mapping[bytes, bytes], entries: Mapping[bytes, Change]) -> bytes:
    now = {**known, **{key: after for key, (_, after) in entries.items()}}
    return b"".join(key + entry for key, entry in sorted(now.items()) if entry is not None)


def _middles_with(contents: Mapping[int, bytes], leaves: Mapping[int, bytes | None]) -> dict[int, bytes]:
    known: dict[int, dict[int, bytes | None]] = {
        middle: dict(_numbered(contents.get(middle, b""))) for middle in {leaf >> 8 for leaf in leaves}
    }
    for leaf, hashed in leaves.items():
        known[leaf >> 8][leaf] = hashed
    return {middle: merkle.numbered(_those_that_are(of_leaves)) for middle, of_leaves in known.items()}


def _those_that_are(hashes: Mapping[int, bytes | None]) -> dict[int, bytes]:
    return {leaf: hashed for leaf, hashed in hashes.items() if hashed is not None}


def _numbered(content: bytes) -> dict[int, bytes]:
    return {int.from_bytes(each[:2], "big"): each[2:] for each in merkle.split(content, merkle.NUMBERED)}
