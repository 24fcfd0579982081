"""One committed shop for all reading tests: the storefront reads over its own async connections."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, cast

import psycopg
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.problems import answer_with_problems
from catalog_admin.kit.turns import Turns
from catalog_admin.kit.wire import Prepared, Wire
from catalog_admin.kit.work import Database
from catalog_admin.storefront.api import router
from tests.database import fresh_database, libpq, service_url
from tests.storefront.factory import Plan, Press, Shelf
from tests.world import FixedGate, World, plant

SHELVES = (
    Shelf(""),
    Shelf("Hardware", {"en": "Hardware", "de": "Geräte"}, slug="hardware", sort_key=1),
    Shelf("Hardware.GPS", {"en": "GPS sensors"}, slug="gps", attributes={"band": "L1"}),
    Shelf("Hardware.GPS.Pro", {"en": "Professional"}),
    Shelf("Hardware.Gateways", {"en": "Gateways"}, sort_key=5),
    Shelf(
        "Software", {"en": "Software"}, sort_key=2, meta={"seoTitle": {"de": "Programme"}, "size": {"h": "2", "w": "1"}}
    ),
    Shelf("Software.Fleet", {"en": "Fleet"}),
    Shelf("Autumn", {"en": "Autumn sale"}, sort_key=3, active_to=datetime(2020, 12, 1, tzinfo=UTC)),
    Shelf("Autumn.Deals", {"en": "Deals"}),
    Shelf("Soon", {"en": "Soon"}, sort_key=4, active_from=datetime(2099, 1, 1, tzinfo=UTC)),
)
PLANS = (
    Plan(
        "gps-basic",
        ["Hardware.GPS", "Autumn.Deals"],
        "GPS Sensor Basic",
        sku="GPS-1",
        attributes={"seats": 5, "price": 0, "segment": ["Education", "Retail"], "colour": "red"},
        order="2",
        charges=[
            {"key": "fee", "kind": "recurring", "model": "flat", "unit": "month", "priceRef": "tariff/gps/fee"},
            {"key": "old", "kind": "recurring", "status": "retired", "priceRef": "tariff/gps/old"},
        ],
    ),
    Plan(
        "gps-pro",
        ["Hardware.GPS", "Hardware.GPS.Pro"],
        "GPS Sensor Pro",
        sku="GPS-2",
        attributes={"seats": 50, "segment": ["Retail"], "colour": "blue"},
        order="1",
    ),
    Plan("gps-eol", ["Hardware.GPS"], "GPS Sensor Old", sku="GPS-0", status="retired", order="3"),
    Plan("gps-2099", ["Hardware.GPS"], "GPS Sensor Next", effective_from=date(2099, 1, 1), order="4"),
    Plan("gateway-5g", ["Hardware.Gateways"], "5G Gateway", sku="GW-5", attributes={"colour": "red", "seats": 7}),
    Plan("fleet-core", ["Software.Fleet"], "Flotte Café Core", attributes={"seats": 100}),
    Plan("autumn-only", ["Autumn.Deals"], "Autumn special"),
)

COLOURS = ("red", "green", "blue", "black")

# What is asked once in a process: which nodes have dates, what a version says of itself, what counts lose by dates, and
# what a term means.
REMEMBERED = ("active_from IS NOT NULL", "storefront_entry", "WITH gone_plan", "storefront_query", "storefront_word")


@dataclass
class Shop:
    """The published shop `global`, who may ask, and what was sent to the database meanwhile."""

    database: Database
    world: World
    press: Press
    first: str
    live: str
    statements: list[str] = field(default_factory=list)


class NobodysGate(FixedGate):
    """Of a tenant that lets readers in without a token."""

    def reader(self, request: Request) -> Actor:
        return Actor("anonymous", self._actor.tenant, self._actor.tenant_key, is_anonymous=True)


@pytest.fixture(scope="session")
def shop_url(server_url: str) -> Iterator[str]:
    with fresh_database(server_url, f"storefront_{os.getpid()}") as url:
        yield url


@pytest.fixture(scope="session")
def shop(shop_url: str) -> Iterator[Shop]:
    world = plant_committed(shop_url, "acme")
    with psycopg.connect(libpq(shop_url)) as connection:
        press = Press(connection, world)
        first = press.publish("global", SHELVES[:3], PLANS[:1], effective_from=datetime(2019, 1, 1, tzinfo=UTC))
        live = press.publish("global", SHELVES, PLANS, effective_from=datetime(2020, 1, 1, tzinfo=UTC))
        press.tag("global", "spring", first)
        yield Shop(Database(service_url(shop_url)), world, press, first, live)


@pytest.fixture(scope="session")
def reader(shop: Shop) -> Iterator[TestClient]:
    """Signed in as a viewer. One event loop for all tests: the connections belong to it."""
    yield from client_of(shop.database, FixedGate(_viewer(shop.world), shop.world))


@pytest.fixture(scope="session")
def nobody(shop: Shop, shop_url: str) -> Iterator[TestClient]:
    """Not signed in at all."""
    yield from client_of(Database(service_url(shop_url)), NobodysGate(_viewer(shop.world), shop.world))


@pytest.fixture
def reader_of(reader: TestClient, shop: Shop) -> Iterator[Callable[..., TestClient]]:
    """`reader_of("global")`: the same client, from now on somebody whose roles end at these catalogs."""

    def make(*catalogs: str) -> TestClient:
        grants = tuple(Grant(Role.VIEWER, catalog) for catalog in catalogs or (None,))
        actor = replace(_viewer(shop.world), subject="user:lim", grants=grants)
        state.gate = FixedGate(actor, shop.world)
        return reader

    state = cast("FastAPI", reader.app).state
    before = state.gate
    yield make
    state.gate = before


@pytest.fixture
def ask(reader: TestClient) -> Callable[..., Any]:
    """`ask(query, **variables)`: the data of an answer without errors."""

    def asked(query: str, **variables: Any) -> Any:
        answer = reader.post("/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return asked


@pytest.fixture
def refused(reader: TestClient) -> Callable[..., Any]:
    """`refused(query, **variables)`: the extensions of the first error."""

    def asked(query: str, **variables: Any) -> Any:
        return reader.post("/graphql", json={"query": query, "variables": variables}).json()["errors"][0]["extensions"]

    return asked


def is_sent_each_time(statement: str) -> bool:
    return "storefront_" in statement and not any(sign in statement for sign in REMEMBERED)


Note = Callable[[str, Any], None]


@contextmanager
def overheard(database: Database, note: Note, is_heard: Callable[[str], bool] = is_sent_each_time) -> Iterator[None]:
    """Every statement of a storefront, by whichever of its two ways it is sent, with its values."""

    def by_engine(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if is_heard(statement):
            note(statement, parameters)

    async def by_wire(wire: Wire, prepared: Prepared, said: Mapping[str, Any]) -> Any:
        known = prepared.statement.compile(dialect=database.engine.dialect)
        if is_heard(str(known)):
            note(str(known), {**known.params, **said})
        return await rows(wire, prepared, said)

    engine, rows = database.async_engine.sync_engine, Wire.rows
    event.listen(engine, "before_cursor_execute", by_engine)
    Wire.rows = by_wire  # type: ignore[method-assign]
    try:
        yield
    finally:
        Wire.rows = rows  # type: ignore[method-assign]
        event.remove(engine, "before_cursor_execute", by_engine)


@pytest.fixture
def statements(shop: Shop) -> Iterator[list[str]]:
    """Every statement sent while the test runs, transaction control and scope apart.

    Without those whose answers a process remembers: they are sent or not, whatever was asked before.
    """
    sent: list[str] = []
    with overheard(shop.database, lambda statement, _: sent.append(statement)):
        yield sent


@pytest.fixture
def explained(shop: Shop) -> Iterator[Callable[..., list[str]]]:
    """`explained()`: the plans of all such statements sent since, as the service role gets them.

    `how` are options of EXPLAIN, in their brackets.
    """
    sent: list[tuple[str, Any]] = []

    def plans(how: str = "") -> list[str]:
        with psycopg.connect(libpq(shop.database.engine.url.render_as_string(hide_password=False))) as connection:
            shop.press.enter(connection)
            found = [connection.execute(f"EXPLAIN {how} {one}".encode(), values).fetchall() for one, values in sent]
        sent.clear()
        return ["\n".join(line for (line,) in plan) for plan in found]

    with overheard(shop.database, lambda statement, values: sent.append((statement, values))):
        yield plans


def client_of(database: Database, gate: FixedGate) -> Iterator[TestClient]:
    """The storefront alone: that main takes it in, guards and all, is tested with main."""
    app = FastAPI()
    app.state.database, app.state.gate, app.state.turns = database, gate, Turns(2)
    answer_with_problems(app)
    app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
        assert client.portal is not None
        client.portal.call(database.close_async)
    database.close()


def plant_committed(admin_url: str, key: str) -> World:
    engine = create_engine(service_url(admin_url), poolclass=NullPool)
    with engine.begin() as connection:
        return plant(connection, key)


def _viewer(world: World) -> Actor:
    return Actor("user:vic", world.tenant, world.tenant_key, grants=(Grant(Role.VIEWER),))


@pytest.fixture(scope="session")
def warehouse(shop: Shop, shop_url: str) -> str:
    """50,000 plans on 2,550 nodes; half of them below one department."""
    nodes = [f"D{number % 50}.S{number}" for number in range(2_500)]
    shelves = [Shelf(""), *(Shelf(f"D{number}") for number in range(50)), *(Shelf(node) for node in nodes)]
    shop.press.publish("warehouse", shelves, (_plan(number, nodes) for number in range(50_000)))
    with psycopg.connect(libpq(shop_url), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return "warehouse"


def _plan(number: int, nodes: list[str]) -> Plan:
    node = nodes[number % 50 * 50] if number % 2 else nodes[number % len(nodes)]
    facts = {"colour": COLOURS[number % 4], "seats": number, "batch": f"B{number // 10}"}
    return Plan(f"plan-{number:05}", [node], f"Thing number{number} of lot{number % 997}", attributes=facts)
