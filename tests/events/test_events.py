"""The outbox: exactly what was committed, in an order that never skips."""

import os
import time
from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from catalog_admin.events import commands, queries
from catalog_admin.events.model import Event
from catalog_admin.kit.paging import Page
from catalog_admin.kit.work import Database, Work
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


def test_is_written_with_what_happened(work: Work) -> None:
    event = commands.emit(work, type="NodeMoved", subject="node:1", data={"price": Decimal("1.50")})
    row = work.session.execute(text("SELECT * FROM event")).one()
    assert (row.id, row.type, row.subject, row.environment) == (event, "NodeMoved", "node:1", "dev")
    assert row.data == {"price": "1.5"}


def follow(database: Database, world: World, count: int, after: str | None = None) -> Page[Event]:
    """Until `count` events have settled: transactions of other tests on this server hold the horizon back."""
    deadline = time.monotonic() + 20
    while True:
        with database.reads(world.actor) as reads:
            page = queries.since(reads, after=after, limit=count)
        if len(page.items) == count or time.monotonic() > deadline:
            return page
        time.sleep(0.02)


def test_follows_the_cursor_to_the_end_and_on(committed: tuple[Database, World, str]) -> None:
    database, world, _ = committed
    for subject in ("a", "b", "c"):
        emit(database, world, subject)
    first = follow(database, world, 2)
    rest = follow(database, world, 1, first.next)
    with database.reads(world.actor) as reads:
        end = queries.since(reads, after=rest.next)
    assert [event.subject for event in first.items + rest.items] == ["a", "b", "c"]
    assert (end.items, end.next) == ([], rest.next)
    emit(database, world, "d")
    assert [event.subject for event in follow(database, world, 1, end.next).items] == ["d"]


def test_an_event_that_commits_late_is_not_stepped_over(committed: tuple[Database, World, str]) -> None:
    database, world, _ = committed
    with database.work(world.actor) as slow:
        commands.emit(slow, type="Slow", subject="slow")
        emit(database, world, "quick")
        with database.reads(world.actor) as reads:
            meanwhile = queries.since(reads)
    after = follow(database, world, 2, meanwhile.next)
    assert [event.subject for event in meanwhile.items] == []
    assert [event.subject for event in after.items] == ["slow", "quick"]


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
