"""The trail can be followed, and every kind of tampering is named."""

import os
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.audit import commands as audit
from catalog_admin.audit import queries
from catalog_admin.audit.model import Filter, Verdict
from catalog_admin.kit.work import Database, Reads
from tests.database import fresh_database, libpq, service_url
from tests.world import World, plant

REHASHED = """
    UPDATE audit_entry SET body = replace(body, 'tess', 'eve'), hash =
    sha256(prev_hash || int8send(seq) || convert_to(replace(body, 'tess', 'eve'), 'UTF8'))
"""


def write(database: Database, world: World, *subjects: str) -> None:
    with database.work(world.actor, world.environment, environment_key="dev", request_id="r-7") as work:
        for subject in subjects:
            audit.record(work, action="x.done", subject=subject, before=None, after={"a": 1}, detail={"n": 1})


def test_follows_one_subject_newest_first(database: Database, world: World, reads: Reads) -> None:
    write(database, world, "node:1", "node:12", "plan:1", "node:1")
    found = queries.entries(reads, Filter(subject="node:1"))
    assert [(entry.seq, entry.subject) for entry in found.items] == [(4, "node:1"), (2, "node:12"), (1, "node:1")]
    assert found.next is None


def test_pages_by_key(database: Database, world: World, reads: Reads) -> None:
    write(database, world, *(f"node:{n}" for n in range(5)))
    first = queries.entries(reads, Filter(), limit=3)
    second = queries.entries(reads, Filter(), limit=3, after=first.next)
    assert [entry.seq for entry in first.items + second.items] == [5, 4, 3, 2, 1]
    assert second.next is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(actor="user:tess"), 1),
        (Filter(actor="user:bob"), 0),
        (Filter(action="x.done", environment="dev"), 1),
        (Filter(action="x"), 0),
        (Filter(environment="prod"), 0),
    ],
)
def test_filters(database: Database, world: World, reads: Reads, wanted: Filter, found: int) -> None:
    write(database, world, "node:1")
    assert len(queries.entries(reads, wanted).items) == found


def test_filters_by_time(database: Database, world: World, reads: Reads) -> None:
    write(database, world, "node:1")
    at = queries.entries(reads, Filter()).items[0].at
    assert queries.entries(reads, Filter(since=at, until=at + timedelta(seconds=1))).items
    assert not queries.entries(reads, Filter(until=at)).items


def test_an_untouched_chain_is_whole(database: Database, world: World, reads: Reads) -> None:
    write(database, world, "a", "b", "c")
    verdict = queries.verify(reads)
    assert (verdict.is_whole, verdict.is_complete, verdict.checked, verdict.last) == (True, True, 3, 3)


def test_an_empty_chain_is_whole(reads: Reads) -> None:
    assert queries.verify(reads).is_whole


def test_verifies_in_parts(database: Database, world: World, reads: Reads) -> None:
    write(database, world, "a", "b", "c")
    first = queries.verify(reads, limit=2)
    assert (first.is_whole, first.is_complete, first.last) == (True, False, 2)
    rest = queries.verify(reads, after=first.last, limit=2)
    assert (rest.is_whole, rest.is_complete, rest.last) == (True, True, 3)


@pytest.fixture
def broken_into(server_url: str) -> Iterator[tuple[psycopg.Connection, Database, World]]:
    """A database of its own with five entries, and a superuser who has switched the triggers off."""
    with fresh_database(server_url, f"test_audit_tampered_{os.getpid()}") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database = Database(service_url(url))
        write(database, world, "a", "b", "c", "d", "e")
        with psycopg.connect(libpq(url), autocommit=True) as thief:
            thief.execute("SET session_replication_role = replica")
            yield thief, database, world
        database.close()


def verdict_after(broken_into: tuple[psycopg.Connection, Database, World], *statements: str) -> Verdict:
    thief, database, world = broken_into
    for statement in statements:
        thief.execute(statement)
    with database.reads(world.actor) as reads:
        return queries.verify(reads)


@pytest.mark.parametrize(
    ("statement", "entry", "reason"),
    [
        ("UPDATE audit_entry SET body = replace(body, 'tess', 'eve') WHERE seq = 3", 3, "not what was hashed"),
        ("UPDATE audit_entry SET actor = 'user:eve' WHERE seq = 3", 3, "column actor"),
        ("UPDATE audit_entry SET at = at - interval '1 day' WHERE seq = 2", 2, "column at"),
        ("UPDATE audit_entry SET detail = '{}' WHERE seq = 4", 4, "column detail"),
        ("DELETE FROM audit_entry WHERE seq = 3", 3, "entry 3 is missing"),
        ("DELETE FROM audit_entry WHERE seq = 5", 5, "entry 5 is missing"),
        ("DELETE FROM audit_entry", 1, "entry 1 is missing"),
        ("UPDATE audit_head SET hash = sha256('x')", 5, "not the head"),
        ("DELETE FROM audit_head", 5, "no head"),
        (f"{REHASHED} WHERE seq = 3", 3, "column actor"),
        (f"{REHASHED}, actor = 'user:eve' WHERE seq = 3", 4, "does not name the entry before it"),
    ],
)
def test_names_the_first_entry_that_does_not_hold(
    broken_into: tuple[psycopg.Connection, Database, World], statement: str, entry: int, reason: str
) -> None:
    verdict = verdict_after(broken_into, statement)
    assert verdict.broken_at == entry
    assert reason in str(verdict.reason)


def test_the_owner_is_refused_too(server_url: str) -> None:
    with fresh_database(server_url, f"test_audit_owner_{os.getpid()}") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database = Database(service_url(url))
        write(database, world, "a")
        database.close()
        with psycopg.connect(libpq(url), autocommit=True) as owner:
            for statement in (
                "UPDATE audit_entry SET actor = 'user:eve'",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry",
                "UPDATE audit_head SET seq = 0",
                "UPDATE audit_head SET hash = sha256('x')",
                "DELETE FROM audit_head",
                "TRUNCATE audit_head",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="refused"):
                    owner.execute(statement)
