"""What publishing asks when little has changed: which rate plans to look at, and where these stand now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl
from sqlalchemy import func, or_, select

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets, Shelf
from catalog_admin.catalogs.population import NOBODY, Judge, Place, columns_read, compiled, gathered, populations
from catalog_admin.catalogs.readers import Readers, is_concerned
from catalog_admin.catalogs.store import assignments, changes, nodes, rulesets
from catalog_admin.catalogs.tables import AssignmentRow, NodeRow
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.rules import reads_time
from catalog_admin.predicates.setwise.boundary import earliest_boundary


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
    found: set[UUID] = set()
    for top in living_nodes(tx, catalog_id, tops):
        found.update(tx.session.scalars(select(NodeRow.node_id).where(*nodes.within(catalog_id, top.tpath))))
    return found


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
        *nodes.within(catalog_id, ""), or_(NodeRow.active_from.is_not(None), NodeRow.active_to.is_not(None))
    )
    return {at for row in tx.session.execute(found.distinct()) for at in row if at is not None}


def draft_members_at(
    tx: Reads | Work, catalog_id: CatalogId, instant: datetime, nodes_of: Collection[UUID]
) -> pl.DataFrame:
    """Whom all rules and hands put on these nodes for everybody: node_id, plan_id, source as texts.

    Costs a look at all rate plans where a rule lets in. Raises BrokenRule.
    """
    standing = rulesets.by_tpath(tx.session, catalog_id)
    places = [Place(str(node.id), node.tpath) for node in living_nodes(tx, catalog_id, nodes_of)]
    manual = assignments.frame_of(tx.session, catalog_id, node_ids=nodes_of)
    shelves = Rulesets(standing)
    told = {at for place in places for at in _rulesets_of(shelves.shelf(place.tpath), place.tpath)}
    keys = None
    if not any(shelves.shelf(place.tpath).includes for place in places):
        keys = list(rate_plans.plan_keys(tx, map(UUID, manual["plan_id"].unique())).values())
    judge = gathered(tx, instant, {tpath: said for tpath, said in standing.items() if tpath in told}, keys=keys)
    found = pl.concat([NOBODY, *populations(judge, shelves, places, manual)])
    return found.filter(pl.col("audience").is_null()).select(pl.col("node_id", "plan_id", "source").cast(pl.String))


def _rulesets_of(shelf: Shelf, tpath: str) -> set[str]:
    own = {tpath} if shelf.includes else set()
    return own | {exclusion.at for exclusion in shelf.exclusions}


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
    instant: datetime,
    plans: Mapping[UUID, str],
    reading: Collection[str] | None = None,
) -> Standing:
    """Of these rate plans, ids with their keys; costs about their number times that of the rules.

    With `reading` only those rules are asked that read one of these attributes, or stand on a shelf with one that
    does; what people say by hand always is. Raises BrokenRule.
    """
    standing = rulesets.by_tpath(tx.session, catalog_id)
    manual = assignments.frame_of(tx.session, catalog_id, plan_ids=plans.keys())
    judge = gathered(tx, instant, standing, keys=list(plans.values()))
    shelves = Rulesets(standing)
    readers = None if reading is None else Readers(standing, judge.scope).of(reading)
    places = _hand_places(manual) | {
        str(ruleset.node_id): Place(str(ruleset.node_id), tpath)
        for tpath, ruleset in standing.items()
        if readers is None or is_concerned(shelves.shelf(tpath), tpath, readers)
    }
    found = pl.concat([NOBODY, *populations(judge, shelves, places.values(), manual)])
    everybodys = found.filter(pl.col("audience").is_null())
    return Standing(frozenset(plans), everybodys, manual, frozenset(places), _boundary(judge, standing, instant))


def attributes_read(tx: Reads | Work, catalog_id: CatalogId) -> frozenset[str]:
    """By any rule of the draft. Raises BrokenRule."""
    return frozenset(columns_read(rulesets.by_tpath(tx.session, catalog_id), rate_plans.scope(tx)))


def _hand_places(manual: pl.DataFrame) -> dict[str, Place]:
    found = manual.select("node_id", "tpath").unique().iter_rows()
    return {node_id: Place(node_id, tpath) for node_id, tpath in found}


def _boundary(judge: Judge, standing: Mapping[str, Ruleset], instant: datetime) -> datetime | None:
    rules = (compiled(rule, judge.scope, tpath) for tpath, ruleset in standing.items() for rule in ruleset.rules)
    timed = [rule for rule in rules if reads_time(rule)]
    found = (earliest_boundary(rule, judge.plans, instant) for rule in timed)
    return min((at for at in found if at is not None), default=None)
