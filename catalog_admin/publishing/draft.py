"""One draft of one catalog, as publishing reads it: gathered from the rooms below in a single snapshot."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
import polars as pl

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.compiling import refuse_unresolved
from catalog_admin.catalogs.model import ruleset
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.publishing.pins import Pins, pins_of

Card = dict[str, Any]
POPULATION = ("node_id", "plan_id", "source", "pin", "rank", "score", "audience")


@dataclass(frozen=True)
class Lens:
    """Through what derived columns of rate plans are made: what is said elsewhere than in the plan itself."""

    locale: str = "en"
    decimals: frozenset[str] = frozenset()
    searched: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Mapping[str, Any], attributes: Iterable[Mapping[str, Any]]) -> "Lens":
        """From the bodies of the entries `catalog` and `attribute`."""
        said = list(attributes)
        return cls(
            locale=next(iter(settings.get("locales") or []), "en"),
            decimals=frozenset(each["key"] for each in said if each["kind"] == "decimal"),
            searched=frozenset(each["key"] for each in said if each["kind"] == "text" and each["searchable"]),
        )

    def agrees_with(self, other: "Lens", attributes: Iterable[str]) -> bool:
        """Whether plans that have only these attributes look the same through both."""
        return self.locale == other.locale and not (
            ((self.decimals ^ other.decimals) | (self.searched ^ other.searched)) & set(attributes)
        )


@dataclass(frozen=True)
class Draft:
    """`nodes` stand in tree order; `population` has the columns POPULATION, ids as text, one row a membership."""

    key: str
    settings: Mapping[str, Any]
    nodes: Sequence[Node]
    rulesets: Mapping[UUID, Mapping[str, Any]]
    population: pl.DataFrame
    cards: Callable[[Sequence[str]], Iterator[Sequence[Card]]]
    attributes: Mapping[str, Mapping[str, Any]]
    evaluated_at: datetime
    boundaries: frozenset[datetime] = field(default_factory=frozenset)

    @cached_property
    def lens(self) -> Lens:
        return Lens.of(self.settings, self.attributes.values())


@dataclass(frozen=True)
class Ground:
    """What is small of a draft, and stands behind all of its entries.

    With settings or attributes that are others (`hash`) everything is looked at again.
    """

    key: str
    catalog_id: CatalogId
    settings: Mapping[str, Any]
    rules: catalogs.DraftRules
    attributes: Mapping[str, Mapping[str, Any]]
    allowed: Mapping[str, str]

    @cached_property
    def rulesets(self) -> dict[UUID, Mapping[str, Any]]:
        """Raises BrokenReference: what a version says has to be there."""
        for tpath, each in self.rules.standing.items():
            for rule in each.rules:
                refuse_unresolved(rule, tpath)
        return {each.node_id: ruleset.frozen_body_of(each.rules, each.masks) for each in self.rules.standing.values()}

    @property
    def pins(self) -> Pins:
        return pins_of(self.rules.standing.values())

    @cached_property
    def lens(self) -> Lens:
        return Lens.of(self.settings, self.attributes.values())

    @cached_property
    def hash(self) -> bytes:
        said = {
            "settings": self.settings,
            "attributes": self.attributes,
            "allowed": self.allowed,
        }
        return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()


def ground_of(reads: Reads, catalog_key: str) -> Ground:
    """Raises CatalogNotFound."""
    catalog = catalogs.catalog(reads, catalog_key)
    attributes = products.attributes(reads)
    return Ground(
        key=catalog.key,
        catalog_id=catalog.id,
        settings=_settings(catalog),
        rules=catalogs.draft_rules(reads, catalog.id, products.scope_of(attributes.values())),
        attributes={key: _attribute(each) for key, each in attributes.items()},
        allowed={key: str(each.allowed) for key, each in attributes.items() if each.allowed is not None},
    )


def draft_on(reads: Reads, ground: Ground, evaluated_at: datetime) -> Draft:
    """Rules are judged as of `evaluated_at`."""
    boundary = catalogs.draft_boundary(reads, ground.rules, evaluated_at)
    return Draft(
        key=ground.key,
        settings=ground.settings,
        nodes=list(catalogs.draft_nodes(reads, ground.catalog_id)),
        rulesets=ground.rulesets,
        population=members_of(catalogs.draft_population(reads, ground.catalog_id, evaluated_at)),
        cards=lambda ids: products.cards(reads, ids),
        attributes=ground.attributes,
        evaluated_at=evaluated_at,
        boundaries=frozenset({boundary} if boundary else ()),
    )


def members_of(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that are content, whatever else explains them."""
    absent = {"pin": pl.Int64, "rank": pl.Int64, "score": pl.Int64, "audience": pl.String}
    missing = [pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in frame.columns]
    return frame.with_columns(missing).with_columns(pl.col("score").fill_null(0)).select(POPULATION)


def start_of(day: date | str) -> datetime:
    """Dates begin at midnight UTC until a settings bundle says another time zone."""
    return datetime.combine(date.fromisoformat(day) if isinstance(day, str) else day, time(), UTC)


def _settings(catalog: Catalog) -> dict[str, Any]:
    return {
        "key": catalog.key,
        "type": catalog.type,
        "name": catalog.name,
        "locales": catalog.locales,
        "currencies": catalog.currencies,
    }


def _attribute(said: AttributeDefinition) -> dict[str, Any]:
    return {
        "key": said.key,
        "kind": said.type.kind.value,
        "many": said.type.many,
        "label": said.label,
        "unit": said.unit,
        "facetable": said.facetable,
        "searchable": said.searchable,
    }
