"""Two versions side by side, in SQL: where a kind's entries lie, and what opens or closes between two ordinals."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from catalog_admin.kit.paging import BadCursor
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.model import OPEN, Kind, VersionRef, membership_body


@dataclass(frozen=True)
class Rows:
    """Where a kind's entries lie: `ref` is what their body is found or written by, `place` tells a move.

    `order` is the key as columns of an index, `behind` what comes behind a key in that order.
    """

    table: str
    key: str
    ref: str = "p.body_hash"
    place: str = "NULL::text"
    wanted: str = "true"
    order: str = "p.key"
    behind: str = "p.key > :behind"


ROWS = {kind: Rows("published_entry", "p.key", wanted=f"p.kind = '{kind}'") for kind in Kind} | {
    Kind.NODE: Rows(
        "published_node",
        "p.node_id::text",
        place="concat(p.parent_id, '/', p.key)",
        order="p.node_id",
        behind="p.node_id > CAST(:behind AS uuid)",
    ),
    Kind.PLAN: Rows("published_plan", "p.key"),
    Kind.MEMBERSHIP: Rows(
        "published_membership",
        "p.node_id || '/' || substr(p.order_key, 34)",
        ref="json_build_array(p.node_id, p.source, p.order_key, p.audience)::text",
        order="p.node_id, substr(p.order_key, 34)",
        behind="p.node_id >= CAST(:shelf_behind AS uuid)"
        " AND (p.node_id > CAST(:shelf_behind AS uuid) OR substr(p.order_key, 34) > :behind)",
    ),
}

# Which entries are meant by `:some`, an array of their keys; through an index of their table.
BY_KEY = "p.key = ANY(:some)"
NAMED = {
    Kind.NODE: "p.node_id = ANY(CAST(:some AS uuid[]))",
    Kind.MEMBERSHIP: (
        "(p.node_id, substr(p.order_key, 34)) IN"
        " (SELECT CAST(substr(s, 1, 36) AS uuid), substr(s, 38) FROM unnest(CAST(:some AS text[])) AS s)"
    ),
}


def changes(kind: Kind, before: VersionRef, after: VersionRef, shelf: UUID | None = None) -> str:
    """key, before, after (what the bodies are found by), sort."""
    return (
        "SELECT coalesce(o.key, c.key) AS key, c.ref AS before, o.ref AS after,"  # noqa: S608
        " CASE WHEN c.key IS NULL THEN 'added' WHEN o.key IS NULL THEN 'removed'"
        " WHEN o.place IS DISTINCT FROM c.place THEN 'moved' ELSE 'changed' END AS sort"
        f" FROM {joined(kind, before, after, shelf=shelf)}"
    )


def joined(kind: Kind, before: VersionRef, after: VersionRef, *, shelf: UUID | None = None, more: str = "") -> str:
    """What opens (o) beside what closes (c) of the same key, where the entry is another one; `more` columns of both."""
    rows, narrowed = ROWS[kind], "" if shelf is None else " AND p.node_id = :shelf"
    opens = side(rows, "b", _since(after, before, "b", "a") + narrowed, more)
    closes = side(rows, "a", _since(before, after, "a", "b") + narrowed, more)
    return f"({opens}) o FULL JOIN ({closes}) c ON o.key = c.key WHERE o.entry_hash IS DISTINCT FROM c.entry_hash"


def side(rows: Rows, name: str, narrowed: str, more: str = "") -> str:
    """The entries of the version called `name`."""
    return (
        f"SELECT {rows.key} AS key, p.entry_hash, {rows.ref} AS ref, {rows.place} AS place{more} FROM {rows.table} p"  # noqa: S608
        f" WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage_{name} AND {rows.wanted}"
        f" AND p.from_ordinal <= :{name} AND p.until_ordinal > :{name} {narrowed}"
    )


def walk(kind: Kind, before: VersionRef, after: VersionRef, shelf: UUID | None, *, is_first: bool) -> str:
    """The rows of one lineage that differ, in the order of keys: key, entry_hash, ref as a body, is_after.

    `+ 0` hides the ordinals from their own indexes: those would give all rows of the difference, for each page anew.
    """
    rows = ROWS[kind]
    low, high = sorted((before.ordinal, after.ordinal))
    is_later = f"p.from_ordinal + 0 > {low}"
    behind_it = "" if is_first else f" AND {rows.behind}"
    narrowed = "" if shelf is None else " AND p.node_id = :shelf"
    return (
        f"SELECT key, entry_hash, {body('ref', kind)} AS ref, is_after FROM ("  # noqa: S608
        f"SELECT {rows.key} AS key, p.entry_hash, {rows.ref} AS ref, ({is_later}) = :is_forward AS is_after"
        f" FROM {rows.table} p WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage_a AND {rows.wanted}"
        f" AND CASE WHEN {is_later} THEN p.from_ordinal <= {high} AND p.until_ordinal > {high}"
        f" ELSE p.until_ordinal > {low} AND p.until_ordinal <= {high} END{behind_it}{narrowed}"
        f" ORDER BY {rows.order} LIMIT :limit OFFSET 0) walked"
    )


def behind(kind: Kind, key: str) -> dict[str, Any]:
    """Where a walk goes on. Raises BadCursor."""
    if not key or kind not in (Kind.NODE, Kind.MEMBERSHIP):
        return {"behind": key}
    node, _, plan = key.partition("/")
    try:
        shelf = UUID(node)
    except ValueError as wrong:
        raise BadCursor("this cursor is not one of ours", pointer="/after") from wrong
    return {"behind": shelf} if kind is Kind.NODE else {"shelf_behind": shelf, "behind": plan}


def body(ref: str, kind: Kind) -> str:
    if kind is Kind.MEMBERSHIP:
        return ref
    return f"(SELECT b.body FROM body b WHERE b.tenant_id = :tenant AND b.hash = {ref})"  # noqa: S608


def written(kind: Kind, ref: str) -> bytes:
    """A membership's body is written down from its columns; the others' come as they are."""
    return membership_body(*orjson.loads(ref)) if kind is Kind.MEMBERSHIP else ref.encode()


def said(reads: Reads, before: VersionRef, after: VersionRef, shelf: UUID | None = None) -> dict[str, Any]:
    """The parameters of all of these."""
    return {
        "tenant": reads.tenant,
        "lineage_a": before.lineage_id,
        "lineage_b": after.lineage_id,
        "a": before.ordinal,
        "b": after.ordinal,
        "is_forward": before.ordinal <= after.ordinal,
        "shelf": shelf,
    }


def _since(mine: VersionRef, other: VersionRef, name: str, against: str) -> str:
    """Within one lineage only what opens or closes between the two can differ: a range of an index."""
    if mine.lineage_id != other.lineage_id:
        return ""
    if mine.ordinal < other.ordinal:
        return f"AND p.until_ordinal <= :{against} AND p.until_ordinal < {OPEN}"
    return f"AND p.from_ordinal > :{against}"
