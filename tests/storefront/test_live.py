"""Being told when an environment moves: once for who asks, again and again for who keeps the stream open."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from catalog_admin.kit.errors import Unauthenticated
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.storefront import subscriptions
from catalog_admin.storefront.api import live
from catalog_admin.storefront.pointers import Place
from catalog_admin.storefront.subscriptions import Subscriptions, TooManySubscribers
from tests.database import service_url
from tests.storefront.conftest import Shop, _viewer
from tests.storefront.factory import Shelf
from tests.storefront.lane import Road, road
from tests.world import FixedGate

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def here(shop: Shop, shop_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.2)
    with road(service_url(shop_url), FixedGate(_viewer(shop.world), shop.world)) as here:
        yield here


def events(here: Road, shop: Shop, *, told: int | None, until: int, steps: dict[int, Any]) -> list[str]:
    """What a stream says, up to so many parts; `steps` are taken after so many."""
    request = Request({"type": "http", "app": here.app, "headers": [], "state": {}})
    place: Place = (shop.world.tenant, shop.world.environment)
    lane = here.app.lane

    async def read() -> list[str]:
        parts: AsyncIterator[str] = live._moves(request, lane.pointers, lane.subscriptions, place, told)
        said = []
        async for part in parts:
            said.append(part)
            if step := steps.get(len(said)):
                await asyncio.to_thread(step)
            if len(said) == until:
                break
        await parts.aclose()  # type: ignore[attr-defined]
        return said

    here.ask('{catalog(key: "global") {key}}')
    return asyncio.run(read())


def generation(here: Road) -> int:
    said: int = here.client.get("/storefront/live").json()["generation"]
    return said


def test_tells_where_the_environment_stands(reader: TestClient, shop: Shop) -> None:
    before = reader.get("/storefront/live")
    shop.press.publish("followed", [Shelf("")])
    assert reader.get("/storefront/live").json()["generation"] == before.json()["generation"] + 1
    assert before.headers["cache-control"] == "no-store"


def test_a_stream_tells_of_each_move_at_once(here: Road, shop: Shop) -> None:
    now = generation(here)
    said = events(
        here, shop, told=None, until=4, steps={2: lambda: shop.press.publish("followed", [Shelf(""), Shelf("A")])}
    )
    assert said[0] == "retry: 2000\n\n"
    assert said[1] == f'id: {now}\nevent: generation\ndata: {{"generation": {now}}}\n\n'
    assert f"id: {now + 1}\n" in "".join(said[2:])


def test_who_comes_again_is_told_what_he_missed_and_nothing_twice(here: Road, shop: Shop) -> None:
    now = generation(here)
    assert events(here, shop, told=now, until=3, steps={})[1:] == [": here\n\n"] * 2
    assert events(here, shop, told=now - 1, until=2, steps={})[1].startswith(f"id: {now}\n")


def test_a_stream_ends_with_the_rights_or_the_ear(here: Road, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> Any:
        raise Unauthenticated("taken back")

    monkeypatch.setattr(here.app.state.gate, "reader", gone, raising=False)
    assert events(here, shop, told=None, until=9, steps={}) == ["retry: 2000\n\n"]
    monkeypatch.undo()
    monkeypatch.setattr(here.app.lane.pointers, "generation", lambda place, now: None)
    assert events(here, shop, told=None, until=9, steps={}) == ["retry: 2000\n\n"]
    assert not here.app.lane.subscriptions._open


def test_without_an_ear_there_is_no_stream(here: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here.app.lane.pointers, "are_fresh", lambda now: False)
    answer = here.client.get("/storefront/live", headers=STREAM)
    assert (answer.status_code, answer.json()["code"]) == (503, "storefront.nobody_listens")
    assert answer.headers["retry-after"]


def test_streams_are_bounded(here: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST_OF_TENANT", 0)
    answer = here.client.get("/storefront/live", headers=STREAM)
    assert (answer.status_code, answer.json()["code"]) == (503, "storefront.too_many_subscribers")


def test_a_tenant_with_many_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST_OF_TENANT", 1)
    mine, theirs = ((TenantId(uuid4()), EnvironmentId(uuid4())) for _ in range(2))

    async def crowd() -> None:
        streams = Subscriptions()
        with streams.opened(mine):
            with pytest.raises(TooManySubscribers), streams.opened(mine):
                pass
            with streams.opened(theirs) as other:
                began = time.monotonic()
                streams.tell(theirs)
                await other.moved(5)
                assert time.monotonic() - began < 4
        with streams.opened(mine):
            pass
        assert not streams._open

    asyncio.run(crowd())
