"""What publishing asks when little has changed: which rate plans to look at, and where these stand now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl
from sqlalchemy import func, select

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets
from catalog_admin.catalogs.population import NOBODY, Judge, Place, columns_read, compiled, gathered, populations
from catalog_admin.catalogs.readers import Readers, is_concerned
from catalog_admin.catalogs.store import assignments, changes, nodes, rulesets
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.rules import reads_time
from catalog_admin.predicates.setwise.boundary import earliest_boundary


def have_nodes_changed(tx: Reads | Work, catalog_id: CatalogId, since: Snapshot, *, count: int) -> bool:
    """Since a snapshot that showed so many living ones: fewer of them have gone for good."""
    if changes.nodes(tx.session, catalog_id, since, most=1):
        return True
    living = select(func.count()).where(*nodes.within(catalog_id, ""))
    return tx.session.scalar(living) != count


def plans_changed_by_hand(tx: Reads | Work, catalog_id: CatalogId, since: Snapshot, *, most: int) -> set[UUID]:
    """Of which something else is said by hand; some of another catalog may be among them. Stops at so many."""
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
