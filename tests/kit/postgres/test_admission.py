"""Who gets in: those who prove it, by password, on every way in."""

import os
import stat
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from catalog_admin.kit.postgres import EmbeddedPostgres
from catalog_admin.kit.postgres.configuration import ADMISSION
from catalog_admin.kit.postgres.temporary import CARELESS


@pytest.mark.parametrize("password", ["wrong", ""])
def test_refuses_a_wrong_or_missing_password_on_the_socket(running: EmbeddedPostgres, password: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(make_conninfo(running.dsn(), password=password))


def test_every_line_of_admission_asks_for_a_password(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn()) as connection:
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert methods == [("scram-sha-256",)]


def test_trust_written_into_the_files_is_gone_at_the_next_start(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS):
        pass
    for file in (place / "pg" / "hba.conf", place / "pg" / "cluster" / "pg_hba.conf"):
        file.write_text("local all all trust\n")
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
        assert (place / "pg" / "hba.conf").read_text() == ADMISSION
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(make_conninfo(database.dsn(), password=""))


def test_secrets_are_readable_by_their_owner_only(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS):
        home = place / "pg"
        for private in ("password", "cluster", "socket", "postgres.log", "lock"):
            assert stat.S_IMODE((home / private).stat().st_mode) & 0o077 == 0, private
        assert (home / "password").stat().st_uid == os.geteuid()
        assert not (home / "password.initdb").exists()


def test_no_password_reaches_the_log_or_the_command_line(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
        password = (place / "pg" / "password").read_text()
        with psycopg.connect(database.dsn()) as connection, pytest.raises(psycopg.errors.SyntaxError):
            connection.execute(f"ALTER ROLE postgres PASSWORD '{password}' nonsense")
        command = psutil.Process(database.pid()).cmdline()
    assert password not in (place / "pg" / "postgres.log").read_text()
    assert password not in " ".join(command)
