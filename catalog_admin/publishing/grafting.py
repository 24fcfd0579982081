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
    by_leaf: dict[int, dict[bytes, Change]] = {}
    for key_hash, change in changed.items():
        by_leaf.setdefault(merkle.leaf_of(key_hash), {})[key_hash] = change
    hashes, contents = tip.middles(reads, lineage_id, {leaf >> 8 for leaf in by_leaf})
    if merkle.digest_under(catalog_key, merkle.root_over(hashes)) != digest:
        return None
    pairs = tip.leaves(reads, lineage_id, by_leaf)
    if not _is_sound(hashes, contents, pairs, by_leaf.keys()):
        return None
    known = ((pairs.get(leaf, b""), entries) for leaf, entries in by_leaf.items())
    if any(merkle.told(content, key) != was for content, entries in known for key, (was, _) in entries.items()):
        return None  # the version's rows tell otherwise than its tree
    leaves = {leaf: _pairs_with(pairs.get(leaf, b""), entries) for leaf, entries in by_leaf.items()}
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
    return all(
        (merkle.hash_of_pairs(leaf, pairs[leaf]) if leaf in pairs else None)
        == merkle.told(contents.get(leaf >> 8, b""), merkle.number(leaf))
        for leaf in touched
    )


def _pairs_with(known: bytes, entries: Mapping[bytes, Change]) -> bytes:
    for key, (_, after) in entries.items():
        known = merkle.telling(known, key, after)
    return known


def _middles_with(contents: Mapping[int, bytes], leaves: Mapping[int, bytes | None]) -> dict[int, bytes]:
    middles = {middle: contents.get(middle, b"") for middle in {leaf >> 8 for leaf in leaves}}
    for leaf, hashed in leaves.items():
        middles[leaf >> 8] = merkle.telling(middles[leaf >> 8], merkle.number(leaf), hashed)
    return middles
