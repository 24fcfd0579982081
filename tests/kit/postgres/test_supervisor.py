"""The life of an embedded database, told on real ones."""

import os
import socket
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from catalog_admin.kit.postgres import EmbeddedPostgres, dsn_of_running, erase
from catalog_admin.kit.postgres.errors import (
    DirectoryInUse,
    NotCreated,
    NotStarted,
    OtherMajorVersion,
    PasswordLost,
)
from catalog_admin.kit.postgres.home import open_home
from catalog_admin.kit.postgres.temporary import CARELESS


def test_keeps_its_data_over_a_restart(place: Path) -> None:
    database = EmbeddedPostgres(place / "pg", settings=CARELESS)
    database.start()
    with psycopg.connect(database.dsn()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    database.stop()
    assert not database.is_running()

    with database, psycopg.connect(database.dsn()) as connection:
        assert database.is_running()
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_nothing_is_left_after_a_stop(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
        server = psutil.Process(database.pid())
        family = [server, *server.children(recursive=True)]
    assert not [process for process in family if process.is_running()]
    assert not (place / "pg" / "socket").exists()


def test_stopping_does_not_wait_for_open_transactions(place: Path) -> None:
    database = EmbeddedPostgres(place / "pg", settings=CARELESS)
    database.start()
    connection = psycopg.connect(database.dsn())
    connection.execute("SELECT 1")
    began = time.monotonic()
    database.stop()
    assert time.monotonic() - began < 10
    connection.close()


def test_a_second_supervisor_is_told_who_has_the_directory(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as first:
        with pytest.raises(DirectoryInUse, match=f"in use by pid {os.getpid()}"):
            EmbeddedPostgres(place / "pg").start()
        with pytest.raises(DirectoryInUse):
            erase(place / "pg")
        assert first.is_running()


def test_a_path_too_long_for_a_socket_works_and_leaves_nothing_in_tmp(place: Path) -> None:
    deep = place / ("very-long-directory-name-" * 4) / ("and-another-one-" * 6)
    with EmbeddedPostgres(deep, settings=CARELESS) as database:
        elsewhere = (deep / "socket").resolve()
        assert deep not in elsewhere.parents
        assert elsewhere.stat().st_mode & 0o077 == 0
        psycopg.connect(database.dsn()).close()
    assert not elsewhere.exists()


@pytest.mark.parametrize("theirs", ["17", "19"])
def test_refuses_a_cluster_of_another_major_version(place: Path, theirs: str) -> None:
    home = open_home(place / "pg")
    home.cluster.mkdir()
    home.give(home.cluster, 0o700)
    (home.cluster / "PG_VERSION").write_text(f"{theirs}\n")
    with pytest.raises(OtherMajorVersion, match=f"made by PostgreSQL {theirs}"):
        EmbeddedPostgres(place / "pg").start()


def test_says_in_the_servers_words_why_it_does_not_start(place: Path) -> None:
    with pytest.raises(NotStarted, match="shared_buffers"):
        EmbeddedPostgres(place / "pg", settings=CARELESS | {"shared_buffers": "plenty"}).start()
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
        assert database.is_running()  # the refusal above released everything


def test_says_in_the_servers_words_that_the_port_is_taken(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotStarted, match="Address already in use"):
            EmbeddedPostgres(place / "pg", settings=CARELESS, port=port).start()


def test_says_that_the_place_cannot_hold_a_directory(place: Path) -> None:
    (place / "file").touch()
    with pytest.raises(NotStarted, match="Not a directory"):
        EmbeddedPostgres(place / "file" / "pg").start()


def test_a_failed_creation_leaves_no_half_cluster(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("catalog_admin.kit.postgres.cluster.LETTERS", "xx_XX.UTF-8")
        with pytest.raises(NotCreated, match="invalid locale name"):
            EmbeddedPostgres(place / "pg", settings=CARELESS).start()
    assert not list((place / "pg").glob("cluster*"))
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
        assert database.is_running()


def test_a_lost_password_is_named_as_such(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS):
        pass
    (place / "pg" / "password").unlink()
    with pytest.raises(PasswordLost):
        EmbeddedPostgres(place / "pg", settings=CARELESS).start()


def test_another_process_finds_the_running_server(place: Path) -> None:
    assert dsn_of_running(place / "pg") is None
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
        assert dsn_of_running(place / "pg") == database.dsn()
    assert dsn_of_running(place / "pg") is None


def test_a_port_opens_tcp_on_the_loopback_only(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with EmbeddedPostgres(place / "pg", settings=CARELESS, port=port) as database:
        addresses = {
            connection.laddr.ip
            for connection in psutil.Process(database.pid()).net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        }
        assert addresses == {"127.0.0.1"}


def test_a_start_after_erasing_is_empty(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database, _autocommit(database) as connection:
        connection.execute("CREATE DATABASE old")
    erase(place / "pg")
    assert not (place / "pg").exists()
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database, _autocommit(database) as connection:
        names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        assert names == {"postgres", "template0", "template1"}


def _autocommit(database: EmbeddedPostgres) -> psycopg.Connection:
    return psycopg.connect(database.dsn(), autocommit=True)
