"""A difference in words and numbers: what was gathered, with the names of its places, in lists of bounded length."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, Literal, TypeVar

from catalog_admin.publishing.difference import FieldChange
from catalog_admin.publishing.summary import (
    MOST_NAMED,
    ByHand,
    Gathered,
    Named,
    NodeSaid,
    Plans,
    RuleChange,
    Shelf,
)

MOST_LISTED = 50
SHRINKS_PERCENT = 50

Code = Literal[
    "access_widens",
    "catalog_emptied",
    "discontinued_on_shelf",
    "mandatory_rule_lifted",
    "node_hidden",
    "node_removed",
    "rule_matches_everything",
    "rule_matches_nothing",
    "shelf_emptied",
    "shelf_shrinks",
    "unsold_enters",
]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: in the later state if it is there, else in the earlier one."""

    node_id: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Few(Generic[T]):
    """The first of a list, and how many there are."""

    count: int
    items: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class ShelfTold:
    """`before` and `after` count the rate plans on the shelf itself."""

    at: Place
    enters: int
    leaves: int
    changed: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class NodeTold:
    """`was` is its path before, where that was another one."""

    at: Place
    changes: tuple[NodeSaid, ...]
    was: str | None


@dataclass(frozen=True, slots=True)
class RuleTold:
    """What enters and leaves by rule on the shelves on which it has a say; shared with others that have changed there.

    `matches` counts the rate plans that the rule as it is now is true of, wherever they stand; only a draft knows.
    """

    at: Place
    key: str
    change: str
    effect: str | None
    mandatory: bool
    text_before: str | None
    text_after: str | None
    matches: int | None
    enters: int
    leaves: int
    is_shared: bool


@dataclass(frozen=True, slots=True)
class AccessTold:
    at: Place
    change: str
    rule: str | None
    rate_plan: str | None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to look at before saying yes; `count` is of what the code is about, the rest are examples."""

    code: Code
    count: int
    places: tuple[Place, ...] = ()
    rate_plans: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    touched: int
    total: int


@dataclass(frozen=True)
class Summary:
    """Numbers are exact unless `is_exact` says that they are at least so large; lists hold the largest or first."""

    is_exact: bool
    shelves: Few[ShelfTold]
    enters: int
    leaves: int
    nodes: Few[NodeTold]
    node_changes: Mapping[NodeSaid, int]
    rules: Few[RuleTold]
    by_hand: ByHand
    plans: Plans
    access: Few[AccessTold]
    schema: Few[object]
    settings: tuple[FieldChange, ...]
    touched_shelves: Share
    touched_rate_plans: Share
    warnings: tuple[Warned, ...]


@dataclass(frozen=True)
class Ground:
    """What is known of both states beside their difference."""

    before: Mapping[str, Place]
    after: Mapping[str, Place]
    direct_before: Mapping[str, int]
    nodes_after: int
    plans_after: int
    memberships_after: int
    matches: Mapping[tuple[str, str], int] = field(default_factory=dict)
    population: int | None = None
    is_exact: bool = True

    def place(self, node: str) -> Place:
        return self.after.get(node) or self.before.get(node) or Place(node, "", "")


def summed(gathered: Gathered, ground: Ground) -> Summary:
    shelves = _shelves(gathered, ground)
    nodes = _nodes(gathered, ground)
    rules = _rules(gathered, ground)
    access = [AccessTold(ground.place(a.node), a.said, a.rule, a.plan) for a in gathered.access]
    counted: dict[NodeSaid, int] = defaultdict(int)
    for each in nodes:
        for said in each.changes:
            counted[said] += 1
    return Summary(
        is_exact=ground.is_exact,
        shelves=few(shelves),
        enters=sum(each.enters for each in shelves),
        leaves=sum(each.leaves for each in shelves),
        nodes=few(nodes),
        node_changes=dict(counted),
        rules=few(rules),
        by_hand=gathered.by_hand,
        plans=gathered.plans,
        access=few(access),
        schema=few(gathered.schema),
        settings=gathered.settings,
        touched_shelves=Share(len(gathered.touched_nodes), ground.nodes_after + gathered.removed_nodes),
        touched_rate_plans=Share(gathered.plans.touched, ground.plans_after + gathered.plans.removed),
        warnings=tuple(_warnings(gathered, ground, shelves, nodes, rules, access)),
    )


def few(found: Sequence[T], most: int = MOST_LISTED) -> Few[T]:
    return Few(len(found), tuple(found[:most]))


def _shelves(gathered: Gathered, ground: Ground) -> list[ShelfTold]:
    """Those that change most first, then by path."""
    told = [_shelf(node, shelf, ground) for node, shelf in gathered.shelves.items()]
    return sorted(told, key=lambda each: (-(each.enters + each.leaves), -each.changed, each.at.path, each.at.node_id))


def _shelf(node: str, shelf: Shelf, ground: Ground) -> ShelfTold:
    before = ground.direct_before.get(node, 0)
    after = before + shelf.enters - shelf.leaves
    return ShelfTold(ground.place(node), shelf.enters, shelf.leaves, shelf.changed, before, after)


def _nodes(gathered: Gathered, ground: Ground) -> list[NodeTold]:
    told = [NodeTold(ground.place(node), said, _was(node, ground)) for node, said in gathered.nodes.items()]
    return sorted(told, key=lambda each: (each.at.path, each.at.node_id))


def _was(node: str, ground: Ground) -> str | None:
    before, after = ground.before.get(node), ground.after.get(node)
    return before.path if before and after and before.path != after.path else None


def _rules(gathered: Gathered, ground: Ground) -> list[RuleTold]:
    ruled = {node: shelf for node, shelf in gathered.shelves.items() if shelf.enters_by_rule or shelf.leaves_by_rule}
    standing = sorted((ground.place(node).path, node) for node in ruled)
    reached = [list(_having_say(change, ground.place(change.node), ruled, standing)) for change in gathered.rules]
    says = Counter(node for nodes in reached for node in nodes)
    told = [
        RuleTold(
            at=ground.place(change.node),
            key=change.key,
            change=change.said,
            effect=change.rule.get("effect"),
            mandatory=bool(change.rule.get("mandatory")),
            text_before=(change.before or {}).get("text"),
            text_after=(change.after or {}).get("text"),
            matches=ground.matches.get((change.node, change.key)),
            enters=sum(ruled[node].enters_by_rule for node in nodes),
            leaves=sum(ruled[node].leaves_by_rule for node in nodes),
            is_shared=any(says[node] > 1 for node in nodes),
        )
        for change, nodes in zip(gathered.rules, reached, strict=True)
    ]
    return sorted(told, key=lambda each: (-(each.enters + each.leaves), each.at.path, each.key))


def _having_say(
    change: RuleChange, stands: Place, ruled: Mapping[str, Shelf], standing: Sequence[tuple[str, str]]
) -> Iterable[str]:
    """Of the shelves that change by rule, those it is heard on; found by path, for thousands may change of both."""
    if not change.reaches_down:
        return [change.node] if change.node in ruled else []
    if not stands.path:
        return ruled
    own = [change.node] if change.node in ruled else []
    # "/" comes right behind the dot that parts a path.
    first, behind = (bisect_left(standing, (f"{stands.path}{end}", "")) for end in "./")
    return own + [node for _, node in standing[first:behind]]


def _warnings(
    gathered: Gathered,
    ground: Ground,
    shelves: Sequence[ShelfTold],
    nodes: Sequence[NodeTold],
    rules: Sequence[RuleTold],
    access: Sequence[AccessTold],
) -> Iterable[Warned]:
    """The gravest first."""
    left = [each for each in shelves if gathered.nodes.get(each.at.node_id) != ("removed",)]
    emptied = [each.at for each in left if each.leaves and not each.after]
    if emptied and not ground.memberships_after:
        yield Warned("catalog_emptied", 1)
    yield from _of_places("access_widens", [each.at for each in access if each.change == "widened"])
    lifted = [ground.place(each.node) for each in gathered.rules if each.lifts_mandatory]
    yield from _of_places("mandatory_rule_lifted", lifted)
    yield from _of_places("node_removed", [each.at for each in nodes if "removed" in each.changes])
    yield from _of_places("node_hidden", [each.at for each in nodes if "hidden" in each.changes])
    yield from _of_places("shelf_emptied", emptied)
    shrinking = [each for each in left if each.after and each.leaves * 100 >= each.before * SHRINKS_PERCENT]
    yield from _of_places("shelf_shrinks", [each.at for each in shrinking if each.after < each.before])
    yield from _of_plans("discontinued_on_shelf", gathered.plans.discontinued)
    yield from _of_plans("unsold_enters", gathered.plans.enter_unsold)
    yield from _of_rules("rule_matches_nothing", [each for each in rules if each.matches == 0])
    if ground.population:
        yield from _of_rules("rule_matches_everything", [r for r in rules if r.matches == ground.population])


def _of_places(code: Code, places: Sequence[Place]) -> Iterable[Warned]:
    if places:
        yield Warned(code, len(places), places=tuple(dict.fromkeys(places))[:MOST_NAMED])


def _of_plans(code: Code, plans: Named) -> Iterable[Warned]:
    if plans.count:
        yield Warned(code, plans.count, rate_plans=tuple(plans.first))


def _of_rules(code: Code, rules: Sequence[RuleTold]) -> Iterable[Warned]:
    if rules:
        places = tuple(map(attrgetter("at"), rules[:MOST_NAMED]))
        yield Warned(code, len(rules), places=places, rules=tuple(each.key for each in rules[:MOST_NAMED]))
