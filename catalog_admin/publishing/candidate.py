"""The version that a draft would become, computed in full and compared with a base; nothing is written here."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
import polars as pl

from catalog_admin.catalogs.model.draft import Node
from catalog_admin.kit.canonical import fragment
from catalog_admin.publishing import merkle
from catalog_admin.publishing.base import Base
from catalog_admin.publishing.counts import Counts, counts_of
from catalog_admin.publishing.draft import Card, Draft, start_of
from catalog_admin.publishing.memberships import Memberships, memberships_of
from catalog_admin.publishing.model import Kind, body_of, instant_text
from catalog_admin.publishing.tallies import tallied
from catalog_admin.publishing.tip import Tally

PLANS_AT_ONCE = 5_000
MEMBERS_AT_ONCE = 20_000
Looked = Callable[[Kind], None]
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
    return _entry_at(merkle.key_hash(kind, key), kind, key, body, of)


def _entry_at(key_hash: bytes, kind: Kind, key: str, body: bytes, of: Any) -> Fresh:
    body_hash = sha256(body).digest()
    return Fresh(kind, key, merkle.leaf_of(key_hash), merkle.entry_hash(kind, key, body_hash), body_hash, body, of)


class Member(NamedTuple):
    node_id: str
    plan_id: str
    source: str
    order: str
    audience: str | None


class Candidate:
    """Ask for `fresh()` to the end, or `fresh_singly()` and then `fresh_members()`: then the digest, the counts and
    what is gone are known.
    """

    def __init__(self, draft: Draft, base: Base) -> None:
        self.draft = draft
        self.base = base
        self.leaves = merkle.Leaves()
        self.plans = 0
        self.memberships = 0
        self.tally: Tally = Counter()
        self._living = pl.DataFrame(schema={"node_id": pl.String, "plan_id": pl.String, "plan_key": pl.String})
        base.look_through(draft.lens)
        self.boundaries = {each for each in draft.boundaries if each > draft.evaluated_at}

    def fresh(self) -> Iterator[Fresh]:
        """Entries to be written, settings first, memberships last."""
        yield from self.fresh_singly()
        for some in self.fresh_members():
            for key, body in zip(some.keys(), some.bodies, strict=True):
                yield entry_of(Kind.MEMBERSHIP, key, body)

    def fresh_singly(self, looked: Looked = lambda kind: None) -> Iterator[Fresh]:
        """All but memberships, each with what it was made from; `looked` hears now and then what was looked at, also
        where nothing of it is fresh.
        """
        yield from self._plain(Kind.CATALOG, self.draft.key, body_of(self.draft.settings))
        yield from self._nodes()
        looked(Kind.NODE)
        for node, body in self.draft.rulesets.items():
            yield from self._plain(Kind.RULESET, str(node), body_of({"node": str(node), **body}))
        self._living = self.draft.population.join((yield from self._plans(looked)), on="plan_id")
        self.memberships = self._living.height
        for key in sorted({key for what, key in self.tally if what == "attribute"} & self.draft.attributes.keys()):
            yield from self._plain(Kind.ATTRIBUTE, key, body_of(self.draft.attributes[key]))

    def fresh_members(self) -> Iterator[Memberships]:
        """By the ten thousand."""
        for some in self._living.iter_slices(MEMBERS_AT_ONCE):
            made = memberships_of(some)
            for key_hash, entry_hash in zip(made.key_hashes, made.entry_hashes, strict=True):
                self.leaves.add(key_hash, entry_hash)
            known = [self.base.knows("membership", entry_hash) for entry_hash in made.entry_hashes]
            yield made.only([not each for each in known]) if any(known) else made

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
        key_hash = merkle.key_hash(kind, key)
        entry = _entry_at(key_hash, kind, key, body, of)
        self.leaves.add(key_hash, entry.entry_hash)
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

    def _plans(self, looked: Looked) -> Generator[Fresh, None, pl.DataFrame]:
        """Rate plans that stand somewhere in the catalog; returns their ids and keys."""
        told = [pl.DataFrame(schema={"plan_id": pl.String, "plan_key": pl.String})]
        wanted = self.draft.population["plan_id"].unique().sort()
        for some in (wanted[at : at + PLANS_AT_ONCE].to_list() for at in range(0, wanted.len(), PLANS_AT_ONCE)):
            for cards in self.draft.cards(some):
                told.append(
                    pl.DataFrame(
                        {"plan_id": [card["id"] for card in cards], "plan_key": [card["key"] for card in cards]}
                    )
                )
                for card, body in zip(cards, _plan_bodies(cards), strict=True):
                    yield from self._plain(Kind.PLAN, card["key"], body, card)
                    self.tally.update(tallied(card))
                looked(Kind.PLAN)
        self._note(*(start_of(day) for what, day in self.tally if what == "day"))
        keys = pl.concat(told)
        self.plans = keys.height
        return keys

    def _note(self, *instants: Any) -> None:
        self.boundaries.update(each for each in instants if each is not None and each > self.draft.evaluated_at)


def _plan_bodies(cards: Sequence[Card]) -> Iterator[bytes]:
    """As `body_of` has them; a product that several share is written once."""
    products: dict[int, orjson.Fragment] = {}
    for card in cards:
        product = card["product"]
        if id(product) not in products:
            products[id(product)] = fragment(product)
        yield body_of({**card, "product": products[id(product)]})


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
