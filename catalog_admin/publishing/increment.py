"""The version that a draft would become, worked out from the one before and what has changed since.

Rate plans that changed, or their products, or what is said of them by hand, are looked at again under all rules; so are
those that changed nodes and rules may concern. The rest of the version stands. Where more has changed (the catalog's
settings, attributes, an instant at which a rule may answer differently, very many rate plans or nodes) there is no
increment, and a full publish is due. The two come to the same digest, always.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products
from catalog_admin.publishing import by_hand, merkle, tip
from catalog_admin.publishing.candidate import TABLES, Fresh, Member, entry_of
from catalog_admin.publishing.deletions import is_remembered
from catalog_admin.publishing.draft import Card, Ground, members_of, start_of
from catalog_admin.publishing.facts import names_changed
from catalog_admin.publishing.grafting import Grafted, grafted
from catalog_admin.publishing.held import Held, HeldMember, HeldPlan
from catalog_admin.publishing.model import (
    Kind,
    VersionRef,
    body_of,
    membership_body,
    membership_key,
    order_key,
)
from catalog_admin.publishing.replanting import Name, Replanted, replanted
from catalog_admin.publishing.tallies import tallied
from catalog_admin.publishing.tip import Tally, Tip

MOST_PLANS = 10_000  # that say something else, or of which something else is said by hand
MOST_LOOKED_AT = 25_000  # with those that changed rules and nodes concern: some 400 MB, and less than half a minute
MOST_MEMBERS = 50_000  # memberships of theirs: some 50 MB


Tell = Callable[[float], None]  # hears how much of it is done; may raise to stop it


def nobody(share: float) -> None:
    """Nobody waits for it."""


class Was(NamedTuple):
    """An entry of the version before, and by what its row is found."""

    entry_hash: bytes
    identity: tuple[str, ...]


@dataclass
class Increment:
    """`before` and `after` are the entries that were looked at, by kind and key; `members` the nodes of each plan now.

    `anew` are those of the plans that every rule judges, whatever of them has changed; `placed` those of which nothing
    has changed but where they stand among the nodes that were compared.
    """

    reads: Reads
    ground: Ground
    at: datetime
    base: VersionRef
    tip: Tip
    tally_before: Tally
    held: Held
    members_before: Mapping[str, list[HeldMember]]
    tree: Replanted
    plans: Mapping[UUID, str]
    anew: Collection[UUID]
    placed: Collection[UUID]
    tell: Tell = nobody
    before: dict[Name, Was] = field(default_factory=dict)
    after: dict[Name, Fresh] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    standings: list[catalogs.Standing] = field(default_factory=list)

    def work_out(self) -> bool:
        """False if what is stored of the version before cannot be trusted, or too much would have to be held."""
        self.after |= self.tree.after
        self.before |= {name: Was(hashed, identity_of(name)) for name, hashed in self.tree.before.items()}
        self._stand()
        self._count_attributes()
        self.tell(0.7)
        if self.graft is None:
            return False
        self.tell(1.0)
        return True

    @cached_property
    def read(self) -> dict[UUID, str]:
        """All plans but those that stood and stand somewhere, and say what they said."""
        staying = {plan for plan in self.placed if str(plan) in self.members_before and str(plan) in self.members}
        return {plan: key for plan, key in self.plans.items() if plan not in staying}

    @cached_property
    def plans_before(self) -> dict[str, HeldPlan]:
        return self.held.plans(self.read)

    @cached_property
    def cards(self) -> dict[str, Card]:
        return {card["id"]: card for some in products.cards(self.reads, self.read) for card in some}

    def _stand(self) -> None:
        """Memberships as they are now, and the cards of those that stand somewhere."""
        self._judge({plan: self.plans[plan] for plan in self.placed}, among=self.tree.compared)
        for plan_id, each in self.plans_before.items():
            self.before[Kind.PLAN, each.key] = Was(each.entry_hash, (plan_id,))
        self.tell(0.1)
        anew, reading = self._looked_at_anew()
        self.tell(0.4)
        self._judge(anew)
        self._judge({plan: self.plans[plan] for plan in reading}, reading=set().union(*reading.values()))
        self._keep(self.plans.keys() - self.placed - anew.keys() - reading.keys())
        self.tell(0.6)
        for plan_id in self.members.keys() & self.cards.keys():
            card = self.cards[plan_id]
            self._add(entry_of(Kind.PLAN, card["key"], body_of(card), card))

    def _looked_at_anew(self) -> tuple[dict[UUID, str], dict[UUID, set[str]]]:
        """Rate plans that every rule judges; and those that only rules do that read what has changed, with that."""
        plans = {plan: key for plan, key in self.plans.items() if plan not in self.placed}
        read = self.ground.rules.attributes_read if plans else frozenset()
        anew, reading = {}, {}
        for plan, key in plans.items():
            held, card = self.plans_before.get(str(plan)), self.cards.get(str(plan))
            if held is None or card is None or plan in self.anew:
                anew[plan] = key
            elif names := names_changed(held.body, card) & read:
                reading[plan] = names
        return anew, reading

    def _judge(
        self,
        plans: Mapping[UUID, str],
        *,
        reading: Collection[str] | None = None,
        among: Collection[str] | None = None,
    ) -> None:
        """By all rules, or those that read one of these attributes, or those of these nodes."""
        if not plans:
            return
        ground = self.ground
        standing = catalogs.draft_standing(
            self.reads, ground.catalog_id, ground.rules, self.at, plans, reading=reading, among=among
        )
        self.standings.append(standing)
        self._keep(plans, None if reading is None and among is None else standing.nodes | set(among or ()))
        for node_id, plan_id, source, pin, rank, score, audience in members_of(standing.population).iter_rows():
            key = plans[UUID(plan_id)]
            order = order_key(pin, score, rank, key)
            body = membership_body(node_id, source, order, orjson.loads(audience) if audience else None)
            member = Member(node_id, plan_id, source, order, audience)
            self._add(entry_of(Kind.MEMBERSHIP, membership_key(node_id, key), body, member))
            self.members.setdefault(plan_id, set()).add(node_id)

    def _keep(self, plans: Iterable[UUID], looked_at: Collection[str] | None = frozenset()) -> None:
        """Memberships of these plans are what they were but for these nodes, or for all."""
        for plan in map(str, plans):
            for each in self.members_before.get(plan, ()):
                if looked_at is None or each.node_id in looked_at:
                    self.before[Kind.MEMBERSHIP, each.key] = Was(each.entry_hash, (each.node_id, each.plan_id))
                else:
                    self.members.setdefault(plan, set()).add(each.node_id)

    @cached_property
    def tallied(self) -> Counter[tuple[str, str]]:
        """How many more rate plans than before name each attribute and each day."""
        more: Counter[tuple[str, str]] = Counter()
        for plan_id in self.members.keys() & self.cards.keys():
            more.update(tallied(self.cards[plan_id]))
        for held in self.plans_before.values():
            more.subtract(tallied(held.body))
        return Counter({name: count for name, count in more.items() if count})

    @cached_property
    def tally(self) -> Counter[tuple[str, str]]:
        """How many name them now; of those that are named no more, none."""
        counted = Counter(self.tally_before)
        counted.update(self.tallied)
        return counted

    def _count_attributes(self) -> None:
        """An attribute is an entry as long as one rate plan has it."""
        for (what, key), more in self.tallied.items():
            if what != "attribute" or key not in self.ground.attributes:
                continue
            count = self.tally[what, key]
            if count > 0 and count - more == 0:
                self._add(entry_of(Kind.ATTRIBUTE, key, body_of(self.ground.attributes[key])))
            elif count == 0:
                name = (Kind.ATTRIBUTE, key)
                self.before[name] = Was(self.held.entries(Kind.ATTRIBUTE)[key], identity_of(name))

    def _add(self, entry: Fresh) -> None:
        self.after[entry.kind, entry.key] = entry

    @cached_property
    def changed(self) -> list[Name]:
        names = sorted(self.before.keys() | self.after.keys())
        return [name for name in names if self._hash_after(name) != self._hash_before(name)]

    def _hash_before(self, name: Name) -> bytes | None:
        was = self.before.get(name)
        return None if was is None else was.entry_hash

    def _hash_after(self, name: Name) -> bytes | None:
        entry = self.after.get(name)
        return None if entry is None else entry.entry_hash

    @cached_property
    def graft(self) -> Grafted | None:
        changed = {merkle.key_hash(*name): (self._hash_before(name), self._hash_after(name)) for name in self.changed}
        return grafted(self.reads, self.base.lineage_id, self.ground.key, self.base.digest, changed)

    def fresh(self) -> Iterator[Fresh]:
        """What needs a row: also nodes that are the same at another path."""
        yield from self.tree.rows
        yield from (self.after[name] for name in self.changed if name in self.after and name[0] is not Kind.NODE)

    def gone(self) -> dict[str, set[tuple[Any, ...]]]:
        """By table the identities of rows that hold no longer."""
        found: dict[str, set[tuple[Any, ...]]] = {
            "node": {(node,) for node in self.tree.gone},
            "slug": set(self.tree.slugs_closed),
        }
        for name in self.changed:
            if name in self.before and name[0] is not Kind.NODE:
                found.setdefault(TABLES[name[0]], set()).add(self.before[name].identity)
        return found

    def more(self, kind: Kind) -> int:
        """How many more entries of this kind there are."""
        return sum((name in self.after) - (name in self.before) for name in self.changed if name[0] is kind)

    @property
    def more_entries(self) -> int:
        return sum((name in self.after) - (name in self.before) for name in self.changed)

    @cached_property
    def counts(self) -> dict[str, tuple[int, int]]:
        """Of the nodes that show another number than before: directly, in their subtree."""
        was = {plan: {each.node_id for each in some} for plan, some in self.members_before.items()}
        moved = was.keys() | self.members.keys()
        if self.tree.leaves_nodes_alone:
            moved = {plan for plan in moved if was.get(plan) != self.members.get(plan)}
        before, after = self._lines(
            {node for plan in moved for node in was.get(plan, set()) | self.members.get(plan, set())}
        )
        direct: Counter[str] = Counter()
        subtree: Counter[str] = Counter()
        for plan in moved:
            direct.subtract(was.get(plan, ()))
            direct.update(self.members.get(plan, ()))
            subtree.subtract({above for node in was.get(plan, ()) for above in before[node]})
            subtree.update({above for node in self.members.get(plan, ()) for above in after[node]})
        touched = {node for counted in (direct, subtree) for node, more in counted.items() if more}
        touched = (touched | self.tree.born) - self.tree.dead
        held = self.held.counts(touched)
        return {
            node: (direct[node] + held.get(node, (0, 0))[0], subtree[node] + held.get(node, (0, 0))[1])
            for node in touched
        }

    def _lines(self, nodes: Collection[str]) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        """What stood above these nodes, and what stands above them now."""
        before = self.held.lines_above(nodes)
        if self.tree.leaves_nodes_alone:
            return before, before
        return before, catalogs.lines_above(self.reads, self.ground.catalog_id, list(map(UUID, nodes)))

    @cached_property
    def rules_hold_until(self) -> datetime | None:
        """Only where a plan went that may have decided it, all rate plans are asked again."""
        if self.tree.have_rules_changed or (self.tip.rules_hold_until is not None and self._may_have_decided()):
            return catalogs.draft_boundary(self.reads, self.ground.rules, self.at)
        found = (self.tip.rules_hold_until, *(each.boundary for each in self.standings))
        return min((at for at in found if at is not None), default=None)

    def _may_have_decided(self) -> bool:
        timed = self.ground.rules.attributes_timed
        pairs = ((self.plans_before.get(str(plan)), self.cards.get(str(plan))) for plan in self.read)
        return any(held is None or card is None or names_changed(held.body, card) & timed for held, card in pairs)

    def boundaries(self) -> set[datetime]:
        days = {start_of(day) for (what, day), count in self.tally.items() if what == "day" and count > 0}
        nodes = catalogs.instants_of_nodes(self.reads, self.ground.catalog_id)
        instants = {*days, *nodes, *([self.rules_hold_until] if self.rules_hold_until else ())}
        return {each for each in instants if each > self.at}

    def by_hand(self) -> bytes:
        """With what is said of rate plans that were judged; of the others it is what it was."""
        kept = by_hand.without(by_hand.kept(self.reads, self.tip.by_hand_hash), self.tree.dead)
        for standing in self.standings:
            kept = by_hand.amended(kept, self.plans, standing)
        return kept


def identity_of(name: Name) -> tuple[str, ...]:
    """Of the row of an entry other than memberships and rate plans."""
    kind, key = name
    return (key,) if kind is Kind.NODE else (kind.value, key)


def worked_out(reads: Reads, ground: Ground, at: datetime, base: VersionRef, tell: Tell = nobody) -> Increment | None:
    """None where only a full publish can tell. Raises BrokenRule."""
    known = tip.find(reads, base.lineage_id, base.ordinal)
    if known is None or known.catalog_id != ground.catalog_id or known.ground != ground.hash or not known.holds_at(at):
        return None
    since = known.read_as
    if since.cluster != Snapshot.of(reads).cluster or not is_remembered(reads, since):
        return None
    counted = tip.tally(reads, base.lineage_id)
    if known.seal != tip.sealed(known, counted):
        return None
    changed = products.changed_plans(reads, since, most=MOST_PLANS + 1)
    anew = catalogs.plans_changed_by_hand(reads, ground.catalog_id, since, most=MOST_PLANS + 1)
    if len(changed | anew) > MOST_PLANS:
        return None
    held = Held(reads, base.lineage_id, base.ordinal)
    tree = replanted(reads, ground, held, since, at, count=base.nodes)
    if tree is None:
        return None
    anew |= tree.suspects | (tree.placed & changed)
    looked_at, placed = changed | anew | tree.placed, tree.placed - anew
    members = held.members(looked_at, most=MOST_MEMBERS) if len(looked_at) <= MOST_LOOKED_AT else None
    if members is None:
        return None
    plans = products.plan_keys(reads, looked_at)
    found = Increment(reads, ground, at, base, known, counted, held, members, tree, plans, anew, placed, tell)
    return found if found.work_out() else None
