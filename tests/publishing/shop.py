"""A small shop to publish: every verb is a transaction of its own, as people's edits are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs import queries as drafts
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.moves import Destination
from catalog_admin.catalogs.commands.nodes import NewNode, NodeChanges
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.catalogs.model.draft import Effect
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions import queries as served
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import queries as versions
from catalog_admin.publishing.model import VersionRef
from tests.world import World

ANY = Expected("*")
WEIGHT = AttributeDefinition("weight", Type(Kind.DECIMAL), {"en": "Weight"}, unit="kg", facetable=True)
COLOUR = AttributeDefinition("colour", Type(Kind.TEXT), {"en": "Colour"}, searchable=True)


@dataclass
class Shop:
    """`key` is the catalog's."""

    database: Database
    world: World
    key: str = "shop"
    environment_key: str = "dev"

    def work(self) -> Work:
        return self.database.work(
            self.world.actor, self.world.environment, environment_key=self.environment_key, request_id="r-1"
        )

    @contextmanager
    def reads(self) -> Iterator[Reads]:
        with self.database.reads(
            self.world.actor, self.world.environment, environment_key=self.environment_key
        ) as reads:
            yield reads

    def open(self, *, locales: tuple[str, ...] = ("en", "fr")) -> "Shop":
        with self.work() as work:
            catalogs.create_catalog(work, key=self.key, name={"en": "The shop"}, locales=list(locales))
        return self

    def stock(self, *keys: str, **said: Any) -> None:
        """Rate plans of one product, with the awkward values of real life."""
        with self.work() as work:
            for key in keys:
                products.create_rate_plan(work, plan(key, **said))

    def declare(self) -> None:
        with self.work() as work:
            products.put_attribute(work, WEIGHT, ANY)
            products.put_attribute(work, COLOUR, ANY)
            products.create_product(work, {"key": "sensor", "name": {"en": "Capteur élégant"}, "status": "active"})

    def replace(self, key: str, **said: Any) -> None:
        with self.work() as work:
            products.replace_rate_plan(work, key, plan(key, **said), ANY)

    def change_product(self, **said: Any) -> None:
        """Of all rate plans here; what is not said is as `declare` said it."""
        product = {"key": "sensor", "name": {"en": "Capteur élégant"}, "status": "active", **said}
        with self.work() as work:
            products.replace_product(work, "sensor", product, ANY)

    def node(self, path: str, **said: Any) -> UUID:
        with self.work() as work:
            return catalogs.create_node(work, self.key, NewNode(path=path, type="category", **said)).id

    def id_of(self, path: str) -> UUID:
        with self.reads() as reads:
            return drafts.node_at(reads, drafts.catalog(reads, self.key), path).id

    def change(self, path: str, **said: Any) -> None:
        with self.work() as work:
            catalogs.change_node(work, self.id_of(path), NodeChanges(meta=said.pop("meta", None), values=said), ANY)

    def move(self, path: str, parent: str) -> None:
        with self.work() as work:
            catalogs.move_node(work, self.id_of(path), Destination(parent_path=parent), ANY)

    def delete(self, path: str, *, cascade: bool = False) -> None:
        with self.work() as work:
            catalogs.delete_node(work, self.id_of(path), ANY, cascade=cascade)

    def assign(self, path: str, *plans: str, pin: int | None = None, rank: int | None = None) -> None:
        node = self.id_of(path)
        with self.work() as work:
            for key in plans:
                catalogs.assign(work, node, key, Wanted(pin=pin, rank=rank), ANY)

    def unassign(self, path: str, key: str) -> None:
        node = self.id_of(path)
        with self.work() as work:
            catalogs.unassign(work, node, key, ANY)

    def rule(self, path: str, when: str, effect: Effect = "include") -> None:
        node = self.id_of(path)
        with self.work() as work:
            catalogs.put_ruleset(work, node, [SaidRule("let-in", effect, when, "/rules/0")], [], ANY)

    def publish(self, note: str | None = None, effective_from: datetime | None = None) -> promotions.Served:
        return promotions.publish(
            self.database,
            self.world.actor,
            self.world.environment,
            PublishWish(self.key, note, effective_from),
            environment_key=self.environment_key,
            request_id="r-1",
        )

    def forget_tips(self) -> None:
        """The next publish looks at everything, and writes step by step."""
        with self.work() as work:
            work.session.execute(text("DELETE FROM lineage_tip"))

    def rollback(self, to: str = "previous") -> promotions.Served:
        with self.work() as work:
            return promotions.rollback(work, self.key, to, reason="wrong", expected=ANY)

    def live(self) -> VersionRef:
        with self.reads() as reads:
            return served.live(reads, self.key)

    def export(self, ref: VersionRef) -> bytes:
        with self.reads() as reads:
            return b"".join(versions.export(reads, ref))

    def tree(self, ref: VersionRef) -> list[versions.TreeNode]:
        with self.reads() as reads:
            return versions.tree(reads, ref).items


def plan(key: str, **said: Any) -> dict[str, Any]:
    return {
        "key": key,
        "product": "sensor",
        "sku": f"SKU-{key}",
        "name": {"en": f"Plan {key}"},
        "status": "active",
        "tags": ["new"],
        "attributes": {"weight": "0.00000015", "colour": "noir"},
        "charges": [{"key": "rent", "kind": "recurring", "unit": "month", "priceRef": f"{key}/rent"}],
        **said,
    }
