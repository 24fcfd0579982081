"""The draft as the last publication read it, put together again to be judged at another instant.

The version holds nodes, rules, settings and the cards of what stands somewhere; beside the publication lies what else
was said by hand. Goods that have not changed since are read as they are: that is what was read then. Goods that have
changed are what was published of them; what never was published of them nobody knows, and they stay out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
import polars as pl
from sqlalchemy import Row, RowMapping, text

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs import referring
from catalog_admin.catalogs.model import ruleset
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.kit.ids import CatalogId, NodeId
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products
from catalog_admin.products.model.ids import plan_id
from catalog_admin.publishing import by_hand, naming, said
from catalog_admin.publishing.draft import Card, Draft, Ground, ground_of, members_of
from catalog_admin.publishing.errors import InputsUnknown
from catalog_admin.publishing.inputs import Inputs
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.pins import Pins, pinned
from catalog_admin.publishing.released import newest_released

EVERY = 2**31 - 1
AT_ONCE = 2_000
UNSAID = {"sku": None, "effectiveFrom": None, "effectiveTo": None}  # a body leaves out what a card says to be null
# All versions that were made from these inputs: what leaves the newest one by time alone comes back by time alone.
MADE = (
    "publication q JOIN version v ON v.tenant_id = q.tenant_id AND v.digest = q.digest"
    " JOIN published_{0} p ON p.tenant_id = v.tenant_id AND p.lineage_id = v.lineage_id"
    " AND p.from_ordinal <= v.ordinal AND p.until_ordinal > v.ordinal"
    " WHERE q.tenant_id = :tenant AND q.catalog_key = :key AND q.environment_id = :environment AND q.released"
    " AND q.read_as = :read_as"
)
KEPT_CARDS = (
    f"SELECT DISTINCT ON (p.plan_id) p.plan_id::text AS plan_id, p.body_hash FROM {MADE.format('plan')}"  # noqa: S608
    " AND p.plan_id = ANY(CAST(:plans AS uuid[])) ORDER BY p.plan_id, q.published_at DESC, q.publication_id DESC"
)
KEPT_ATTRIBUTES = (
    "SELECT DISTINCT ON (e.key) e.key, b.body FROM (SELECT p.key, p.body_hash, p.tenant_id, q.published_at"  # noqa: S608
    f" FROM {MADE.format('entry')} AND p.kind = 'attribute') e"
    " JOIN body b ON b.tenant_id = e.tenant_id AND b.hash = e.body_hash ORDER BY e.key, e.published_at DESC"
)
BODIES = "SELECT body FROM body WHERE tenant_id = :tenant AND hash = ANY(:hashes)"


@dataclass
class AsPublished:
    """`now` is the draft's own ground, for what no publication keeps; `ref` the version that was published last.

    Rules ask the conditions of the rule repository that were found then (`pins`), or those that are there now.
    """

    reads: Reads
    now: Ground
    ref: VersionRef
    inputs: Inputs
    by_hand_hash: bytes
    pins: Pins = ()
    follows_rules: bool = False

    def draft(self, at: datetime) -> Draft:
        """Rules are judged as of this instant, over what they read then. Raises BrokenRule."""
        rules, plans = self.ground.rules, self.plans
        boundary = catalogs.boundary_of(rules, plans, at)
        return Draft(
            key=self.ground.key,
            settings=self.ground.settings,
            nodes=self.nodes,
            rulesets=self.ground.rulesets,
            population=members_of(catalogs.population_by(rules, plans, self._assignments(), at)),
            cards=self.cards,
            attributes=self.ground.attributes,
            evaluated_at=at,
            boundaries=frozenset({boundary} if boundary else ()),
        )

    @cached_property
    def ground(self) -> Ground:
        [settings] = said.bodies(self.reads, self.ref, "catalog")
        bodies = {UUID(body["node"]): body for body in said.bodies(self.reads, self.ref, "ruleset")}
        standing = {
            node.tpath: ruleset.ruleset_from(node.id, 0, bodies[node.id]) for node in self.nodes if node.id in bodies
        }
        return Ground(
            key=self.now.key,
            catalog_id=self.now.catalog_id,
            settings=settings,
            rules=catalogs.DraftRules(self._with_conditions(standing), self.now.rules.compiler),
            attributes={**self.now.attributes, **self._attributes()},
            allowed=self.now.allowed,
        )

    def _with_conditions(self, standing: Mapping[str, Ruleset]) -> Mapping[str, Ruleset]:
        if self.follows_rules:
            return referring.resolved(self.reads, standing, self.now.rules.compiler)
        return pinned(standing, self.pins)

    @cached_property
    def nodes(self) -> Sequence[Node]:
        return [_node(self.now.catalog_id, row, body) for row, body in said.nodes(self.reads, self.ref)]

    @cached_property
    def changed(self) -> frozenset[str]:
        """Rate plans that say something else than what was read, new and deleted ones included."""
        return frozenset(map(str, products.changed_plans(self.reads, self.inputs.snapshot, most=EVERY)))

    @cached_property
    def kept(self) -> Mapping[str, bytes]:
        """Of those that have changed, the hash of the newest card that was published of them."""
        found = (self._rows(KEPT_CARDS, plans=some) for some in _few(sorted(self.changed)))
        return {row.plan_id: bytes(row.body_hash) for some in found for row in some}

    @cached_property
    def plans(self) -> pl.DataFrame:
        """The columns that the rules read."""
        names, gone = self.ground.rules.attributes_read, list(self.changed)
        unchanged = products.rule_columns(self.reads, names).filter(~pl.col("plan_id").is_in(gone))
        kept = (products.rule_columns_of(self.reads, names, some) for some in self._bodies(list(self.kept)))
        return pl.concat([unchanged, *kept], rechunk=True)

    @cached_property
    def left_out(self) -> int:
        """How many rate plans changed, or came, of which nothing was published: nobody knows what they said then."""
        unknown = sorted(self.changed - self.kept.keys())
        return sum(products.count_living(self.reads, map(UUID, some)) for some in _few(unknown))

    def cards(self, plans: Sequence[str]) -> Iterator[Sequence[Card]]:
        """Of rate plans that stand somewhere."""
        yield from products.cards(self.reads, [UUID(plan) for plan in plans if plan not in self.changed])
        for bodies in self._bodies([plan for plan in plans if plan in self.changed]):
            yield [UNSAID | orjson.loads(body) for body in bodies]

    def beside(self, population: pl.DataFrame) -> bytes:
        """What was said by hand and this population does not show; as `by_hand.beside` of the draft then."""
        shown = population.filter(pl.col("source") == "manual").select(pl.col("node_id", "plan_id").cast(pl.String))
        stand = set(shown.iter_rows())
        return by_hand.written([row for row in self._by_hand if (row[0], str(plan_id(row[1]))) not in stand])

    @cached_property
    def _by_hand(self) -> list[list[Any]]:
        """Everything that was said then: node, key of the rate plan, effect, pin, rank."""
        shown = [
            [node, place.plan_key, "include", place.pin, place.rank]
            for node, place in said.shown_by_hand(self.reads, self.ref)
        ]
        return by_hand.rows(by_hand.kept(self.reads, self.by_hand_hash)) + shown

    def _assignments(self) -> pl.DataFrame:
        tpaths = {str(node.id): node.tpath for node in self.nodes}
        rows = [(node, tpaths[node], str(plan_id(key)), *rest) for node, key, *rest in self._by_hand if node in tpaths]
        return catalogs.by_hand_frame(rows)

    def _attributes(self) -> dict[str, Any]:
        """As the entries say that were published of them; of others nobody has kept what they said."""
        return {row.key: {"unit": None, **orjson.loads(row.body)} for row in self._rows(KEPT_ATTRIBUTES)}

    def _bodies(self, plans: Sequence[str]) -> Iterator[Sequence[bytes]]:
        for some in _few(plans):
            hashes = [self.kept[plan] for plan in some]
            yield [row.body.encode() for row in self._rows(BODIES, hashes=hashes)]

    def _rows(self, query: str, **more: Any) -> Sequence[Row[Any]]:
        mine = {"tenant": self.reads.tenant, "environment": self.reads.environment, "key": self.now.key}
        return self.reads.session.execute(text(query), mine | {"read_as": str(self.inputs.snapshot)} | more).all()


def as_published(reads: Reads, catalog_key: str, *, follows_rules: bool = False) -> AsPublished:
    """Raises CatalogNotFound, InputsUnknown, VersionRetired."""
    now, released = ground_of(reads, catalog_key), newest_released(reads, [catalog_key]).get(catalog_key)
    if released is None or released.inputs is None:
        raise InputsUnknown(
            f"what the last publication of {catalog_key} read cannot be told", suggestion="publish it once yourself"
        )
    ref = naming.version_by_digest(reads, released.digest)
    return AsPublished(
        reads, now, ref, released.inputs, released.by_hand_hash, released.pins, follows_rules=follows_rules
    )


def _node(catalog_id: CatalogId, row: RowMapping, body: Mapping[str, Any]) -> Node:
    return Node(
        id=NodeId(row["node_id"]),
        catalog_id=catalog_id,
        parent_id=row["parent_id"],
        key=row["key"],
        path=row["path"],
        tpath=row["tpath"],
        depth=row["depth"],
        type=row["type"],
        meta=body["meta"],
        attributes=body["attributes"],
        sort_key=row["sort_key"],
        active_from=row["active_from"],
        active_to=row["active_to"],
        revision=0,
        deleted_at=None,
    )


def _few(plans: Sequence[str]) -> Iterator[Sequence[str]]:
    return (plans[at : at + AT_ONCE] for at in range(0, len(plans), AT_ONCE))
