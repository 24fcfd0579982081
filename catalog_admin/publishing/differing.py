"""Whole differences, worked out once and kept while somebody looks through them: pages, counts, summary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model import ruleset
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.ids import NodeId
from catalog_admin.kit.kept import Kept
from catalog_admin.kit.texts import in_language
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products
from catalog_admin.publishing import comparing, drafting, totals
from catalog_admin.publishing.deletions import is_remembered
from catalog_admin.publishing.difference import EntryChange, Tally
from catalog_admin.publishing.drafting import Drafted
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.packed import Packed
from catalog_admin.publishing.place import of_version
from catalog_admin.publishing.summarising import Ground, Place, Summary, summed
from catalog_admin.publishing.summary import Gathered

KEPT_BYTES = 64 * 1024 * 1024
KEPT_SECONDS = 120.0
MOST_LOOKED_AT = 200_000  # entries of one kind between two versions, for words; counts are of all of them
MOST_RULES_JUDGED = 200
LINE = 400  # bytes that a listed thing takes, about


@dataclass(frozen=True)
class DraftsDifference:
    """Of a draft as it was at an instant: all its changes, and where the nodes stand that they name."""

    changes: Packed
    tally: Tally
    summary: Summary
    paths: Mapping[str, str]
    evaluated_at: datetime
    read_as: Snapshot
    holds_until: float

    @property
    def size(self) -> int:
        return self.changes.size + LINE * (len(self.paths) + 1)


@dataclass(frozen=True)
class VersionsDifference:
    """Of two versions: it never changes. Pages of it are read from the database, which is as fast."""

    tally: Tally
    summary: Summary
    holds_until: float = inf
    size: int = 200 * LINE


_DRAFTS: Kept[DraftsDifference] = Kept(most_bytes=KEPT_BYTES, seconds=KEPT_SECONDS)
_TALLIES: Kept["KeptTally"] = Kept(most_bytes=KEPT_BYTES // 16, seconds=3600.0)
_VERSIONS: Kept[VersionsDifference] = Kept(most_bytes=KEPT_BYTES // 16, seconds=3600.0)


@dataclass(frozen=True)
class KeptTally:
    tally: Tally
    holds_until: float = inf
    size: int = LINE


def of_draft(reads: Reads, catalog_key: str, base: VersionRef, at: datetime | None = None) -> DraftsDifference:
    """From a version, or from nothing. Without an instant: as of now, or of a moment ago if nothing has changed since.

    Raises CatalogNotFound, OutOfGrant, BrokenRule.
    """
    if at is not None:
        return _worked_out(reads, catalog_key, base, at)
    home = catalogs.catalog(reads, catalog_key)
    state = (catalogs.draft_settings_states(reads, [home.id])[home.id], products.attributes_state(reads))
    key = (reads.tenant, reads.environment, home.id, base.digest, state)

    def is_as_it_was(found: DraftsDifference) -> bool:
        changed = catalogs.changed_drafts(reads, {home.id: found.read_as})
        return (
            not changed and not products.changed_goods(reads, [found.read_as]) and is_remembered(reads, found.read_as)
        )

    return _DRAFTS.get(key, lambda: _worked_out(reads, catalog_key, base, reads.now), is_as_it_was)


def tally_of_versions(reads: Reads, before: VersionRef, after: VersionRef) -> Tally:
    key = (reads.tenant, before.digest, after.digest)
    return _TALLIES.get(key, lambda: KeptTally(comparing.tally(reads, before, after))).tally


def of_versions(reads: Reads, before: VersionRef, after: VersionRef) -> VersionsDifference:
    """What is sold and shown is judged as of this hour."""
    key = (reads.tenant, before.digest, after.digest)
    return _VERSIONS.get(key, lambda: _compared(reads, before, after))


def _compared(reads: Reads, before: VersionRef, after: VersionRef) -> VersionsDifference:
    counted = tally_of_versions(reads, before, after)
    gathered = totals.gathered(reads, before, after, counted, most=MOST_LOOKED_AT)
    read = (sum(counted.counts.get(kind, {}).values()) for kind in totals.READ)
    is_exact = max(read) <= MOST_LOOKED_AT and len(gathered.access) < MOST_LOOKED_AT
    touched = gathered.touched_nodes
    ground = Ground(
        before=_places(reads, before, touched),
        after=_places(reads, after, touched),
        direct_before=_direct(reads, before, gathered.shelves),
        nodes_after=after.nodes,
        plans_after=after.plans,
        memberships_after=after.memberships,
        is_exact=is_exact,
    )
    return VersionsDifference(counted, summed(gathered, ground))


def _worked_out(reads: Reads, catalog_key: str, base: VersionRef, at: datetime) -> DraftsDifference:
    found = drafting.drafted(reads, catalog_key, base, at)
    gathered = Gathered(at).add_all(found.changes)
    ground = _ground_of_draft(reads, found, base, gathered, at)
    return DraftsDifference(
        changes=Packed(found.changes),
        tally=_tally_of(found.changes),
        summary=summed(gathered, ground),
        paths={node: ground.place(node).path for node in gathered.touched_nodes},
        evaluated_at=at,
        read_as=Snapshot.of(reads),
        holds_until=min((each.timestamp() for each in found.boundaries), default=inf),
    )


def _tally_of(changes: Iterable[EntryChange]) -> Tally:
    counted = Tally()
    for change in changes:
        counted.add(change.kind, change.sort)
    return counted


def _ground_of_draft(reads: Reads, found: Drafted, base: VersionRef, gathered: Gathered, at: datetime) -> Ground:
    locale, touched = found.ground.lens.locale, gathered.touched_nodes
    after = {
        str(node.id): Place(str(node.id), node.path, in_language(node.meta.get("displayName"), None, locale, ""))
        for node in catalogs.living_nodes(reads, found.ground.catalog_id, list(map(UUID, touched)))
    }
    matches, population = _matches(reads, at, gathered, after)
    return Ground(
        before=_places(reads, base, touched),
        after=after,
        direct_before=_direct(reads, base, gathered.shelves),
        nodes_after=found.nodes,
        plans_after=found.plans,
        memberships_after=found.memberships,
        matches=matches,
        population=population,
    )


def _matches(
    reads: Reads, at: datetime, gathered: Gathered, places: Mapping[str, Place]
) -> tuple[dict[tuple[str, str], int], int | None]:
    """Of the rules as they are now, how many of all rate plans each is true of; and how many there are."""
    changed = [each for each in gathered.rules if each.after is not None][:MOST_RULES_JUDGED]
    if not changed:
        return {}, None
    by_node: dict[str, list[dict[str, Any]]] = {}
    for each in changed:
        by_node.setdefault(each.node, []).append(dict(each.after or {}))
    rulesets: dict[str, Ruleset] = {
        node: ruleset.ruleset_from(NodeId(UUID(node)), 0, {"rules": rules, "masks": []})
        for node, rules in by_node.items()
    }
    return catalogs.rule_matches(reads, {node: (places[node].path, said) for node, said in rulesets.items()}, at)


def _places(reads: Reads, ref: VersionRef, nodes: Iterable[str]) -> dict[str, Place]:
    wanted = sorted(nodes)
    if ref.is_nothing or not wanted:
        return {}
    found = reads.session.execute(
        text(
            "SELECT n.node_id::text AS node_id, n.path, b.body FROM published_node n"
            " JOIN body b ON b.tenant_id = n.tenant_id AND b.hash = n.body_hash"
            " WHERE n.tenant_id = :tenant AND n.lineage_id = :lineage AND n.node_id = ANY(CAST(:nodes AS uuid[]))"
            " AND n.from_ordinal <= :ordinal AND n.until_ordinal > :ordinal"
        ),
        of_version(reads, ref) | {"nodes": wanted},
    )
    locale = _locale(reads, ref)
    return {row.node_id: Place(row.node_id, row.path, _name(row.body, locale)) for row in found}


def _name(body: str, locale: str) -> str:
    return in_language(orjson.loads(body)["meta"].get("displayName"), None, locale, "")


def _locale(reads: Reads, ref: VersionRef) -> str:
    settings = reads.session.scalar(
        text(
            "SELECT b.body FROM published_entry e JOIN body b ON b.tenant_id = e.tenant_id AND b.hash = e.body_hash"
            " WHERE e.tenant_id = :tenant AND e.lineage_id = :lineage AND e.kind = 'catalog'"
            " AND e.from_ordinal <= :ordinal AND e.until_ordinal > :ordinal"
        ),
        of_version(reads, ref),
    )
    return next(iter(orjson.loads(str(settings)).get("locales") or []), "en")


def _direct(reads: Reads, ref: VersionRef, nodes: Iterable[str]) -> dict[str, int]:
    """How many rate plans stood on each of these nodes."""
    wanted = sorted(nodes)
    if ref.is_nothing or not wanted:
        return {}
    found = reads.session.execute(
        text(
            "SELECT node_id::text AS node_id, direct FROM published_count"
            " WHERE tenant_id = :tenant AND lineage_id = :lineage AND node_id = ANY(CAST(:nodes AS uuid[]))"
            " AND from_ordinal <= :ordinal AND until_ordinal > :ordinal"
        ),
        of_version(reads, ref) | {"nodes": wanted},
    )
    return {row.node_id: row.direct for row in found}
