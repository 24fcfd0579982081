"""What a ruleset would do to a node before anybody saves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import polars as pl

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.errors import UnknownRatePlan
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.membership import Membership
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.population import Judge, columns_read
from catalog_admin.catalogs.queries.population import population_of, rules_in_force
from catalog_admin.catalogs.queries.reasons import Reasons, reasons_for
from catalog_admin.kit.ids import CatalogId, NodeId
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Outcome

Change = Literal["enters", "leaves", "stays"]

# A shelf that stands nowhere: nothing assigned, no rules above.
NOWHERE = Node(
    NodeId(UUID(int=0)), CatalogId(UUID(int=0)), None, "", "", "", 0, "category", {}, {}, 0, None, None, 0, None
)


def sample(tx: Reads | Work, node: Node, ruleset: Ruleset, keys: Sequence[str], instant: datetime) -> list[Reasons]:
    """What would be said of these rate plans, in the order asked; raises UnknownRatePlan."""
    found = reasons_for(tx, node, _with(tx, node, ruleset), keys, instant)
    for position, key in enumerate(keys):
        if key not in found:
            raise UnknownRatePlan(f"there is no rate plan {key}", pointer=f"/sampleRatePlanIds/{position}")
    return [found[key] for key in keys]


@dataclass(frozen=True, slots=True)
class Moved:
    """A rate plan that enters, leaves or stays, with what decides about it now and then."""

    key: str
    change: Change
    before: Membership
    after: Membership


@dataclass(frozen=True, slots=True)
class Effects:
    """`outcomes` counts each rule's answers over all rate plans; `moved` is a page of the changes asked for."""

    outcomes: dict[str, dict[Outcome, int]]
    enters: int
    leaves: int
    stays: int
    moved: Page[Moved]


def everything(
    tx: Reads | Work,
    node: Node,
    ruleset: Ruleset,
    instant: datetime,
    *,
    show: Sequence[Change] = ("enters", "leaves"),
    after: str | None = None,
    limit: int = 50,
) -> Effects:
    """Who would come and go, against the node's draft population as it is; in key order."""
    now, then = rules_in_force(tx, node), _with(tx, node, ruleset)
    lists = _compared(population_of(tx, node, now, instant), population_of(tx, node, then, instant))
    listed = pl.concat([lists[change].with_columns(change=pl.lit(change)) for change in show]).sort("key")
    if after is not None:
        listed = listed.filter(pl.col("key") > str(key_of(after, width=1)[0]))
    page = listed.head(limit + 1).rows()
    keys = [key for key, _ in page[:limit]]
    old, new = (reasons_for(tx, node, standing, keys, instant) for standing in (now, then))
    moved = [Moved(key, change, old[key].membership, new[key].membership) for key, change in page[:limit]]
    return Effects(
        _counted(tx, ruleset, instant),
        enters=lists["enters"].height,
        leaves=lists["leaves"].height,
        stays=lists["stays"].height,
        moved=Page(moved, cursor(keys[-1]) if len(page) > limit else None),
    )


def _compared(before: pl.DataFrame, behind: pl.DataFrame) -> dict[Change, pl.DataFrame]:
    old, new = before.select("key"), behind.select("key")
    return {
        "enters": new.join(old, on="key", how="anti"),
        "leaves": old.join(new, on="key", how="anti"),
        "stays": old.join(new, on="key", how="semi"),
    }


def _counted(tx: Reads | Work, ruleset: Ruleset, instant: datetime) -> dict[str, dict[Outcome, int]]:
    scope = rate_plans.scope(tx)
    judge = Judge(rate_plans.columns(tx, columns_read({"": ruleset}, scope)), scope, instant)
    found = {}
    for rule in ruleset.rules:
        answers = judge.outcomes(rule, "")
        found[rule.key] = {outcome: int((answers == int(outcome)).sum()) for outcome in Outcome}
    return found


def _with(tx: Reads | Work, node: Node, ruleset: Ruleset) -> dict[str, Ruleset]:
    return rules_in_force(tx, node) | {node.tpath: ruleset}
