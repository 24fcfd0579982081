"""Environments, and the one row that says what each of them serves."""

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from catalog_admin.environments import commands, queries
from catalog_admin.environments.errors import EnvironmentKeyTaken, EnvironmentMoved, EnvironmentNotFound
from catalog_admin.environments.model import Serving
from catalog_admin.kit.ids import EnvironmentId, new_id
from catalog_admin.kit.work import Database, Work
from tests.database import fresh_database, service_url
from tests.world import World, plant


def release(session: Session, tenant: object, name: str) -> bytes:
    digest = sha256(name.encode()).digest()
    session.execute(
        text("INSERT INTO release (tenant_id, digest, body, created_by) VALUES (:tenant, :digest, '{}', 'test')"),
        {"tenant": tenant, "digest": digest},
    )
    return digest


def test_a_new_environment_serves_nothing(work: Work) -> None:
    made = commands.create_environment(work, key="prod")
    assert queries.environment_by_key(work, "prod") == made
    assert (made.release_digest, made.generation, made.is_default) == (None, 0, False)


def test_refuses_a_taken_key(work: Work) -> None:
    with pytest.raises(EnvironmentKeyTaken):
        commands.create_environment(work, key="dev")


def test_the_default_is_chosen_when_none_is_named(work: Work, world: World) -> None:
    assert queries.chosen(work, None) == (world.environment, "dev")
    with pytest.raises(EnvironmentNotFound):
        queries.chosen(work, "stage")


def test_lists_by_key_in_pages(work: Work) -> None:
    for key in ("ut", "prod"):
        commands.create_environment(work, key=key)
    first = queries.environments(work, limit=2)
    rest = queries.environments(work, limit=2, after=first.next)
    assert [each.key for each in first.items + rest.items] == ["dev", "prod", "ut"]
    assert rest.next is None


def test_serving_moves_forward_and_back_with_a_growing_generation(work: Work) -> None:
    one, two = (release(work.session, work.tenant, name) for name in ("one", "two"))
    assert queries.serving(work).generation == 0
    assert commands.serve_release(work, work.environment, one, Serving(None, 0)) == 1
    assert commands.serve_release(work, work.environment, two, Serving(None, 1)) == 2
    assert commands.serve_release(work, work.environment, one, Serving(None, 2)) == 3
    now = queries.serving(work)
    assert (now.release_digest, now.generation) == (one, 3)


def test_refuses_to_move_from_where_it_is_not(work: Work) -> None:
    one = release(work.session, work.tenant, "one")
    commands.serve_release(work, work.environment, one, Serving(None, 0))
    with pytest.raises(EnvironmentMoved) as moved:
        commands.serve_release(work, work.environment, one, Serving(None, 0))
    assert moved.value.facts == {"generation": 1}


def test_refuses_an_unknown_environment(work: Work) -> None:
    with pytest.raises(EnvironmentNotFound):
        commands.serve_release(
            work, EnvironmentId(new_id()), release(work.session, work.tenant, "one"), Serving(None, 0)
        )


def test_of_eight_who_move_it_at_once_one_wins(server_url: str) -> None:
    with fresh_database(server_url, f"test_environment_race_{os.getpid()}") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
            digest = release(Session(connection), world.tenant, "one")
        database = Database(service_url(url))

        def move(_: int) -> int:
            try:
                with database.work(world.actor, world.environment) as work:
                    return commands.serve_release(work, world.environment, digest, Serving(None, 0))
            except EnvironmentMoved:
                return 0

        with ThreadPoolExecutor(8) as threads:
            assert sorted(threads.map(move, range(8))) == [0] * 7 + [1]
        database.close()
