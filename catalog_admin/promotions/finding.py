"""Everything of an environment by what somebody types, each kind as far as its own routes would tell it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products
from catalog_admin.publishing import finding as publishing

MOST_WORDS = 8


class Kind(StrEnum):
    CATALOG = "catalog"
    NODE = "node"
    PRODUCT = "product"
    RATE_PLAN = "rate-plan"
    VERSION = "version"
    TAG = "tag"


GOODS = frozenset({Kind.PRODUCT, Kind.RATE_PLAN})


@dataclass(frozen=True)
class Found:
    """`id` names it within its kind; `context` says where it stands, as people read it."""

    kind: Kind
    id: str
    title: str
    context: str
    catalog: str | None = None
    path: str | None = None


@dataclass(frozen=True)
class Search:
    words: tuple[str, ...]
    limit: int
    locale: str | None = None

    @classmethod
    def of(cls, typed: str, limit: int, locale: str | None) -> "Search":
        return cls(tuple(typed.split()[:MOST_WORDS]), limit, locale)


def found(reads: Reads, search: Search, kinds: Collection[Kind]) -> dict[Kind, list[Found]]:
    """One more of each kind than `limit` if there are more; whoever may not read goods asks for none of them."""
    return {kind: list(_of_kind(reads, search, kind)) if search.words else [] for kind in Kind if kind in kinds}


def _of_kind(reads: Reads, search: Search, kind: Kind) -> Iterator[Found]:
    words, more, locale = search.words, search.limit + 1, search.locale
    if kind is Kind.CATALOG:
        for home in catalogs.found_catalogs(catalogs.seen_catalogs(reads), words, locale, more):
            yield Found(kind, home.key, home.name, home.key, home.key)
    elif kind is Kind.NODE:
        for node in catalogs.found_nodes(reads, catalogs.seen_catalogs(reads), words, locale, more):
            name = node.name or node.path.rpartition(".")[2] or node.catalog
            yield Found(kind, node.id, name, f"{node.catalog} {node.path}".rstrip(), node.catalog, node.path)
    elif kind is Kind.PRODUCT:
        for good in products.found_products(reads, words, locale, more):
            yield Found(kind, good.key, good.name, good.status)
    elif kind is Kind.RATE_PLAN:
        for good in products.found_plans(reads, words, locale, more):
            yield Found(kind, good.key, good.name, f"{good.product} {good.sku or ''}".rstrip())
    elif kind is Kind.VERSION:
        for each in publishing.found_versions(reads, words, more):
            yield Found(kind, each.version, each.version[:12], each.catalog, each.catalog)
    else:
        for each in publishing.found_tags(reads, words, more):
            yield Found(kind, each.version, each.tag or "", each.catalog, each.catalog)
