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
    hashes, touched = tip.middles(reads, lineage_id), {leaf >> 8 for leaf in by_leaf}
    if merkle.digest_under(catalog_key, merkle.root_over(hashes)) != digest:
        return None
    twigs, pairs = tip.twigs(reads, lineage_id, touched), tip.leaves(reads, lineage_id, by_leaf)
    if any(_middle_over(twigs, middle) != hashes.get(middle) for middle in touched):
        return None
    if not _are_sound(pairs, twigs, by_leaf.keys()):
        return None
    known = ((pairs.get(leaf, b""), entries) for leaf, entries in by_leaf.items())
    if any(merkle.told(content, key) != was for content, entries in known for key, (was, _) in entries.items()):
        return None  # the version's rows tell otherwise than its tree
    leaves = {leaf: _pairs_with(pairs.get(leaf, b""), entries) for leaf, entries in by_leaf.items()}
    hashed = {leaf: merkle.hash_of_pairs(leaf, content) if content else None for leaf, content in leaves.items()}
    changed_twigs = _twigs_with(twigs, hashed)
    twigs |= changed_twigs
    middles = {middle: _middle_over(twigs, middle) or b"" for middle in touched}
    over = {middle: found for middle, found in {**hashes, **middles}.items() if found}
    digest = merkle.digest_under(catalog_key, merkle.root_over(over))
    return Grafted(digest, Tree(leaves, changed_twigs, middles), hashed)


def _middle_over(twigs: Mapping[int, bytes], middle: int) -> bytes | None:
    content = b"".join(twigs.get(twig, b"") for twig in merkle.twigs_of(middle))
    return merkle.hash_of_numbered(middle, content) if content else None


def _are_sound(pairs: Mapping[int, bytes], twigs: Mapping[int, bytes], touched: Collection[int]) -> bool:
    return all(
        (merkle.hash_of_pairs(leaf, pairs[leaf]) if leaf in pairs else None)
        == merkle.told(twigs.get(merkle.twig_of(leaf), b""), merkle.number(leaf))
        for leaf in touched
    )


def _pairs_with(known: bytes, entries: Mapping[bytes, Change]) -> bytes:
    for key, (_, after) in entries.items():
        known = merkle.telling(known, key, after)
    return known


def _twigs_with(known: Mapping[int, bytes], leaves: Mapping[int, bytes | None]) -> dict[int, bytes]:
    twigs = {twig: known.get(twig, b"") for twig in map(merkle.twig_of, leaves)}
    for leaf, hashed in leaves.items():
        twig = merkle.twig_of(leaf)
        twigs[twig] = merkle.telling(twigs[twig], merkle.number(leaf), hashed)
    return twigs
