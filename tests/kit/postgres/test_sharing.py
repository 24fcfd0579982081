"""Several commands on one data directory, and what a power cut leaves there."""

import os
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from catalog_admin.kit.postgres import EmbeddedPostgres, dsn_of_running, shared_postgres
from catalog_admin.kit.postgres.temporary import CARELESS


def answers(dsn: str) -> bool:
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT true").fetchone() == (True,)


@pytest.fixture
def made(place: Path) -> Path:
    """A cluster that exists and does not run."""
    with EmbeddedPostgres(place / "pg", settings=CARELESS):
        pass
    return place / "pg"


@pytest.mark.parametrize("whose", ["nobody's", "another program's"])
def test_a_file_of_a_server_that_is_gone_is_no_running_server(made: Path, whose: str) -> None:
    with EmbeddedPostgres(made, settings=CARELESS) as database:
        left = (made / "cluster" / "postmaster.pid").read_text().splitlines()
        number = str(2**22 + 1) if whose == "nobody's" else str(os.getpid())
        assert database.is_running()
    (made / "cluster" / "postmaster.pid").write_text("\n".join([number, *left[1:]]) + "\n")
    assert dsn_of_running(made) is None
    with shared_postgres(made) as dsn:
        assert answers(dsn)


def test_who_started_the_server_waits_for_who_came_later(made: Path) -> None:
    has_come, may_leave = Event(), Event()
    answered: list[bool] = []

    def visit() -> None:
        with shared_postgres(made) as dsn:
            has_come.set()
            may_leave.wait(30)
            answered.append(answers(dsn))

    def come_and_go() -> None:
        with shared_postgres(made):
            visitor.start()
            has_come.wait(30)

    visitor, starter = Thread(target=visit), Thread(target=come_and_go)
    starter.start()
    has_come.wait(30)
    starter.join(0.5)
    assert starter.is_alive()
    may_leave.set()
    visitor.join(30)
    starter.join(30)
    assert answered == [True]
    assert dsn_of_running(made) is None
