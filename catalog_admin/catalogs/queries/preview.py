"""What a ruleset would do before anybody saves it: to its node, and to the shelves below that its excludes reach."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import polars as pl

from catalog_admin.catalogs import referring
from catalog_admin.catalogs.errors import UnknownRatePlan
from catalog_admin.catalogs.judging import gathered
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Effect, Node
from catalog_admin.catalogs.model.membership import Judged, Membership, decide
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets, Shelf
from catalog_admin.catalogs.population import Place, hands, is_member
from catalog_admin.catalogs.queries.population import rules_in_force
from catalog_admin.catalogs.queries.reasons import Reasons, reasons_for
from catalog_admin.catalogs.store import assignments, rulesets
from catalog_admin.kit.ids import CatalogId, NodeId
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Outcome

Change = Literal["enters", "leaves", "stays"]
COMES_AND_GOES: tuple[Change, ...] = ("enters", "leaves")

# A shelf that stands nowhere: nothing assigned, no rules above.
NOWHERE = Node(
    NodeId(UUID(int=0)), CatalogId(UUID(int=0)), None, "", "", "", 0, "category", {}, {}, 0, None, None, 0, None
)


def sample(tx: Reads | Work, node: Node, ruleset: Ruleset, keys: Sequence[str], instant: datetime) -> list[Reasons]:
    """What would be said of these rate plans on the node itself, in the order asked; raises UnknownRatePlan."""
    standing = rules_in_force(tx, node) | {node.tpath: ruleset}
    found = reasons_for(tx, node, standing, keys, instant)
    for position, key in enumerate(keys):
        if key not in found:
            raise UnknownRatePlan(f"there is no rate plan {key}", pointer=f"/sampleRatePlanIds/{position}")
    return [found[key] for key in keys]


@dataclass(frozen=True, slots=True)
class Moved:
    """A rate plan that enters, leaves or stays on one shelf, with what decides about it now and then."""

    node_id: UUID
    path: str
    key: str
    change: Change
    before: Membership
    after: Membership


@dataclass(frozen=True, slots=True)
class NodeEffects:
    """How many rate plans come to one shelf, go from it, and stay on it."""

    node_id: UUID
    path: str
    enters: int
    leaves: int
    stays: int

    @property
    def is_touched(self) -> bool:
        return bool(self.enters or self.leaves)


@dataclass(frozen=True, slots=True)
class Effects:
    """`nodes` are the node itself, and behind it those below on which something comes or goes.

    Sums are over all of them; `outcomes` counts each rule's answers over all rate plans.
    """

    outcomes: dict[str, dict[Outcome, int]]
    nodes: tuple[NodeEffects, ...]

    @property
    def enters(self) -> int:
        return sum(each.enters for each in self.nodes)

    @property
    def leaves(self) -> int:
        return sum(each.leaves for each in self.nodes)

    @property
    def stays(self) -> int:
        return sum(each.stays for each in self.nodes)


class Preview:
    """The draft's shelves as they are, against what they would be; in tree order, then by rate plan.

    All columns are loaded once. Memory: those columns, one byte per rate plan and rule, and a few bytes per rate
    plan for the one shelf that is looked at. Raises BrokenRule.
    """

    def __init__(self, tx: Reads | Work, node: Node, ruleset: Ruleset, instant: datetime) -> None:
        now, said = rules_in_force(tx, node), {node.tpath: ruleset}
        comes_down = Rulesets(now).standing(node.tpath) != Rulesets(now | said).standing(node.tpath)
        if comes_down:  # excludes alone do: other includes change nothing below
            now |= referring.resolved(tx, rulesets.by_tpath(tx.session, node.catalog_id, node.tpath))
        manual = assignments.frame_of(tx.session, node.catalog_id, node.tpath, alone=not comes_down)
        self._ruleset, self._now, self._then = ruleset, Rulesets(now), Rulesets(now | said)
        self._judge = gathered(tx, instant, now, said)
        self._hands = hands(self._judge, manual)
        filled = {str(tpath): str(node_id) for tpath, node_id in manual.select("tpath", "node_id").unique().iter_rows()}
        filled |= {tpath: str(each.node_id) for tpath, each in now.items() if each.rules_of("include")}
        self._places = [Place(str(node.id), node.tpath), *self._reached(node, filled)]

    def _reached(self, node: Node, filled: Mapping[str, str]) -> Iterator[Place]:
        """Of the shelves that hold something, those below the node on which other rules would have a say."""
        for tpath in sorted(filled):
            is_below = tpath.startswith(node.tpath) and tpath != node.tpath
            if is_below and self._now.shelf(tpath) != self._then.shelf(tpath):
                yield Place(filled[tpath], tpath)

    @property
    def judgements(self) -> int:
        """Shelves times rate plans: no time limit of the database ends what is worked out of them here."""
        return len(self._places) * self._judge.plans.height

    def effects(self) -> Effects:
        counted = [self._counted(place) for place in self._places]
        outcomes = {rule.key: self._answers(rule) for rule in self._ruleset.rules}
        return Effects(outcomes, (counted[0], *(each for each in counted[1:] if each.is_touched)))

    def moved(
        self,
        show: Sequence[Change] = COMES_AND_GOES,
        after: str | None = None,
        limit: int | None = None,
        search: str | None = None,
    ) -> Page[Moved]:
        """Who comes and goes, of those with `search` in their key; each page judges only the shelves it is about."""
        found: list[Moved] = []
        for place, everybody in self._behind(after, show):
            rows = everybody if search is None else everybody.filter(_is_called(search))
            wanted = rows if limit is None else rows.head(limit + 1 - len(found))
            found += self._told(place, wanted)
            if limit is not None and len(found) > limit:
                last = found[limit - 1]
                return Page(found[:limit], cursor(last.path, last.key))
        return Page(found)

    def _behind(self, after: str | None, show: Sequence[Change]) -> Iterator[tuple[Place, pl.DataFrame]]:
        path, key = (str(part) for part in key_of(after, width=2)) if after is not None else ("", "")
        for place in self._places:
            if after is None or place.tpath > paths.tpath_of(path):
                yield place, self._moving(place, show)
            elif place.tpath == paths.tpath_of(path):
                yield place, self._moving(place, show).filter(pl.col("key") > key)

    def _members(self, place: Place) -> tuple[pl.Series, pl.Series]:
        hand = self._hands.get(place.node_id)
        now, then = (is_member(self._judge, place, rules.shelf(place.tpath), hand) for rules in (self._now, self._then))
        return now, then

    def _counted(self, place: Place) -> NodeEffects:
        now, then = self._members(place)
        enters, leaves, stays = (int(each.sum()) for each in (~now & then, now & ~then, now & then))
        return NodeEffects(UUID(place.node_id), paths.path_of(place.tpath), enters, leaves, stays)

    def _moving(self, place: Place, show: Sequence[Change]) -> pl.DataFrame:
        now, then = self._members(place)
        masks: dict[Change, pl.Series] = {"enters": ~now & then, "leaves": now & ~then, "stays": now & then}
        keys = self._judge.plans.select("key").with_row_index("row")
        return pl.concat(
            keys.filter(masks[change]).with_columns(change=pl.lit(change)) for change in dict.fromkeys(show)
        ).sort("key")

    def _told(self, place: Place, rows: pl.DataFrame) -> Iterator[Moved]:
        hand = self._hands.get(place.node_id)
        manual: dict[int, Effect] = dict(hand.select("row", "effect").iter_rows()) if hand is not None else {}
        for row, key, change in rows.iter_rows():
            before, after = (
                self._decided(row, place, rules.shelf(place.tpath), manual.get(row))
                for rules in (self._now, self._then)
            )
            yield Moved(UUID(place.node_id), paths.path_of(place.tpath), key, change, before, after)

    def _decided(self, row: int, place: Place, shelf: Shelf, manual: Effect | None) -> Membership:
        includes = [Judged(rule, self._outcome(rule, place.tpath, row)) for rule in shelf.includes]
        exclusions = [Judged(each.rule, self._outcome(each.rule, each.at, row)) for each in shelf.exclusions]
        return decide(manual, includes, exclusions)

    def _outcome(self, rule: Rule, at: str, row: int) -> Outcome:
        return Outcome(self._judge.outcomes(rule, at)[row])

    def _answers(self, rule: Rule) -> dict[Outcome, int]:
        answers = self._judge.outcomes(rule, "")
        return {outcome: int((answers == int(outcome)).sum()) for outcome in Outcome}


def _is_called(search: str) -> pl.Expr:
    return pl.col("key").str.to_lowercase().str.contains(search.lower(), literal=True)
