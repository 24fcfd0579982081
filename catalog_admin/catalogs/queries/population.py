"""Who is on which shelf of the draft: for publishing all at once, for people page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl

from catalog_admin.catalogs import rate_plans, referring
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.draft_rules import DraftRules
from catalog_admin.catalogs.judging import Judge, gathered
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets
from catalog_admin.catalogs.population import NOBODY, Place, populations
from catalog_admin.catalogs.store import assignments, rulesets
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.setwise.boundary import earliest_boundary

LAST = 2**31 - 1


def draft_population(
    tx: Reads | Work, catalog_id: CatalogId, instant: datetime, *, with_audience: bool = False
) -> pl.DataFrame:
    """All memberships of the draft, in the columns of population.MEMBERS and in no order.

    Members for a limited `audience` (JSON, a list of claim sets) are left out unless the caller says it judges
    audiences. Every rule is evaluated once over all rate plans. Raises BrokenRule.
    """
    standing = referring.resolved(tx, rulesets.by_tpath(tx.session, catalog_id))
    found = _everywhere(
        gathered(tx, instant, standing), Rulesets(standing), assignments.frame_of(tx.session, catalog_id)
    )
    return found if with_audience else found.filter(pl.col("audience").is_null())


def population_by(rules: DraftRules, plans: pl.DataFrame, by_hand: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """The same by what somebody has kept: rate plans as `rate_plans.columns` has them, with all that the rules read;
    by hand as `assignments.FRAME` has it. Raises BrokenRule.
    """
    found = _everywhere(Judge(plans, rules.compiler, instant), rules.shelves, by_hand)
    return found.filter(pl.col("audience").is_null())


def _everywhere(judge: Judge, shelves: Rulesets, manual: pl.DataFrame) -> pl.DataFrame:
    """On all nodes that have rules, or of which something is said by hand."""
    places = {str(said.node_id): Place(str(said.node_id), tpath) for tpath, said in shelves.standing_at.items()}
    for node_id, tpath in manual.select("node_id", "tpath").unique().iter_rows():
        places[node_id] = Place(node_id, tpath)
    return pl.concat([NOBODY, *populations(judge, shelves, places.values(), manual)])


def draft_rules(tx: Reads | Work, catalog_id: CatalogId, scope: Scope | None = None) -> DraftRules:
    """As they stand in this transaction; `scope` is what rules can read there, for who knows it already."""
    compiler = Compiler(rate_plans.scope(tx) if scope is None else scope)
    return DraftRules(referring.resolved(tx, rulesets.by_tpath(tx.session, catalog_id), compiler), compiler)


def draft_boundary(tx: Reads | Work, rules: DraftRules, instant: datetime) -> datetime | None:
    """The next instant at which a rule of the draft may answer differently by time alone.

    Where no rule reads the time, no rate plan is read. Raises BrokenRule.
    """
    if not rules.timed:
        return None
    return boundary_of(rules, rate_plans.columns(tx, sorted(rules.attributes_timed)), instant)


def boundary_of(rules: DraftRules, plans: pl.DataFrame, instant: datetime) -> datetime | None:
    """The same for these rate plans, which have the columns that timed rules read."""
    found = (earliest_boundary(rule, plans, instant) for rule in rules.timed)
    return min((at for at in found if at is not None), default=None)


def rules_in_force(tx: Reads | Work, node: Node) -> dict[str, Ruleset]:
    """The rulesets of the node and of its ancestors, by tpath."""
    tpaths = [paths.tpath_of(path) for path in [*paths.ancestors(node.path), node.path]]
    return referring.resolved(tx, rulesets.of_paths(tx.session, node.catalog_id, tpaths))


def population_of(tx: Reads | Work, node: Node, standing: Mapping[str, Ruleset], instant: datetime) -> pl.DataFrame:
    """The members of one node under these rules, limited audiences included."""
    manual = assignments.frame_of(tx.session, node.catalog_id, node.tpath, alone=True)
    place = Place(str(node.id), node.tpath)
    return pl.concat([NOBODY, *populations(gathered(tx, instant, standing), Rulesets(standing), [place], manual)])


def rule_matches(
    tx: Reads | Work, placed: Mapping[str, tuple[str, Ruleset]], instant: datetime
) -> tuple[dict[tuple[str, str], int], int]:
    """How many rate plans each rule is true of, by what its node was called and its key; and how many there are.

    Rulesets come with the path at which they stand. Raises BrokenRule.
    """
    tpaths = {name: paths.tpath_of(path) for name, (path, _) in placed.items()}
    judge = gathered(tx, instant, {tpaths[name]: said for name, (_, said) in placed.items()})
    matches = {
        (name, rule.key): int(judge.matches(rule, tpaths[name]).sum())
        for name, (_, said) in placed.items()
        for rule in said.rules
    }
    return matches, judge.plans.height


@dataclass(frozen=True, slots=True)
class Member:
    """One rate plan on a shelf; `beat` is the exclude rule that manual assignment overruled.

    `out` says why one that was named by hand is not on it.
    """

    key: str
    source: str
    rule: str | None
    beat: str | None
    pin: int | None
    rank: int | None
    audience: str | None
    out: str | None


@dataclass(frozen=True)
class Shelf(Page[Member]):
    """`total` counts all pages."""

    total: int = 0


def members_of(
    tx: Reads | Work,
    node: Node,
    instant: datetime,
    after: str | None,
    limit: int,
    *,
    search: str | None = None,
    out: bool = False,
) -> Shelf:
    """Pinned first, then ranked, then by key; with `out` those named by hand that are not on the shelf instead.

    `search` is part of a key, a SKU or a name.
    """
    members = population_of(tx, node, rules_in_force(tx, node), instant)
    found = _left_out(tx, node, members) if out else members.with_columns(pl.lit(None, pl.String).alias("out"))
    if search:
        found = _matching(tx, found, search)
    order = [pl.col("pin").fill_null(LAST), pl.col("rank").fill_null(LAST), pl.col("key")]
    total, found = found.height, found.sort(order)
    if after is not None:
        found = found.filter(_behind(order, key_of(after, width=3)))
    page = [Member(**row) for row in found.head(limit + 1).drop("node_id", "plan_id").iter_rows(named=True)]
    last = page[limit - 1] if len(page) > limit else None
    behind = cursor(last.pin or LAST, LAST if last.rank is None else last.rank, last.key) if last else None
    return Shelf(page[:limit], behind, total)


def _left_out(tx: Reads | Work, node: Node, members: pl.DataFrame) -> pl.DataFrame:
    """Kept out by hand, or put there by hand and taken away by a mandatory rule."""
    manual = assignments.frame_of(tx.session, node.catalog_id, node.tpath, alone=True)
    absent = manual.join(members, on="plan_id", how="anti")
    keys = rate_plans.plan_keys(tx, [UUID(each) for each in absent["plan_id"]])
    living = rate_plans.columns(tx, (), list(keys.values()))
    by_hand = pl.when(pl.col("effect") == "exclude").then(pl.lit("excluded_by_hand"))
    said = {"source": pl.lit("manual"), **{name: pl.lit(None, pl.String) for name in ("rule", "beat", "audience")}}
    return absent.join(living, on="plan_id").select(
        *(said[name].alias(name) if name in said else pl.col(name) for name in members.columns),
        by_hand.otherwise(pl.lit("excluded_by_rule")).alias("out"),
    )


def _matching(tx: Reads | Work, found: pl.DataFrame, search: str) -> pl.DataFrame:
    plans = rate_plans.columns(tx, ("name", "sku"), found["key"].to_list())
    texts = (pl.col(name).fill_null("").str.to_lowercase() for name in ("key", "name", "sku"))
    matching = pl.any_horizontal(text.str.contains(search.lower(), literal=True) for text in texts)
    return found.join(plans.filter(matching), on="plan_id", how="semi")


def _behind(order: list[pl.Expr], key: list[Any]) -> pl.Expr:
    pin, rank, name = key
    if not (isinstance(pin, int) and isinstance(rank, int) and isinstance(name, str)):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    by_pin, by_rank, by_key = order
    return (by_pin > pin) | ((by_pin == pin) & ((by_rank > rank) | ((by_rank == rank) & (by_key > name))))
