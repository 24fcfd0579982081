"""Differences, page by page: of stored versions by what opens and closes between them, of a draft by computing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

import orjson
from sqlalchemy import text

from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.base import Base, read_base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.difference import EntryChange, Tally
from catalog_admin.publishing.draft import draft_of
from catalog_admin.publishing.model import OPEN, Kind, VersionRef, membership_body
from catalog_admin.publishing.packed import ORDER, WHOLE, Packed, Part, Place

HASHES_AT_ONCE = 10_000


@dataclass(frozen=True)
class Rows:
    """Where a kind's entries lie: `ref` is what their body is found or written by, `place` tells a move."""

    table: str
    key: str
    ref: str = "p.body_hash"
    place: str = "NULL::text"
    wanted: str = "true"


ROWS = {kind: Rows("published_entry", "p.key", wanted=f"p.kind = '{kind}'") for kind in ORDER} | {
    Kind.NODE: Rows("published_node", "p.node_id::text", place="concat(p.parent_id, '/', p.key)"),
    Kind.PLAN: Rows("published_plan", "p.key"),
    Kind.MEMBERSHIP: Rows(
        "published_membership",
        "p.node_id || '/' || substr(p.order_key, 34)",
        ref="json_build_array(p.node_id, p.source, p.order_key, p.audience)::text",
    ),
}


def tally(reads: Reads, before: VersionRef, after: VersionRef) -> Tally:
    """Counts by kind and sort; costs about what changed if both are of one lineage, else the sum of both."""
    counted = Tally()
    for kind in ORDER:
        found = reads.session.execute(
            text(f"SELECT sort, count(*) FROM ({_changes(kind, before, after)}) c GROUP BY sort"),  # noqa: S608
            _said(reads, before, after),
        )
        for sort, count in found:
            counted.add(kind, sort, count)
    return counted


def page(
    reads: Reads, before: VersionRef, after: VersionRef, *, limit: int, behind: str | None, of: Part = WHOLE
) -> Page[EntryChange]:
    """In the order of kinds, then of keys."""
    first, key = max(position(behind), of.begins)
    found: list[EntryChange] = []
    for kind in ORDER[first:] if of == WHOLE else ORDER[first : first + 1]:
        found += takewhile(of.holds, _of_kind(reads, kind, before, after, key, limit + 1 - len(found)))
        key = ""
        if len(found) > limit:
            break
    return _cut(found, limit)


def every(reads: Reads, before: VersionRef, after: VersionRef, *, most: int) -> Iterator[EntryChange]:
    """The first so many of each kind, in the order of kinds, then of keys."""
    for kind in ORDER:
        yield from _of_kind(reads, kind, before, after, "", most)


def page_of(changes: Packed, *, limit: int, place: Place, of: Part = WHOLE) -> Page[EntryChange]:
    """The changes behind the place, which `position` gave."""
    return _cut(list(takewhile(of.holds, changes.behind(max(place, of.begins), limit + 1))), limit)


@dataclass(frozen=True)
class Drafted:
    """What publishing at an instant would change, in order; the candidate says what the draft would amount to."""

    changes: list[EntryChange]
    candidate: Candidate


def drafted(reads: Reads, catalog_key: str, base: VersionRef, at: datetime) -> Drafted:
    """From a version, or from nothing; computes the whole draft, writes nothing."""
    known = Base() if base.is_nothing else read_base(reads, base.lineage_id, base.ordinal)
    candidate = Candidate(draft_of(reads, catalog_key, at), known)
    after: dict[tuple[Kind, str], bytes] = {}
    rewritten: set[tuple[Kind, str]] = set()
    for entry in candidate.fresh():
        if entry.is_entry_known:
            rewritten.add((entry.kind, entry.key))
        else:
            after[entry.kind, entry.key] = entry.body
    before = {key: body for key, body in _gone(reads, base, known) if key not in rewritten}
    keys = sorted(before.keys() | after.keys(), key=lambda each: (ORDER.index(each[0]), each[1]))
    return Drafted([EntryChange(*key, before.get(key), after.get(key)) for key in keys], candidate)


def _gone(reads: Reads, base: VersionRef, remaining: Base) -> Iterator[tuple[tuple[Kind, str], bytes]]:
    """The entries of the base that the candidate does not have."""
    by_table = {f"published_{table}": hashes for table, hashes in remaining.entries.items()}
    by_table["published_node"] = set(remaining.nodes)
    for kind, rows in ROWS.items():
        hashes = list(by_table.get(rows.table, ()))
        for at in range(0, len(hashes), HASHES_AT_ONCE):
            some = {"hashes": hashes[at : at + HASHES_AT_ONCE], "tenant": reads.tenant}
            side = _side(rows, "a", "AND p.entry_hash = ANY(:hashes)")
            found = reads.session.execute(
                text(f"SELECT key, {_body('ref', kind)} FROM ({side}) e"),  # noqa: S608
                some | {"lineage_a": base.lineage_id, "a": base.ordinal},
            )
            yield from (((kind, key), _written(kind, ref)) for key, ref in found)


def _of_kind(
    reads: Reads, kind: Kind, before: VersionRef, after: VersionRef, behind: str, limit: int
) -> Iterable[EntryChange]:
    found = reads.session.execute(
        text(
            f"SELECT key, {_body('before', kind)} AS before, {_body('after', kind)} AS after"  # noqa: S608
            f" FROM ({_changes(kind, before, after)}) c"
            ' WHERE key COLLATE "C" > :behind ORDER BY key COLLATE "C" LIMIT :limit'
        ),
        _said(reads, before, after) | {"behind": behind, "limit": limit},
    )
    for key, was, now in found:
        yield EntryChange(kind, key, was and _written(kind, was), now and _written(kind, now))


def _changes(kind: Kind, before: VersionRef, after: VersionRef) -> str:
    rows = ROWS[kind]
    return (
        "SELECT coalesce(o.key, c.key) AS key, c.ref AS before, o.ref AS after,"  # noqa: S608
        " CASE WHEN c.key IS NULL THEN 'added' WHEN o.key IS NULL THEN 'removed'"
        " WHEN o.place IS DISTINCT FROM c.place THEN 'moved' ELSE 'changed' END AS sort"
        f" FROM ({_side(rows, 'b', _since(after, before, 'b', 'a'))}) o"
        f" FULL JOIN ({_side(rows, 'a', _since(before, after, 'a', 'b'))}) c ON o.key = c.key"
        " WHERE o.entry_hash IS DISTINCT FROM c.entry_hash"
    )


def _side(rows: Rows, name: str, narrowed: str) -> str:
    return (
        f"SELECT {rows.key} AS key, p.entry_hash, {rows.ref} AS ref, {rows.place} AS place FROM {rows.table} p"  # noqa: S608
        f" WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage_{name} AND {rows.wanted}"
        f" AND p.from_ordinal <= :{name} AND p.until_ordinal > :{name} {narrowed}"
    )


def _since(mine: VersionRef, other: VersionRef, name: str, against: str) -> str:
    """Within one lineage only what opens or closes between the two can differ: a range of an index."""
    if mine.lineage_id != other.lineage_id:
        return ""
    if mine.ordinal < other.ordinal:
        return f"AND p.until_ordinal <= :{against} AND p.until_ordinal < {OPEN}"
    return f"AND p.from_ordinal > :{against}"


def _body(ref: str, kind: Kind) -> str:
    if kind is Kind.MEMBERSHIP:
        return ref
    return f"(SELECT b.body FROM body b WHERE b.tenant_id = :tenant AND b.hash = {ref})"  # noqa: S608


def _written(kind: Kind, ref: str) -> bytes:
    """A membership's body is written down from its columns; the others' come as they are."""
    return membership_body(*orjson.loads(ref)) if kind is Kind.MEMBERSHIP else ref.encode()


def _said(reads: Reads, before: VersionRef, after: VersionRef) -> dict[str, Any]:
    return {
        "tenant": reads.tenant,
        "lineage_a": before.lineage_id,
        "lineage_b": after.lineage_id,
        "a": before.ordinal,
        "b": after.ordinal,
    }


def position(behind: str | None) -> Place:
    """What a cursor stands for. Raises BadCursor."""
    if behind is None:
        return 0, ""
    kind, key = key_of(behind, width=2)
    if kind not in set(Kind):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    return ORDER.index(Kind(str(kind))), str(key)


def _cut(found: list[EntryChange], limit: int) -> Page[EntryChange]:
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], cursor(last.kind.value, last.key) if last else None)
