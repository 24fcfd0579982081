"""Proving that a version holds an entry: its leaf is read, the hashes beside the way up to the digest are gathered."""

import orjson
from sqlalchemy import text

from catalog_admin.kit.actor import Role
from catalog_admin.kit.work import Reads
from catalog_admin.publishing import merkle, sides
from catalog_admin.publishing.errors import EntryNotFound
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.place import holds, of_version
from catalog_admin.publishing.proof import Proof

HOLDS = holds("p")


def prove(reads: Reads, ref: VersionRef, kind: Kind, key: str) -> Proof:
    """For publishers: the hashes beside the entry's let somebody else guess what is hidden, and be sure of it.

    Raises NotPermitted, EntryNotFound.
    """
    reads.actor.must(Role.PUBLISHER, catalog=ref.catalog_key)
    leaf = merkle.leaf_of(merkle.key_hash(kind, key))
    entries = _entries_of(reads, ref, leaf)
    place = merkle.key_hash(kind, key)
    if place not in entries:
        raise EntryNotFound(f"{ref.hex[:12]} has no {kind} {key[:80]}", pointer="/entry")
    leaves = _leaves_of(reads, ref)
    return Proof(
        catalog_key=ref.catalog_key,
        digest=ref.digest,
        kind=kind.value,
        key=key,
        body=orjson.loads(_body_of(reads, ref, kind, key)),
        leaf=leaf,
        entries=tuple(entries[each] for each in sorted(entries)),
        leaves={number: hashed for number, hashed in leaves.items() if number >> 8 == leaf >> 8},
        middles=merkle.middles_of(leaves),
    )


def _entries_of(reads: Reads, ref: VersionRef, leaf: int) -> dict[bytes, bytes]:
    """Entry hashes by key hash: a few dozen, found by looking at all rows of the version."""
    every = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, {rows.key} AS key, p.entry_hash FROM {rows.table} p"  # noqa: S608
        f" WHERE {HOLDS} AND {rows.wanted} AND p.leaf = :leaf"
        for kind, rows in sides.ROWS.items()
    )
    found = reads.session.execute(text(every), of_version(reads, ref) | {"leaf": leaf})
    return {merkle.key_hash(row.kind, row.key): row.entry_hash for row in found}


def _leaves_of(reads: Reads, ref: VersionRef) -> dict[int, bytes]:
    found = reads.session.execute(
        text(f"SELECT p.leaf, p.hash FROM published_leaf p WHERE {HOLDS}"),  # noqa: S608
        of_version(reads, ref),
    )
    return {row.leaf: row.hash for row in found}


def _body_of(reads: Reads, ref: VersionRef, kind: Kind, key: str) -> bytes:
    rows, named = sides.ROWS[kind], {"key": key}
    wanted = "p.key = :key"
    if kind in (Kind.NODE, Kind.MEMBERSHIP):
        node, _, plan = key.partition("/")
        named = {"node": node, "plan": plan}
        wanted = "p.node_id = CAST(:node AS uuid)" + (
            " AND substr(p.order_key, 34) = :plan" if kind is Kind.MEMBERSHIP else ""
        )
    ref_of = text(
        f"SELECT {sides.body('ref', kind)} FROM (SELECT {rows.ref} AS ref FROM {rows.table} p"  # noqa: S608
        f" WHERE {HOLDS} AND {rows.wanted} AND {wanted}) e"
    )
    return sides.written(kind, reads.session.scalars(ref_of, of_version(reads, ref) | named).one())
