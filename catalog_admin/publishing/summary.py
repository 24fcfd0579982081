"""What a difference amounts to, for somebody who has to decide: pure ideas, the names of places are put in elsewhere.

Every change is looked at once and then forgotten; what grows is one line for each node and each rule that changed,
and the keys of the rate plans that are touched.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import orjson

from catalog_admin.publishing.difference import EntryChange, FieldChange, fields_of
from catalog_admin.publishing.facts import is_sold
from catalog_admin.publishing.model import Kind

MOST_NAMED = 20
Body = dict[str, Any]
Access = Literal["widened", "narrowed", "changed"]
NodeSaid = Literal["added", "removed", "moved", "renamed", "reordered", "rescheduled", "hidden", "shown", "described"]
RuleSaid = Literal["added", "removed", "changed", "masked", "unmasked"]


@dataclass
class Shelf:
    """What happens to one node's rate plans; `by_rule` are those of them that a rule lets in or let in."""

    enters: int = 0
    leaves: int = 0
    changed: int = 0
    enters_by_rule: int = 0
    leaves_by_rule: int = 0

    @property
    def weight(self) -> int:
        return self.enters + self.leaves


@dataclass
class ByHand:
    """Assignments that people made or took back; those that keep a rate plan out are in no version."""

    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass
class Named:
    """How many rate plans, and the keys of the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, key: str) -> None:
        self.count += 1
        if self.count <= MOST_NAMED:
            self.first.append(key)


@dataclass
class Plans:
    """Rate plans that come into the catalog, go from it, or say something else while they stay.

    `touched` counts them and those that gain, lose or change a place on a shelf.
    """

    added: int = 0
    removed: int = 0
    changed: int = 0
    touched: int = 0
    discontinued: Named = field(default_factory=Named)
    enter_unsold: Named = field(default_factory=Named)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule of one node; for a mask the key and the change are all there is to say."""

    node: str
    key: str
    said: RuleSaid
    before: Body | None = None
    after: Body | None = None

    @property
    def rule(self) -> Body:
        return self.after or self.before or {}

    @property
    def reaches_down(self) -> bool:
        """Includes concern their own shelf; excludes and masks all shelves below as well."""
        return self.said in ("masked", "unmasked") or self.rule.get("effect") == "exclude"

    @property
    def lifts_mandatory(self) -> bool:
        is_gone = self.said == "removed" or (self.after is not None and not self.after.get("mandatory"))
        return is_gone and bool(self.before and self.before.get("mandatory"))


@dataclass(frozen=True, slots=True)
class AccessChange:
    """Who may see something: for a rule's audience `rule` names it, else it is a rate plan on the shelf."""

    node: str
    said: Access
    rule: str | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class SchemaChange:
    attribute: str
    said: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]


class Gathered:
    """Give it every change of a difference; then it says what they amount to. `at` judges what is sold and shown."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.shelves: dict[str, Shelf] = {}
        self.nodes: dict[str, tuple[NodeSaid, ...]] = {}
        self.rules: list[RuleChange] = []
        self.access: list[AccessChange] = []
        self.schema: list[SchemaChange] = []
        self.settings: tuple[FieldChange, ...] = ()
        self.by_hand = ByHand()
        self.plans = Plans()
        self.removed_nodes = 0
        self._touched: set[str] = set()

    def add_all(self, changes: Iterable[EntryChange]) -> "Gathered":
        look: Mapping[Kind, Callable[[EntryChange], None]] = {
            Kind.CATALOG: self._catalog,
            Kind.ATTRIBUTE: self._attribute,
            Kind.NODE: self._node,
            Kind.RULESET: self._ruleset,
            Kind.PLAN: self._plan,
            Kind.MEMBERSHIP: self._membership,
        }
        for change in changes:
            look[change.kind](change)
        self.plans.touched = len(self._touched)
        return self

    @property
    def touched_nodes(self) -> set[str]:
        """Nodes that say something else, or that gain, lose or reorder rate plans."""
        return {*self.nodes, *self.shelves, *(each.node for each in self.rules)}

    def _catalog(self, change: EntryChange) -> None:
        if change.before is not None and change.after is not None:
            self.settings = tuple(fields_of(change))

    def _attribute(self, change: EntryChange) -> None:
        said = change.sort
        assert said != "moved"  # noqa: S101 - only nodes move
        self.schema.append(SchemaChange(change.key, said, tuple(fields_of(change))))

    def _node(self, change: EntryChange) -> None:
        before, after = _body(change.before), _body(change.after)
        self.removed_nodes += after is None
        self.nodes[change.key] = tuple(_said_of_node(before, after, self.at))

    def _ruleset(self, change: EntryChange) -> None:
        before, after = _body(change.before) or {}, _body(change.after) or {}
        self.rules += _rule_changes(change.key, before, after)
        was, now = _by_key(before.get("rules", [])), _by_key(after.get("rules", []))
        for key in was.keys() & now.keys():
            said = access_between(_any_of(was[key].get("audience")), _any_of(now[key].get("audience")))
            if said is not None:
                self.access.append(AccessChange(change.key, said, rule=key))

    def _plan(self, change: EntryChange) -> None:
        self._touched.add(change.key)
        before, after = _body(change.before), _body(change.after)
        if after is None:
            self.plans.removed += 1
        elif before is None:
            self.plans.added += 1
            if not is_sold(after, self.at):
                self.plans.enter_unsold.add(change.key)
        else:
            self.plans.changed += 1
            if is_sold(before, self.at) and not is_sold(after, self.at):
                self.plans.discontinued.add(change.key)

    def _membership(self, change: EntryChange) -> None:
        node, _, plan = change.key.partition("/")
        self._touched.add(plan)
        shelf = self.shelves.setdefault(node, Shelf())
        before, after = _body(change.before), _body(change.after)
        is_manual = "manual" in ((before or {}).get("source"), (after or {}).get("source"))
        if before is None:
            shelf.enters += 1
            shelf.enters_by_rule += not is_manual
            self.by_hand.added += is_manual
        elif after is None:
            shelf.leaves += 1
            shelf.leaves_by_rule += not is_manual
            self.by_hand.removed += is_manual
        else:
            shelf.changed += 1
            self.by_hand.changed += is_manual
            if (said := access_between(before.get("audience"), after.get("audience"))) is not None:
                self.access.append(AccessChange(node, said, plan=plan))


def is_shown(node: Body, at: datetime) -> bool:
    """By its own interval; what its ancestors say is theirs."""
    begins, ends = node.get("activeFrom"), node.get("activeTo")
    return not (begins and datetime.fromisoformat(begins) > at) and not (ends and datetime.fromisoformat(ends) <= at)


def _said_of_node(before: Body | None, after: Body | None, at: datetime) -> Iterator[NodeSaid]:
    if before is None or after is None:
        yield "removed" if after is None else "added"
        return
    was, now = before.get("meta", {}), after.get("meta", {})
    if before.get("parent") != after.get("parent"):
        yield "moved"
    if before["key"] != after["key"] or was.get("displayName") != now.get("displayName"):
        yield "renamed"
    if before.get("sortKey") != after.get("sortKey"):
        yield "reordered"
    if _interval(before) != _interval(after):
        yield "rescheduled"
        if is_shown(before, at) != is_shown(after, at):
            yield "shown" if is_shown(after, at) else "hidden"
    if _described(before) != _described(after):
        yield "described"


def _interval(node: Body) -> tuple[Any, Any]:
    return node.get("activeFrom"), node.get("activeTo")


def _described(node: Body) -> Body:
    told = ("parent", "key", "sortKey", "activeFrom", "activeTo", "meta")
    rest = {name: value for name, value in node.items() if name not in told}
    return rest | {"meta": {name: text for name, text in node.get("meta", {}).items() if name != "displayName"}}


def _rule_changes(node: str, before: Body, after: Body) -> Iterator[RuleChange]:
    was, now = _by_key(before.get("rules", [])), _by_key(after.get("rules", []))
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            said: RuleSaid = "added" if key not in was else "removed" if key not in now else "changed"
            yield RuleChange(node, key, said, was.get(key), now.get(key))
    masked, still = _by_key(before.get("masks", [])), _by_key(after.get("masks", []))
    for key in sorted(masked.keys() ^ still.keys()):
        yield RuleChange(node, key, "unmasked" if key in masked else "masked")


def _by_key(said: list[Body]) -> dict[str, Body]:
    return {each["key"]: each for each in said}


def _any_of(audience: Body | None) -> list[Body] | None:
    return None if audience is None else [audience]


def access_between(before: list[Body] | None, after: list[Body] | None) -> Access | None:
    """Audiences are claims of which a reader needs one; none at all is everybody."""
    if before == after:
        return None
    if before is None or after is None:
        return "widened" if after is None else "narrowed"
    was, now = _claims(before), _claims(after)
    if was < now:
        return "widened"
    return "narrowed" if now < was else "changed"


def _claims(audiences: list[Body]) -> set[tuple[str, str]]:
    return {(name, value) for audience in audiences for name, values in audience.items() for value in values}


def _body(said: bytes | None) -> Body | None:
    return None if said is None else orjson.loads(said)
