"""Who has a seat and asks something new: past the framework, and told the same."""

import gc
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from catalog_admin.kit.work import Database
from catalog_admin.storefront import reading
from catalog_admin.storefront.api import graphql
from catalog_admin.storefront.graph.engine import answer
from catalog_admin.storefront.graph.requests import GraphRequest
from catalog_admin.storefront.lane.ready import ReadyAnswers
from catalog_admin.storefront.model import Wanted
from tests.database import service_url
from tests.storefront.conftest import Shop, _viewer
from tests.storefront.factory import Plan, Shelf
from tests.storefront.lane import Road, road
from tests.world import FixedGate

TOKEN = {"Authorization": "Bearer of-vic", "X-Request-Id": "mine-1", "Content-Type": "application/json"}
ENTRY = '{"query": "{catalog(key: \\"global\\") {entry: key}}"}'


@pytest.fixture(scope="module")
def highway(shop: Shop, shop_url: str) -> Iterator[Road]:
    with road(service_url(shop_url), FixedGate(_viewer(shop.world), shop.world)) as here:
        yield here


@pytest.fixture
def shortcuts(highway: Road, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each question that went past the framework."""
    taken: list[str] = []
    take = graphql.take_shortcut

    def note(*asked: Any) -> Any:
        taken.append("taken")
        return take(*asked)

    monkeypatch.setattr("catalog_admin.main.take_shortcut", note)
    return taken


@pytest.mark.parametrize(
    "body",
    [
        '{"query": "{catalog(key: \\"global\\") {nodes {path}}}"}',
        '{"query": "query ($key: String!) {catalog(key: $key) {nodes {path}}}", "variables": {"key": "global"}}',
        '{"query": "{node(catalog: \\"global\\", path: \\"Hardware.GPS\\") {path ancestors {path} slug}}"}',
        '{"query": "{node(catalog: \\"global\\", path: \\"Nowhere\\") {path ancestors {path}}}"}',
        '{"query": "{catalog(key: \\"nowhere\\") {key}}"}',
        '{"query": "{catalog(key: \\"global\\", tag: \\"spring\\") {key}}"}',
        '{"query": "{nothing}"}',
        '{"query": 5}',
        "[]",
        "nonsense",
        "",
    ],
)
def test_says_what_the_framework_says(highway: Road, shortcuts: list[str], body: str) -> None:
    def told(entries: int) -> Any:
        highway.app.lane._seats.forget()
        highway.app.lane._answers = ReadyAnswers()
        for _ in range(entries):
            highway.client.post("/graphql", content=ENTRY, headers=TOKEN)
        shortcuts.clear()
        answer = highway.client.post("/graphql", content=body, headers=TOKEN)
        return answer.status_code, answer.headers.raw, answer.content

    long, was_long = told(0), not shortcuts
    short, was_short = told(1), bool(shortcuts)
    assert (was_long, was_short) == (True, True)
    assert short == long


def test_a_bug_behind_it_tells_nothing(highway: Road, shortcuts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any) -> Any:
        raise RuntimeError("the secret is 42")

    highway.client.post("/graphql", content=ENTRY, headers=TOKEN)
    monkeypatch.setattr(graphql, "answer", fail)
    answer = highway.client.post("/graphql", json={"query": "{__typename bug: __typename}"}, headers=TOKEN)
    assert (answer.status_code, answer.json()["code"], shortcuts[-1:]) == (500, "kit.bug", ["taken"])
    assert "42" not in answer.text


def test_a_seat_does_not_prolong_itself(highway: Road, shortcuts: list[str]) -> None:
    """However much somebody asks, he is looked at every half a minute."""
    highway.app.lane._seats.forget()
    highway.client.post("/graphql", content=ENTRY, headers=TOKEN)
    (before,) = (seat.until for seat in highway.app.lane._seats._seats.values())
    for number in range(3):
        highway.client.post("/graphql", content=ENTRY.replace("entry", f"e{number}"), headers=TOKEN)
    (after,) = (seat.until for seat in highway.app.lane._seats._seats.values())
    assert (after, shortcuts[-3:]) == (before, ["taken"] * 3)


def test_what_is_live_is_looked_up_once_per_generation(highway: Road, shop: Shop, statements: list[str]) -> None:
    def asked(alias: str) -> str:
        query = f'{{catalog(key: "hourly") {{{alias}: key nodes {{path}}}}}}'
        said: str = highway.ask(query, headers=TOKEN).json()["data"]["catalog"]["nodes"][1]["path"]
        return said

    shop.press.publish("hourly", [Shelf(""), Shelf("Noon")], [Plan("bread", ["Noon"])])
    highway.is_soon(lambda: asked(f"a{time.monotonic_ns()}") == "Noon")
    asked("a")
    known = set(reading._live._answers)
    assert [asked("b"), asked("c")] == ["Noon", "Noon"]
    assert set(reading._live._answers) == known
    shop.press.publish("hourly", [Shelf(""), Shelf("One")], [Plan("bread", ["One"])])
    highway.is_soon(lambda: asked(f"d{time.monotonic_ns()}") == "One")
    assert [asked("e"), asked("f")] == ["One", "One"]
    assert len(reading._live._answers) > len(known)
    assert all(version.generation == key[2] for key, version in reading._live._answers.items() if key[3] == "hourly")


async def test_what_is_newer_than_was_known_is_remembered_by_no_older_name(shop: Shop, shop_url: str) -> None:
    database = Database(service_url(shop_url), pool_size=1)
    async with database.async_reads(shop.world.actor, shop.world.environment) as reads:
        moment = await reading.Reading(reads, generation=0).moment(Wanted("global"))
    await database.close_async()
    database.close()
    assert moment.version.generation > 0
    assert not any(generation == 0 for _, _, generation, _ in reading._live._answers)


def test_a_way_that_nobody_could_go_is_not_looked_up(highway: Road) -> None:
    query = f'{{node(catalog: "global", path: "{".".join("a" * 10_000)}") {{ancestors {{path}}}}}}'
    answer = highway.ask(query, headers=TOKEN)
    assert answer.json()["errors"][0]["extensions"]["code"] == "storefront.node_not_found"


async def test_what_was_found_goes_with_its_answer(shop: Shop, shop_url: str) -> None:
    """And not when a collector comes, which would go through all of it first."""
    database = Database(service_url(shop_url), pool_size=1)
    query = (
        '{node(catalog: "global", path: "Hardware") {key ancestors {key} ratePlans {totalCount edges {node {key}}}}}'
    )
    gc.collect()
    gc.disable()
    try:
        async with database.async_reads(shop.world.actor, shop.world.environment) as reads:
            found = reading.Reading(reads)
            told = await answer(GraphRequest(query), found)
            shelves = weakref.ref(await found.shelves(Wanted("global")))
        del found, reads
        assert (told.is_whole, shelves()) == (True, None)
    finally:
        gc.enable()
        await database.close_async()
        database.close()
