"""Reading versions: which one somebody means, its tree, its history, its tags, its export."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import comparing, differing
from catalog_admin.publishing import export as exports
from catalog_admin.publishing.difference import EntryChange, Meaning, Tally, meaning_of
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.naming import COLUMNS, TagView, number_of, record, tag, version, version_by_digest
from catalog_admin.publishing.packed import WHOLE, Part
from catalog_admin.publishing.pins import Pins
from catalog_admin.publishing.pins import read as read_pins
from catalog_admin.publishing.place import COUNTED, of_version

__all__ = ["TagView", "number_of", "record", "tag", "version", "version_by_digest"]
PUBLICATIONS = (
    f"SELECT {COLUMNS}, p.publication_id, p.published_by, p.published_at, p.evaluated_at, p.note, p.boundaries,"  # noqa: S608
    " p.released, p.rule_pins,"
    " ARRAY(SELECT t.name FROM tag t WHERE t.tenant_id = p.tenant_id AND t.catalog_key = p.catalog_key"
    " AND t.digest = p.digest ORDER BY t.name) AS tags"
    " FROM publication p JOIN version v ON v.tenant_id = p.tenant_id AND v.digest = p.digest"
    " WHERE p.tenant_id = :tenant"
)
NEWEST_FIRST = "ORDER BY p.published_at DESC, p.publication_id DESC"
# Freezing what is live already makes nobody its publisher.
RELEASED_FIRST = "ORDER BY p.released DESC, p.published_at DESC, p.publication_id DESC"
OF_NODES = frozenset({Kind.NODE, Kind.RULESET, Kind.MEMBERSHIP})


@dataclass(frozen=True)
class PublicationView:
    """One publication; `number` is the version's ordinal, if this environment's lineage holds it."""

    id: UUID
    version: VersionRef
    number: int | None
    tags: tuple[str, ...]
    published_by: str
    published_at: datetime
    evaluated_at: datetime
    note: str | None
    is_released: bool = True
    boundaries: tuple[datetime, ...] = ()
    rule_pins: Pins = ()


@dataclass(frozen=True)
class TreeNode:
    """`body` is what the version says of the node; the rest is derived from the tree."""

    path: str
    tpath: str
    depth: int
    direct: int
    subtree: int
    body: dict[str, Any]


def tags(tx: Reads | Work, catalog_key: str, *, limit: int, after: str | None = None) -> Page[TagView]:
    """By name; raises CatalogNotFound."""
    check_known(tx, catalog_key)
    last = str(key_of(after, width=1)[0]) if after else ""
    found = tx.session.execute(
        text(
            "SELECT name, digest, revision, moved_by, moved_at FROM tag"
            " WHERE tenant_id = :tenant AND catalog_key = :key AND name > :last ORDER BY name LIMIT :limit"
        ),
        {"tenant": tx.tenant, "key": catalog_key, "last": last, "limit": limit + 1},
    )
    items = [TagView(**row) for row in found.mappings()]
    return Page(items[:limit], cursor(items[limit - 1].name) if len(items) > limit else None)


def publications(tx: Reads | Work, catalog_key: str, *, limit: int, after: str | None = None) -> Page[PublicationView]:
    """This environment's, newest first; raises CatalogNotFound."""
    check_known(tx, catalog_key)
    said = {"tenant": tx.tenant, "key": catalog_key, "environment": tx.environment, "limit": limit + 1}
    behind = ""
    if after:
        behind = " AND (p.published_at, p.publication_id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))"
        said |= dict(zip(("at", "id"), key_of(after, width=2), strict=True))
    found = tx.session.execute(
        text(
            f"{PUBLICATIONS} AND p.catalog_key = :key AND p.environment_id = :environment{behind}"
            f" {NEWEST_FIRST} LIMIT :limit"
        ),
        said,
    )
    items = [_publication(tx, row) for row in found]
    mark = items[limit - 1] if len(items) > limit else None
    return Page(items[:limit], cursor(mark.published_at.isoformat(), str(mark.id)) if mark else None)


def last_publication(tx: Reads | Work, ref: VersionRef) -> PublicationView | None:
    """Who published it last in this environment, or else froze it; None if nobody did here."""
    said = {"tenant": tx.tenant, "environment": tx.environment, "digest": ref.digest}
    wanted = "p.environment_id = :environment AND p.digest = :digest"
    row = tx.session.execute(text(f"{PUBLICATIONS} AND {wanted} {RELEASED_FIRST} LIMIT 1"), said).first()
    return _publication(tx, row) if row else None


def versions_after(tx: Reads | Work, ref: VersionRef) -> int:
    """How many versions its lineage has got since."""
    counted = "SELECT count(*) FROM version WHERE tenant_id = :tenant AND lineage_id = :lineage AND ordinal > :ordinal"
    return int(tx.session.scalar(text(counted), of_version(tx, ref)) or 0)


def tree(tx: Reads | Work, ref: VersionRef, *, limit: int | None = None, after: str | None = None) -> Page[TreeNode]:
    """Parents before children, in path order; without a limit the whole tree."""
    last = str(key_of(after, width=1)[0]) if after else None
    found = tx.session.execute(
        text(
            "SELECT n.path, n.tpath, n.depth, c.direct, c.subtree, b.body"  # noqa: S608
            " FROM published_node n JOIN body b ON b.tenant_id = n.tenant_id AND b.hash = n.body_hash"
            f" CROSS JOIN LATERAL ({COUNTED}) c"
            " WHERE n.tenant_id = :tenant AND n.lineage_id = :lineage"
            " AND n.from_ordinal <= :ordinal AND n.until_ordinal > :ordinal"
            " AND (CAST(:last AS text) IS NULL OR n.tpath > :last) ORDER BY n.tpath LIMIT :limit"
        ),
        of_version(tx, ref) | {"last": last, "limit": None if limit is None else limit + 1},
    )
    items = [TreeNode(row.path, row.tpath, row.depth, row.direct, row.subtree, orjson.loads(row.body)) for row in found]
    if limit is None or len(items) <= limit:
        return Page(items)
    return Page(items[:limit], cursor(items[limit - 1].tpath))


def settings(tx: Reads | Work, ref: VersionRef) -> dict[str, Any]:
    """The catalog's own entry: key, type, name, locales, currencies."""
    body = tx.session.scalar(
        text(
            "SELECT b.body FROM published_entry e JOIN body b ON b.tenant_id = e.tenant_id AND b.hash = e.body_hash"
            " WHERE e.tenant_id = :tenant AND e.lineage_id = :lineage AND e.kind = 'catalog' AND e.key = :key"
            " AND e.from_ordinal <= :ordinal AND e.until_ordinal > :ordinal"
        ),
        of_version(tx, ref) | {"key": ref.catalog_key},
    )
    return dict(orjson.loads(str(body)))


def export(tx: Reads, ref: VersionRef) -> Iterator[bytes]:
    """NDJSON as docs/reference/version-format.md says: a header, then every entry in the order of its key hash."""
    return exports.lines_of(tx, ref)


@dataclass(frozen=True)
class Difference:
    """A page of changes with their meaning, and how many there are; paths of the nodes they name, where known."""

    changes: Page[Meaning]
    tally: Tally
    paths: dict[str, str]


def difference(
    reads: Reads, before: VersionRef, after: VersionRef, *, limit: int, behind: str | None = None, of: Part = WHOLE
) -> Difference:
    """Of two versions of one catalog; costs about its own size if they are of one lineage."""
    counted = differing.tally_of_versions(reads, before, after)
    found = comparing.page(reads, before, after, limit=limit, behind=behind, of=of, counted=counted)
    return _difference(found, counted, _paths_of_both(reads, before, after, _named(found.items)))


def draft_difference(
    reads: Reads,
    catalog_key: str,
    base: VersionRef,
    *,
    evaluated_at: datetime | None = None,
    limit: int,
    behind: str | None = None,
    of: Part = WHOLE,
) -> Difference:
    """From a version, or from nothing, to the draft as it would be published at this instant; without one: now.

    As of now it is worked out once for all pages that are asked for before the draft changes.
    """
    place = comparing.position(behind)  # refused before a large draft is computed for seconds
    whole = differing.of_draft(reads, catalog_key, base, evaluated_at)
    found = comparing.page_of(whole.changes, limit=limit, place=place, of=of)
    paths = {node: whole.paths[node] for node in _named(found.items) & whole.paths.keys()}
    return _difference(found, whole.tally, paths)


def whole_difference(reads: Reads, before: VersionRef, after: VersionRef, *, of: Part = WHOLE) -> "WholeDifference":
    """Every change of two versions of one catalog, read while it is asked for."""
    counted = differing.tally_of_versions(reads, before, after)
    known: dict[str, str] = {}

    def paths(changes: Sequence[EntryChange]) -> Mapping[str, str]:
        missing = _named(changes) - known.keys()
        known.update(_paths_of_both(reads, before, after, missing) if missing else {})
        return known

    return WholeDifference(counted, comparing.every(reads, before, after, of=of, counted=counted), paths)


def whole_draft_difference(reads: Reads, catalog_key: str, base: VersionRef, *, of: Part = WHOLE) -> "WholeDifference":
    """The same to the draft as it is now, or was a moment ago if nothing has changed since."""
    whole = differing.of_draft(reads, catalog_key, base)
    changes = takewhile(of.holds, whole.changes.ahead(of.begins))
    return WholeDifference(whole.tally, changes, lambda _: whole.paths)


@dataclass(frozen=True)
class WholeDifference:
    """`paths` says where the nodes stand that these changes name, of all that `changes` has given so far."""

    tally: Tally
    changes: Iterator[EntryChange]
    paths: Callable[[Sequence[EntryChange]], Mapping[str, str]]


def check_known(tx: Reads | Work, catalog_key: str) -> None:
    """A catalog whose draft is gone keeps its versions; raises CatalogNotFound for what never was."""
    published = "SELECT EXISTS (SELECT FROM lineage WHERE tenant_id = :tenant AND catalog_key = :key)"
    if not tx.session.scalar(text(published), {"tenant": tx.tenant, "key": catalog_key}):
        catalogs.catalog(tx, catalog_key)


def _difference(found: Page[EntryChange], counted: Tally, paths: dict[str, str]) -> Difference:
    return Difference(Page([meaning_of(each) for each in found.items], found.next), counted, paths)


def _named(found: Iterable[EntryChange]) -> set[str]:
    """The ids of the nodes that these changes are about."""
    return {each.key.partition("/")[0] for each in found if each.kind in OF_NODES}


def _paths_of_both(reads: Reads, before: VersionRef, after: VersionRef, nodes: set[str]) -> dict[str, str]:
    return {node: path for side in (before, after) for node, path in _paths(reads, side, nodes).items()}


def _paths(reads: Reads, ref: VersionRef, nodes: set[str]) -> dict[str, str]:
    found = reads.session.execute(
        text(
            "SELECT node_id::text AS node_id, path FROM published_node"
            " WHERE tenant_id = :tenant AND lineage_id = :lineage"
            " AND node_id = ANY(CAST(:nodes AS uuid[])) AND from_ordinal <= :ordinal AND until_ordinal > :ordinal"
        ),
        of_version(reads, ref) | {"nodes": sorted(nodes)},
    )
    return {row.node_id: row.path for row in found}


def _publication(tx: Reads | Work, row: Any) -> PublicationView:
    ref = VersionRef(*row[:11])
    return PublicationView(
        id=row.publication_id,
        version=ref,
        number=number_of(tx, ref),
        tags=tuple(row.tags),
        published_by=row.published_by,
        published_at=row.published_at,
        evaluated_at=row.evaluated_at,
        note=row.note,
        is_released=row.released,
        boundaries=tuple(row.boundaries),
        rule_pins=read_pins(row.rule_pins),
    )
