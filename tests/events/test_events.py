"""The outbox: exactly what was committed, in an order that never skips."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from catalog_admin.audit import commands as audit
from catalog_admin.events import commands, queries
from catalog_admin.kit.work import Database
from tests.database import fresh_database, libpq, service_url
from tests.world import World, plant


@pytest.fixture
def committed(server_url: str) -> Iterator[tuple[Database, World, str]]:
    with fresh_database(server_url, f"test_events_{os.getpid()}") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database = Database(service_url(url))
        yield database, world, url
        database.close()


def emit(database: Database, world: World, subject: str) -> None:
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        commands.emit(work, type="NodeMoved", subject=subject, data={"price": Decimal("1.50")})


def test_is_written_with_what_happened(database: Database, world: World) -> None:
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        event = commands.emit(work, type="NodeMoved", subject="node:1", data={"price": Decimal("1.50")})
    with database.reads(world.actor) as reads:
        [found] = queries.since(reads).items
    assert (found.position, found.id, found.type, found.subject) == (1, event, "NodeMoved", "node:1")
    assert (found.environment, found.data, found.at) == ("dev", {"price": "1.5"}, work.now)


def test_is_forgotten_with_what_did_not_happen(database: Database, world: World) -> None:
    with pytest.raises(ValueError, match="no"), database.work(world.actor) as work:
        commands.emit(work, type="NodeMoved", subject="node:1")
        raise ValueError("no")
    with database.reads(world.actor) as reads:
        assert queries.since(reads).items == []


def test_follows_the_cursor_to_the_end_and_on(database: Database, world: World) -> None:
    for subject in ("a", "b", "c"):
        emit(database, world, subject)
    with database.reads(world.actor) as reads:
        first = queries.since(reads, limit=2)
        rest = queries.since(reads, limit=2, after=first.next)
        end = queries.since(reads, after=rest.next)
    assert [event.subject for event in first.items + rest.items] == ["a", "b", "c"]
    assert (end.items, end.next) == ([], rest.next)
    emit(database, world, "d")
    with database.reads(world.actor) as reads:
        assert [event.subject for event in queries.since(reads, after=end.next).items] == ["d"]


def test_an_event_that_commits_late_is_not_stepped_over(committed: tuple[Database, World, str]) -> None:
    database, world, _ = committed
    with database.work(world.actor) as slow:
        commands.emit(slow, type="Slow", subject="slow")
        emit(database, world, "quick")
        with database.reads(world.actor) as reads:
            meanwhile = queries.since(reads)
    with database.reads(world.actor) as reads:
        after = queries.since(reads, after=meanwhile.next)
    assert [event.subject for event in meanwhile.items + after.items] == ["quick", "slow"]


def test_many_writers_are_numbered_without_gaps_and_never_in_a_deadlock(
    committed: tuple[Database, World, str],
) -> None:
    """Half of them say it to the trail first, half to the outbox: no order of the two deadlocks."""
    database, world, _ = committed

    def happen(number: int) -> None:
        with database.work(world.actor) as work:
            if number % 2:
                audit.record(work, action="x.done", subject="x:1")
            commands.emit(work, type="Done", subject=f"x:{number}")
            audit.record(work, action="x.done", subject="x:1")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(happen, range(80)))
    with database.reads(world.actor) as reads:
        assert [event.position for event in queries.since(reads).items] == list(range(1, 81))


def test_goes_over_http(client: TestClient, database: Database, world: World) -> None:
    emit(database, world, "node:1")
    page = client.get("/events").json()
    assert [event["subject"] for event in page["items"]] == ["node:1"]
    assert client.get("/events", params={"after": page["next"]}).json()["items"] == []
    assert client.get("/events", params={"after": "WyJ4Il0"}).json()["code"] == "kit.bad_cursor"


def test_nobody_changes_what_happened(committed: tuple[Database, World, str]) -> None:
    database, world, url = committed
    emit(database, world, "a")
    for statement in ("UPDATE event SET type = 'x'", "DELETE FROM event", "TRUNCATE event"):
        with database.work(world.actor) as work:
            with pytest.raises(ProgrammingError, match="permission denied"):
                work.session.execute(text(statement))
            work.session.rollback()
        with psycopg.connect(libpq(url)) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(statement)


def test_whoever_is_let_into_one_environment_hears_of_that_alone(database: Database, world: World) -> None:
    emit(database, world, "a")
    with database.work(world.actor) as work:
        commands.emit(work, type="TenantChanged", subject="tenant:acme")
    for environments, heard in ((None, ["a", "tenant:acme"]), (frozenset({"dev"}), ["a"]), (frozenset({"ut"}), [])):
        with database.reads(replace(world.actor, environments=environments)) as reads:
            assert [event.subject for event in queries.since(reads).items] == heard
