"""The version that a draft would become, computed in full and compared with a base; nothing is written here."""

from collections import Counter
from collections.abc import Generator, Iterator
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any, NamedTuple

import orjson
import polars as pl

from catalog_admin.catalogs.model.draft import Node
from catalog_admin.publishing import merkle
from catalog_admin.publishing.base import Base
from catalog_admin.publishing.counts import Counts, counts_of
from catalog_admin.publishing.draft import Draft, start_of
from catalog_admin.publishing.model import Kind, body_of, instant_text, membership_body, membership_key, order_key
from catalog_admin.publishing.tallies import tallied
from catalog_admin.publishing.tip import Tally

PLANS_AT_ONCE = 5_000
MEMBERS_AT_ONCE = 50_000
TABLES = {
    Kind.CATALOG: "entry",
    Kind.ATTRIBUTE: "entry",
    Kind.RULESET: "entry",
    Kind.PLAN: "plan",
    Kind.MEMBERSHIP: "membership",
}


class Fresh(NamedTuple):
    """An entry that the base does not have; `of` is what it was made from."""

    kind: Kind
    key: str
    leaf: int
    entry_hash: bytes
    body_hash: bytes
    body: bytes
    of: Any
    is_entry_known: bool = False  # only its row is new: a node under another path, a plan seen another way


def entry_of(kind: Kind, key: str, body: bytes, of: Any = None) -> Fresh:
    body_hash = sha256(body).digest()
    leaf = merkle.leaf_of(merkle.key_hash(kind, key))
    return Fresh(kind, key, leaf, merkle.entry_hash(kind, key, body_hash), body_hash, body, of)


class Member(NamedTuple):
    node_id: str
    plan_id: str
    source: str
    order: str
    audience: str | None


class Candidate:
    """Ask for `fresh()` to the end; then the digest, the counts and what is gone are known."""

    def __init__(self, draft: Draft, base: Base) -> None:
        self.draft = draft
        self.base = base
        self.leaves = merkle.Leaves()
        self.plans = 0
        self.memberships = 0
        self.tally: Tally = Counter()
        self._living = pl.DataFrame(schema={"node_id": pl.String, "plan_id": pl.String})
        base.look_through(draft.lens)
        self.boundaries = {each for each in draft.boundaries if each > draft.evaluated_at}

    def fresh(self) -> Iterator[Fresh]:
        """Entries to be written, settings first, memberships last."""
        yield from self._plain(Kind.CATALOG, self.draft.key, body_of(self.draft.settings))
        yield from self._nodes()
        for node, body in self.draft.rulesets.items():
            yield from self._plain(Kind.RULESET, str(node), body_of({"node": str(node), **body}))
        keys = yield from self._plans()
        for key in sorted({key for what, key in self.tally if what == "attribute"} & self.draft.attributes.keys()):
            yield from self._plain(Kind.ATTRIBUTE, key, body_of(self.draft.attributes[key]))
        yield from self._members(keys)

    @property
    def nodes(self) -> int:
        return len(self.draft.nodes)

    @cached_property
    def leaf_contents(self) -> dict[int, bytes]:
        return self.leaves.contents()

    @cached_property
    def leaf_hashes(self) -> dict[int, bytes]:
        return merkle.hashes_of_pairs(self.leaf_contents)

    @cached_property
    def digest(self) -> bytes:
        return merkle.digest_of(self.draft.key, self.leaf_hashes)

    def counts(self) -> Counts:
        position = {node.id: place for place, node in enumerate(self.draft.nodes)}
        parents = [-1 if node.parent_id is None else position[node.parent_id] for node in self.draft.nodes]
        return counts_of([str(node.id) for node in self.draft.nodes], parents, self._living)

    def _hashed(self, kind: Kind, key: str, body: bytes, of: Any = None) -> Fresh:
        entry = entry_of(kind, key, body, of)
        self.leaves.add(merkle.key_hash(kind, key), entry.entry_hash)
        return entry

    def _plain(self, kind: Kind, key: str, body: bytes, of: Any = None) -> Iterator[Fresh]:
        entry = self._hashed(kind, key, body, of)
        if not self.base.knows(TABLES[kind], entry.entry_hash):
            yield entry._replace(is_entry_known=self.base.has(TABLES[kind], entry.entry_hash))

    def _nodes(self) -> Iterator[Fresh]:
        for node in self.draft.nodes:
            entry = self._hashed(Kind.NODE, str(node.id), node_body(node), node)
            is_entry_known = entry.entry_hash in self.base.nodes
            if not self.base.knows_node(entry.entry_hash, node.tpath):
                yield entry._replace(is_entry_known=is_entry_known)
            self._note(node.active_from, node.active_to)

    def _plans(self) -> Generator[Fresh, None, pl.DataFrame]:
        """Rate plans that stand somewhere in the catalog; returns their ids and keys."""
        ids, keys = [], []
        wanted = self.draft.population["plan_id"].unique().sort()
        for some in (wanted[at : at + PLANS_AT_ONCE].to_list() for at in range(0, wanted.len(), PLANS_AT_ONCE)):
            for card in chain.from_iterable(self.draft.cards(some)):
                ids.append(card["id"])
                keys.append(card["key"])
                yield from self._plain(Kind.PLAN, card["key"], body_of(card), card)
                self.tally.update(tallied(card))
        self._note(*(start_of(day) for what, day in self.tally if what == "day"))
        self.plans = len(ids)
        return pl.DataFrame({"plan_id": ids, "plan_key": keys}, schema={"plan_id": pl.String, "plan_key": pl.String})

    def _members(self, keys: pl.DataFrame) -> Iterator[Fresh]:
        members = self._living = self.draft.population.join(keys, on="plan_id")
        self.memberships = members.height
        for some in members.iter_slices(MEMBERS_AT_ONCE):
            for node_id, plan_id, source, pin, rank, score, audience, plan_key in some.iter_rows():
                order = order_key(pin, score, rank, plan_key)
                body = membership_body(node_id, source, order, orjson.loads(audience) if audience else None)
                member = Member(node_id, plan_id, source, order, audience)
                yield from self._plain(Kind.MEMBERSHIP, membership_key(node_id, plan_key), body, member)

    def _note(self, *instants: Any) -> None:
        self.boundaries.update(each for each in instants if each is not None and each > self.draft.evaluated_at)


def node_body(node: Node) -> bytes:
    """Without its path: who moves a subtree changes one entry."""
    return body_of(
        {
            "id": str(node.id),
            "parent": str(node.parent_id) if node.parent_id else None,
            "key": node.key,
            "type": node.type,
            "meta": node.meta,
            "attributes": node.attributes,
            "sortKey": node.sort_key,
            "activeFrom": instant_text(node.active_from),
            "activeTo": instant_text(node.active_to),
        }
    )
