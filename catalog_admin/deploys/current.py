"""The draft of an environment as a state that bundles can be compared with."""

from collections.abc import Collection, Iterator
from uuid import UUID

from bundles.model import Kind, State, Thing, assignment_key, node_key, thing
from bundles.things import tariff_key
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.deploys import model
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.work import Reads
from catalog_admin.pricing import queries as pricing
from catalog_admin.products import queries as products

ROWS_AT_ONCE = 5_000
EVERYTHING = products.Wanted()


def current_state(reads: Reads, only: Collection[str] | None = None) -> State:
    """Everything, or of the catalogs only those named; reads every row once."""
    state = State(
        thing(Kind.ATTRIBUTE, key, model.attribute_body(each)) for key, each in products.attributes(reads).items()
    )
    for each in (*_tariffs(reads), *_products(reads), *_plans(reads)):
        state.put(each)
    for catalog in living_catalogs(reads):
        if only is None or catalog.key in only:
            for each in _catalog(reads, catalog):
                state.put(each)
    return state


def living_catalogs(reads: Reads) -> Iterator[Catalog]:
    after: str | None = None
    while True:
        page = catalogs.catalogs_behind(reads, after, LARGEST_PAGE)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def _tariffs(reads: Reads) -> Iterator[Thing]:
    for each in pricing.tariffs(reads):
        body = model.tariff_body(each)
        yield thing(Kind.TARIFF, tariff_key(body), body)


def _products(reads: Reads) -> Iterator[Thing]:
    after: str | None = None
    while True:
        page = products.products_page(reads, EVERYTHING, limit=ROWS_AT_ONCE, after=after)
        for each in page.items:
            yield thing(Kind.PRODUCT, each.key, {**model.stated_body(each), "oneTime": each.one_time})
        if page.next is None:
            return
        after = page.next


def _plans(reads: Reads) -> Iterator[Thing]:
    """Without the implied ones: their products say them."""
    after: str | None = None
    while True:
        page = products.plans_page(reads, EVERYTHING, limit=ROWS_AT_ONCE, after=after)
        for each in page.items:
            if not each.implied:
                own = {"product": each.product, "sku": each.sku, "charges": each.charges}
                yield thing(Kind.PLAN, each.key, {**model.stated_body(each), **own})
        if page.next is None:
            return
        after = page.next


def _catalog(reads: Reads, catalog: Catalog) -> Iterator[Thing]:
    yield thing(Kind.CATALOG, catalog.key, model.catalog_body(catalog))
    paths: dict[UUID, str] = {}
    for node in catalogs.draft_nodes(reads, catalog.id):
        paths[node.id] = node.path
        if not node.is_root:
            yield thing(Kind.NODE, node_key(catalog.key, node.path), model.node_body(node))
    for node_id, ruleset in catalogs.draft_rulesets(reads, catalog.id).items():
        yield thing(Kind.RULESET, node_key(catalog.key, paths[node_id]), model.ruleset_body(ruleset))
    yield from _assignments(reads, catalog, paths)


def _assignments(reads: Reads, catalog: Catalog, paths: dict[UUID, str]) -> Iterator[Thing]:
    found = list(catalogs.draft_assignments(reads, catalog.id))
    plans = products.plan_keys(reads, {each.rate_plan_id for each in found})
    for each in found:
        path, plan = paths[each.node_id], plans[each.rate_plan_id]
        body = model.assignment_body(path, plan, each)
        yield thing(Kind.ASSIGNMENT, assignment_key(catalog.key, path, plan), body)
