"""A request that would wait for ever is answered instead, with 503 and when to come back; jobs may wait."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from anyio import fail_after
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.failures import Busy, DatabaseAway, TookTooLong, refusal_of
from catalog_admin.kit.locks import Lock, take
from catalog_admin.kit.streams import MOST_AT_ONCE, streamed
from catalog_admin.kit.work import OVERFLOW, Database, Patience, Reads
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.database import fresh_database, service_url
from tests.world import FixedGate, World, plant

# Long enough to be met by a machine with other things to do, where nothing else is asked of a transaction.
SHORT = Patience(lock_seconds=0.5, statement_seconds=0.5, idle_seconds=30)
SILENT = Patience(lock_seconds=30, statement_seconds=30, idle_seconds=0.3)
# Of streams: the second ends by all that is sent, before it ends by silence.
LONG = Patience(lock_seconds=30, statement_seconds=30, idle_seconds=30)
HASTY = Patience(lock_seconds=30, statement_seconds=30, idle_seconds=1)
SLEEP = text("SELECT pg_sleep(:seconds)")


@pytest.fixture(scope="module")
def committed(server_url: str) -> Iterator[tuple[Database, World]]:
    with fresh_database(server_url, f"test_patience_{os.getpid()}") as url:
        engine = create_engine(service_url(url))
        with engine.begin() as connection:
            world = plant(connection, "acme")
        engine.dispose()
        database = Database(service_url(url), pool_size=3)
        yield database, world
        database.close()


@pytest.fixture
def actor(committed: tuple[Database, World]) -> Actor:
    return committed[1].actor


@pytest.fixture
def patient(committed: tuple[Database, World]) -> Database:
    return committed[0].with_patience(SHORT, SHORT, LONG)


def test_a_statement_of_a_request_ends(patient: Database, actor: Actor) -> None:
    with pytest.raises(Exception, match="statement timeout") as ended, patient.reads(actor) as reads:
        reads.session.execute(SLEEP, {"seconds": 10})
    assert isinstance(refusal_of(ended.value), TookTooLong)


def test_a_transaction_that_says_nothing_ends(committed: tuple[Database, World], actor: Actor) -> None:
    database = committed[0].with_patience(SILENT, SILENT, LONG)
    with database.work(actor) as work:
        # Its own pause is the silence: what it asks after that finds no connection any more.
        with pytest.raises(Exception, match="idle-in-transaction") as ended:
            for _ in range(100):
                time.sleep(0.6)
                work.session.scalar(text("SELECT 1"))
        assert refusal_of(ended.value) is not None
        work.session.rollback()


def test_a_job_may_take_its_time(committed: tuple[Database, World], patient: Database, actor: Actor) -> None:
    with committed[0].work(actor) as work:
        work.session.execute(SLEEP, {"seconds": 0.7})


async def test_a_statement_of_a_storefront_ends(
    patient: Database, actor: Actor, committed: tuple[Database, World]
) -> None:
    with pytest.raises(Exception, match="statement timeout") as ended:
        async with patient.async_reads(actor, committed[1].environment) as reads:
            await reads.rows(SLEEP, {"seconds": 10})
    assert isinstance(refusal_of(ended.value), TookTooLong)
    await patient.close_async()


def slow_lines(reads: Reads, after: int = 0) -> Iterator[bytes]:
    """The database takes longer than a request may over each, and so does who reads them."""
    for number in range(3):
        reads.session.execute(SLEEP, {"seconds": 0.3})
        yield b"%d" % number
        time.sleep(0.3)


@pytest.mark.parametrize(("seconds", "is_whole"), [(30, True), (0.1, False)])
def test_an_export_outlasts_a_request_but_not_for_ever(
    committed: tuple[Database, World], monkeypatch: pytest.MonkeyPatch, seconds: float, is_whole: bool
) -> None:
    database, world = committed
    impatient = Settings(demo=False, request_statement_seconds=0.1, request_idle_seconds=0.1, stream_seconds=seconds)
    app = create_app(impatient, database, gate=FixedGate(world.actor, world))
    monkeypatch.setattr("catalog_admin.audit.queries.export", slow_lines)
    monkeypatch.setattr("catalog_admin.audit.api.line_of", lambda line: line)
    if is_whole:
        assert TestClient(app).get("/audit/export").text == "012"
    else:
        with pytest.raises(RuntimeError, match="response already started"):  # the connection is cut
            TestClient(app).get("/audit/export")


def test_a_reader_who_dawdles_is_cut_off(patient: Database, actor: Actor) -> None:
    request = Request({"type": "http", "app": FastAPI()})
    request.app.state.database = patient.with_patience(SHORT, SHORT, HASTY)

    def endless(reads: Reads) -> Iterator[bytes]:
        while True:  # never idle for long
            yield b"%d" % reads.session.scalar(text("SELECT 1"))

    with pytest.raises(TookTooLong):
        for _ in streamed(request, lambda database: database.reads(actor), endless):
            time.sleep(0.1)


async def test_who_exports_leaves_connections_to_the_others(committed: tuple[Database, World]) -> None:
    app = create_app(Settings(demo=False), committed[0], gate=None)
    turns = app.state.stream_turns
    assert MOST_AT_ONCE < OVERFLOW
    async with AsyncExitStack() as exports:
        for _ in range(MOST_AT_ONCE):
            await exports.enter_async_context(turns.taken())
        with pytest.raises(TimeoutError), fail_after(0.05):
            await exports.enter_async_context(turns.taken())


def test_who_waits_for_a_tree_is_told_when_to_come_back(committed: tuple[Database, World]) -> None:
    database, world = committed
    app = create_app(Settings(demo=False, request_lock_seconds=0.1), database, gate=FixedGate(world.actor, world))
    client = TestClient(app, raise_server_exceptions=False)
    assert client.post("/commerce/catalogs", json={"key": "shop"}).status_code == 201
    node = {"catalogId": "shop", "path": "a", "type": "category"}
    with database.work(world.actor, world.environment) as holder:
        catalog = holder.session.scalar(text("SELECT catalog_id FROM catalog WHERE key = 'shop'"))
        take(holder.session, Lock.TREE, world.tenant, world.environment, catalog)
        answer = client.post("/commerce/nodes", json=node)
    assert (answer.status_code, answer.json()["code"]) == (503, Busy.code)
    assert answer.headers["retry-after"] == "2"
    assert client.post("/commerce/nodes", json=node).status_code == 201


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


async def test_storefronts_are_served_in_the_order_in_which_they_came(
    committed: tuple[Database, World], actor: Actor
) -> None:
    """The pool itself serves whoever asks in the moment in which a connection comes back."""
    environment, database = committed[1].environment, Database(_url(committed[0]), pool_size=1)
    served: list[str] = []

    async def read(name: str) -> None:
        async with database.async_reads(actor, environment):
            served.append(name)

    async with database.async_reads(actor, environment):
        waiting = [asyncio.ensure_future(read(name)) for name in ("first", "second")]
        await asyncio.sleep(0.05)
        assert served == []
    await read("last")
    await asyncio.gather(*waiting)
    assert served == ["first", "second", "last"]
    await database.close_async()


async def test_a_storefront_that_waits_for_too_long_is_told_when_to_come_back(
    committed: tuple[Database, World], actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog_admin.kit.turns.LONGEST_WAIT_SECONDS", 0.05)
    environment, database = committed[1].environment, Database(_url(committed[0]), pool_size=1)
    async with database.async_reads(actor, environment):
        with pytest.raises(DatabaseAway, match="busy"):
            async with database.async_reads(actor, environment):
                pass
    async with database.async_reads(actor, environment):
        pass  # who gave up has taken no turn along
    await database.close_async()
