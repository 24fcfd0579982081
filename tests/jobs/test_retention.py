"""What has ended long ago is forgotten in bounded steps; what has not, and the trail, stays."""

import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from catalog_admin.jobs import commands, retention
from catalog_admin.jobs.model import job_kind
from catalog_admin.jobs.retention import sweep
from catalog_admin.kit.work import Database
from tests.database import fresh_database, service_url
from tests.world import World, plant


@job_kind("test.kept")
def run(context: object) -> dict[str, object]:
    return {}


@pytest.fixture
def real(server_url: str) -> Iterator[tuple[Database, World]]:
    with fresh_database(server_url, f"test_retention_{os.getpid()}") as url:
        engine = create_engine(service_url(url))
        with engine.begin() as connection:
            world = plant(connection, "acme")
        engine.dispose()
        database = Database(service_url(url), pool_size=2)
        yield database, world
        database.close()


def job(database: Database, world: World, *, ended_days_ago: int | None) -> UUID:
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        made = commands.enqueue(work, "test.kept", {}, defer=False)
        said = {"job": made, "days": ended_days_ago}
        if ended_days_ago is not None:
            work.session.execute(
                text(
                    "UPDATE job SET status = 'failed', finished_at = now() - make_interval(days => :days)"
                    " WHERE id = :job"
                ),
                said,
            )
        work.session.execute(
            text(
                "INSERT INTO import_error (job_id, ordinal, line, pointer, code, detail)"
                " VALUES (:job, 1, 1, '', 'jobs.unreadable_row', 'no')"
            ),
            said,
        )
    return made


def left(database: Database, world: World, question: str) -> set[UUID]:
    with database.work(world.actor) as work:
        return set(work.session.scalars(text(question)))


def test_jobs_and_their_errors_go_when_their_time_has_come(real: tuple[Database, World]) -> None:
    database, world = real
    old = job(database, world, ended_days_ago=91)
    kept = {job(database, world, ended_days_ago=89), job(database, world, ended_days_ago=None)}
    assert sweep(database, 90) == 1
    assert left(database, world, "SELECT id FROM job") == kept
    assert left(database, world, "SELECT job_id FROM import_error") == kept
    subjects = "SELECT subject FROM audit_entry WHERE action = 'jobs.enqueued'"
    assert f"job:{old}" in left(database, world, subjects)


def test_what_ended_today_stays_whatever_is_said(real: tuple[Database, World]) -> None:
    database, world = real
    job(database, world, ended_days_ago=0)
    assert sweep(database, -1) == 0


def test_a_sweep_is_a_bounded_step(real: tuple[Database, World], monkeypatch: pytest.MonkeyPatch) -> None:
    database, world = real
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 2)
    for _ in range(3):
        job(database, world, ended_days_ago=100)
    assert [sweep(database, 90), sweep(database, 90), sweep(database, 90)] == [2, 1, 0]


def test_replies_go_after_a_day_and_are_found_by_their_time(real: tuple[Database, World]) -> None:
    database, world = real
    keep = (
        "INSERT INTO stored_reply (environment_key, actor, key, fingerprint, at)"
        " SELECT 'dev', 'user:tess', n::text, sha256(''), now() - make_interval(hours => n)"
        " FROM generate_series(1, 30) n"
    )
    with database.work(world.actor) as work:
        work.session.execute(text(keep))
    sweep(database, 90)
    assert left(database, world, "SELECT key::int FROM stored_reply") == set(range(1, 24))
    with database.engine.begin() as connection:
        found = text("SELECT indexdef FROM pg_indexes WHERE indexname = 'stored_reply_at_ix'")
        assert "(at)" in str(connection.scalar(found))
