"""The tree of hashes when few entries change: their leaves, the middle nodes above those, and the root.

All that is read is checked against the digest of the version it was stored for: what does not lead to it is not used.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import merkle, tip
from catalog_admin.publishing.tip import Tree


@dataclass(frozen=True, slots=True)
class Grafted:
    """`tree` has the nodes that are another now, empty where nothing is left; so it is with the hashes of leaves."""

    digest: bytes
    tree: Tree
    leaf_hashes: Mapping[int, bytes | None]


def grafted(
    reads: Reads, lineage_id: int, catalog_key: str, digest: bytes, changed: Mapping[bytes, bytes | None]
) -> Grafted | None:
    """With the entries of these key hashes put in or, where it is None, taken out; None if what is stored is wrong."""
    hashes = tip.middle_hashes(reads, lineage_id)
    if merkle.digest_under(catalog_key, merkle.root_over(hashes)) != digest:
        return None
    by_leaf: dict[int, dict[bytes, bytes | None]] = {}
    for key_hash, entry_hash in changed.items():
        by_leaf.setdefault(merkle.leaf_of(key_hash), {})[key_hash] = entry_hash
    pairs = tip.leaves(reads, lineage_id, by_leaf)
    contents = tip.middles(reads, lineage_id, {leaf >> 8 for leaf in by_leaf})
    if not _is_sound(hashes, contents, pairs, by_leaf.keys()):
        return None
    leaves = {leaf: _pairs_with(pairs.get(leaf, b""), entries) for leaf, entries in by_leaf.items()}
    middles = _middles_with(contents, leaves)
    for middle, content in middles.items():
        hashes.pop(middle, None)
        if content:
            hashes[middle] = merkle.hash_of_numbered(middle, content)
    hashed = {leaf: merkle.hash_of_pairs(leaf, content) if content else None for leaf, content in leaves.items()}
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


def _pairs_with(pairs: bytes, entries: Mapping[bytes, bytes | None]) -> bytes:
    known: dict[bytes, bytes | None] = {pair[:32]: pair[32:] for pair in merkle.split(pairs, merkle.PAIR)}
    known |= entries
    return b"".join(key + entry for key, entry in sorted(known.items()) if entry is not None)


def _middles_with(contents: Mapping[int, bytes], leaves: Mapping[int, bytes]) -> dict[int, bytes]:
    known = {middle: _numbered(contents.get(middle, b"")) for middle in {leaf >> 8 for leaf in leaves}}
    for leaf, pairs in leaves.items():
        if pairs:
            known[leaf >> 8][leaf] = merkle.hash_of_pairs(leaf, pairs)
        else:
            known[leaf >> 8].pop(leaf, None)
    return {middle: merkle.numbered(of_leaves) for middle, of_leaves in known.items()}


def _numbered(content: bytes) -> dict[int, bytes]:
    return {int.from_bytes(each[:2], "big"): each[2:] for each in merkle.split(content, merkle.NUMBERED)}
