"""What publishing asks when little has changed: which rate plans to look at, and where these stand now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl
from sqlalchemy import func, or_, select

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.draft_rules import DraftRules, is_concerned
from catalog_admin.catalogs.judging import Judge, gathered
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.population import NOBODY, Place, populations
from catalog_admin.catalogs.queries.population import boundary_of
from catalog_admin.catalogs.store import assignments, changes, nodes
from catalog_admin.catalogs.tables import AssignmentRow, NodeRow
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.work import Reads, Work


def changed_nodes(tx: Reads | Work, catalog_id: CatalogId, since: Snapshot, *, most: int) -> set[UUID]:
    """Made, changed, moved, deleted or restored; not those that are gone for good. Stops at so many."""
    return changes.nodes(tx.session, catalog_id, since, most=most)


def living_nodes(tx: Reads | Work, catalog_id: CatalogId, nodes_of: Collection[UUID]) -> list[Node]:
    """Those of these that live."""
    wanted = select(*nodes.COLUMNS).where(*nodes.within(catalog_id, ""), NodeRow.node_id == func.any(list(nodes_of)))
    return [nodes.node_of(row) for row in tx.session.execute(wanted)]


def count_living(tx: Reads | Work, catalog_id: CatalogId) -> int:
    return tx.session.scalar(select(func.count()).where(*nodes.within(catalog_id, ""))) or 0


def nodes_below(tx: Reads | Work, catalog_id: CatalogId, tops: Collection[UUID]) -> set[UUID]:
    """Those of these that live, and all that stand below one of them."""
    return changes.nodes_below(tx.session, catalog_id, tops)


def plans_said_of(tx: Reads | Work, nodes_of: Collection[UUID]) -> set[UUID]:
    """Rate plans of which something is said by hand on one of these nodes."""
    said = select(AssignmentRow.rate_plan_id).where(AssignmentRow.node_id == func.any(list(nodes_of)))
    return set(tx.session.scalars(said))


def lines_above(tx: Reads | Work, catalog_id: CatalogId, nodes_of: Collection[UUID]) -> dict[str, list[str]]:
    """For each of these living nodes, itself and all that stand above it."""
    tpaths = {str(node.id): node.tpath for node in living_nodes(tx, catalog_id, nodes_of)}
    wanted = {above for tpath in tpaths.values() for above in paths.line(tpath)}
    found = select(NodeRow.tpath, NodeRow.node_id).where(
        *nodes.within(catalog_id, ""), NodeRow.tpath == func.any(sorted(wanted))
    )
    by_tpath = {tpath: str(node) for tpath, node in tx.session.execute(found)}
    return {node: [by_tpath[above] for above in paths.line(tpath)] for node, tpath in tpaths.items()}


def instants_of_nodes(tx: Reads | Work, catalog_id: CatalogId) -> set[datetime]:
    """At which living nodes begin or cease to be shown."""
    found = select(NodeRow.active_from, NodeRow.active_to).where(
        NodeRow.catalog_id == catalog_id,
        nodes.LIVING,
        or_(NodeRow.active_from.is_not(None), NodeRow.active_to.is_not(None)),
    )
    return {at for row in tx.session.execute(found.distinct()) for at in row if at is not None}


def draft_members_at(
    reads: Reads, catalog_id: CatalogId, rules: DraftRules, instant: datetime, nodes_of: Collection[UUID]
) -> pl.DataFrame:
    """Whom all rules and hands put on these nodes for everybody: node_id, plan_id, source as texts.

    Costs a look at all rate plans where a rule lets in; their columns are kept, for whoever edits a rule edits it
    again. Raises BrokenRule.
    """
    places = [Place(str(node.id), node.tpath) for node in living_nodes(reads, catalog_id, nodes_of)]
    manual = assignments.frame_of(reads.session, catalog_id, node_ids=nodes_of)
    shelves = {place.tpath: rules.shelves.shelf(place.tpath) for place in places}
    if any(shelf.includes for shelf in shelves.values()):
        # What all rules read, not these alone: the next edit may be another rule's.
        judge = Judge(rate_plans.kept_columns(reads, rules.attributes_read), rules.compiler, instant)
    else:
        told = {exclusion.at for shelf in shelves.values() for exclusion in shelf.exclusions}
        asked = {tpath: said for tpath, said in rules.standing.items() if tpath in told}
        keys = list(rate_plans.plan_keys(reads, map(UUID, manual["plan_id"].unique())).values())
        judge = gathered(reads, instant, asked, keys=keys, compiler=rules.compiler)
    found = pl.concat([NOBODY, *populations(judge, rules.shelves, places, manual)])
    return found.filter(pl.col("audience").is_null()).select(pl.col("node_id", "plan_id", "source").cast(pl.String))


def plans_changed_by_hand(tx: Reads | Work, catalog_id: CatalogId, since: Snapshot, *, most: int) -> set[UUID]:
    """Of which something else is said by hand, or nothing any more. Stops at so many."""
    return changes.plans_by_hand(tx.session, catalog_id, since, most=most)


def changed_drafts(tx: Reads | Work, since: Mapping[CatalogId, Snapshot]) -> set[UUID]:
    """Of these catalogs, those with nodes or assignments that are others than at the snapshot; in one statement.

    Rules and the catalog's own row are not looked at: `draft_settings_states` tells of them.
    """
    return changes.drafts(tx.session, since)


@dataclass(frozen=True)
class Standing:
    """Where some rate plans stand in the draft: columns as `draft_population` and `draft_said_by_hand` give them.

    `plans` were judged, at `nodes`; `boundary` is when a rule may answer differently for one of the plans by time
    alone.
    """

    plans: frozenset[UUID]
    population: pl.DataFrame
    by_hand: pl.DataFrame
    nodes: frozenset[str]
    boundary: datetime | None


def draft_standing(
    tx: Reads | Work,
    catalog_id: CatalogId,
    rules: DraftRules,
    instant: datetime,
    plans: Mapping[UUID, str],
    *,
    reading: Collection[str] | None = None,
    among: Collection[str] | None = None,
) -> Standing:
    """Of these rate plans, ids with their keys; costs about their number times that of the rules.

    With `reading` only those rules are asked that read one of these attributes, or stand on a shelf with one that
    does; with `among` only those of these nodes. What people say by hand always is. Raises BrokenRule.
    """
    manual = assignments.frame_of(tx.session, catalog_id, plan_ids=plans.keys())
    judge = gathered(tx, instant, rules.standing, keys=list(plans.values()), compiler=rules.compiler)
    readers = None if reading is None else rules.readers(reading)
    places = _hand_places(manual) | {
        str(ruleset.node_id): Place(str(ruleset.node_id), tpath)
        for tpath, ruleset in rules.standing.items()
        if (readers is None or is_concerned(rules.shelves.shelf(tpath), tpath, readers))
        and (among is None or str(ruleset.node_id) in among)
    }
    found = pl.concat([NOBODY, *populations(judge, rules.shelves, places.values(), manual)])
    everybodys = found.filter(pl.col("audience").is_null())
    return Standing(frozenset(plans), everybodys, manual, frozenset(places), boundary_of(rules, judge.plans, instant))


def _hand_places(manual: pl.DataFrame) -> dict[str, Place]:
    found = manual.select("node_id", "tpath").unique().iter_rows()
    return {node_id: Place(node_id, tpath) for node_id, tpath in found}
