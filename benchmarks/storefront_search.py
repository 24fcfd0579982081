"""What a storefront computes and cannot have at hand: a search nobody asked before, and a whole tree.

Both go through the whole service, token and row-level security included, in this process: a search as GraphQL, a tree
as REST. The floor of a search is one statement written by hand that answers the same, as the owner of the tables; that
of a tree the JSON of its rows.
"""

import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import psycopg
from fastapi.testclient import TestClient

from benchmarks.data import GOODS, REGIONS
from benchmarks.measure import ROUNDS, Bar, Result, in_turn, limited, result, seconds
from benchmarks.place import TENANT, Place
from benchmarks.shelves import CATALOG, Size, published
from benchmarks.storefront_floors import FACETS, TREE, found_by_hand
from catalog_admin.access.issuing import dev_token
from catalog_admin.kit import logs
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app, gate_of
from catalog_admin.settings import Settings

SIZES = {"plan_count": 1_000_000, "node_count": 10_282, "rule_count": 50}
REDUCED = {"plan_count": 20_000, "node_count": 1_000, "rule_count": 10}
SEARCH_BAR, TREE_BAR = Bar("at most", 1.5), Bar("at most", 2.0)
MOST_MS = 60.0
MOST_HITS = 5_000
QUESTIONS = 20  # a round
WAVES = (1, 2, 4, 5, 7, 8, 10, 11)
# Of a million rate plans these find about 25,000 and 150,000.
WIDE = ("gateway wave-4 ", "apac new ")
SEARCHED = """
query Found($term: String!, $where: RatePlanWhere, $facets: [String!]!) {
  search(catalog: "bench", term: $term, where: $where, first: 20) {
    totalCount
    edges { node { id key sku name status tags attributes charges { key kind model unit priceRef } } }
    facets(attributes: $facets) { attribute values { value count } }
  }
}
"""
WHERE = {"attributes": [{"key": "ipRating", "in": ["IP54", "IP65"]}, {"key": "segment", "contains": "Health"}]}


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, SIZES if full else REDUCED, ROUNDS)


def measured(here: Place, size: Size, rounds: int) -> list[Result]:
    note = ", ".join(f"{many:,} {name.removesuffix('_count')}s" for name, many in size.items())
    with published(here, size) as there, _shop(there) as shop, there.admin() as owner:
        return [*_search(there, shop, owner, rounds, note), _tree(there, shop, owner, rounds, note)]


def _search(
    here: Place, shop: TestClient, owner: "psycopg.Connection[Any]", rounds: int, note: str
) -> Iterator[Result]:
    """Each question is a new one, to the service or to the floor: the second would find its pages in memory."""
    terms = [f"{good.lower()} {region.lower()} wave-{wave} " for wave, good, region in product(WAVES, GOODS, REGIONS)]
    asked, by_hand = iter(terms[::2]), iter(terms[1::2])
    hits: list[int] = []
    times: list[float] = []

    def ours() -> float:
        took = [seconds(lambda term=term: _found(shop, term)) for term in islice(asked, QUESTIONS)]
        times.extend(took)
        return statistics.median(took) * 1000

    def floor() -> float:
        some = islice(by_hand, QUESTIONS)
        took = [seconds(lambda term=term: hits.append(found_by_hand(here, owner, term)["hits"])) for term in some]
        return statistics.median(took) * 1000

    value, least = in_turn(ours, floor, rounds)
    for term in terms[:3]:
        assert _found(shop, f" {term}")["totalCount"] == found_by_hand(here, owner, term)["total"]
    wide = "; ".join(_wide(here, shop, owner, term) for term in WIDE)
    said = f"{note}; {min(hits):,} to {max(hits):,} hits (at most {MOST_HITS:,} count); {wide}"
    yield result("storefront.search", value=value, floor=least, unit="ms", bar=SEARCH_BAR, n=rounds, note=said)
    p50 = statistics.median(times[QUESTIONS:]) * 1000
    yield limited("storefront.search.p50", value=p50, most=MOST_MS, unit="ms", n=len(times) - QUESTIONS, note=note)


def _wide(here: Place, shop: TestClient, owner: "psycopg.Connection[Any]", term: str) -> str:
    """A search that finds a great deal, once each: reported, without a bar."""
    found_by_hand(here, owner, term)
    took, by_hand = (
        seconds(lambda: _found(shop, term)) * 1000,
        seconds(lambda: found_by_hand(here, owner, term)) * 1000,
    )
    hits = found_by_hand(here, owner, term)["hits"]
    return f"{hits:,} hits took {took:,.0f} ms, by hand {by_hand:,.0f} ms"


def _tree(here: Place, shop: TestClient, owner: "psycopg.Connection[Any]", rounds: int, note: str) -> Result:
    """More levels than there are make each question a new one: nothing of the answer is at hand."""
    levels = count(100)

    def ours() -> float:
        return seconds(lambda: shop.get(f"/storefront/catalogs/{CATALOG}/nodes?levels={next(levels)}")) * 1000

    def floor() -> float:
        return seconds(lambda: orjson.dumps(owner.execute(TREE, {"tenant": here.actor.tenant}).fetchall())) * 1000

    value, least = in_turn(ours, floor, rounds)
    return result("storefront.tree", value=value, floor=least, unit="ms", bar=TREE_BAR, n=rounds, note=note)


def _found(shop: TestClient, term: str) -> Any:
    return _asked(shop, SEARCHED, term=term, where=WHERE, facets=list(FACETS))["search"]


def _asked(shop: TestClient, query: str, **variables: Any) -> Any:
    answer = shop.post("/graphql", content=json.dumps({"query": query, "variables": variables}))
    said = orjson.loads(answer.content)
    assert "errors" not in said, said["errors"]
    return said["data"]


@contextmanager
def _shop(here: Place) -> Iterator[TestClient]:
    """The whole service without a socket."""
    with TemporaryDirectory() as data_dir:
        settings = Settings(demo=False, data_dir=Path(data_dir), worker_concurrency=0, log_level="warning")
        logs.configure(settings.log_format, settings.log_level)
        database = Database(here.service_url)
        token = dev_token(Path(data_dir), TENANT, ["viewer"])
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        with TestClient(create_app(settings, database, gate=gate_of(settings, database)), headers=headers) as client:
            yield client
        database.close()
