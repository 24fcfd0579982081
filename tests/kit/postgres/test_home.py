"""Where the cluster lies, above all for root, whose directories the server's user may not enter."""

import os
from pathlib import Path

import psycopg
import pytest

from catalog_admin.kit.postgres import EmbeddedPostgres, erase, programs
from catalog_admin.kit.postgres.errors import ClusterGone, OutOfReach, OwnedBySomebodyElse
from catalog_admin.kit.postgres.home import open_home
from catalog_admin.kit.postgres.temporary import CARELESS
from catalog_admin.kit.postgres.user import somebody_without_rights

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def closed(place: Path) -> Path:
    """A directory that only we may enter, as /root is."""
    directory = place / "closed"
    directory.mkdir(mode=0o700)
    return directory


def test_the_server_never_runs_as_root(running: EmbeddedPostgres) -> None:
    user = somebody_without_rights()
    assert user.uid != 0
    assert user.is_us != IS_ROOT
    with psycopg.connect(running.dsn()) as connection:
        directory = connection.execute("SHOW data_directory").fetchone()
    assert directory is not None
    assert Path(directory[0]).stat().st_uid == user.uid


def test_a_closed_directory_stays_closed_and_the_database_works(closed: Path, place: Path) -> None:
    data_dir, away = closed / "pg", place / "away"
    with EmbeddedPostgres(data_dir, settings=CARELESS, away=away) as database:
        psycopg.connect(database.dsn(), autocommit=True).execute("CREATE TABLE kept ()").connection.close()
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (data_dir / "location").exists() == away.exists() == IS_ROOT

    with EmbeddedPostgres(data_dir, settings=CARELESS, away=away) as database:
        assert _found(database, "to_regclass('kept')") == "kept"
    erase(data_dir)
    assert not data_dir.exists()
    assert not away.exists() or not list(away.iterdir())


def test_refuses_to_begin_anew_where_a_database_should_lie(place: Path) -> None:
    data_dir = place / "pg"
    data_dir.mkdir()
    (data_dir / "location").write_text(f"{place}/gone\n")
    with pytest.raises(ClusterGone, match="nothing is there"):
        EmbeddedPostgres(data_dir).start()


def test_of_two_first_starts_both_mean_the_same_place(closed: Path, place: Path) -> None:
    homes = {open_home(closed / "pg", place / "away").path for _ in range(2)}
    assert len(homes) == 1


def test_refuses_a_cluster_whose_owner_cannot_run_it(place: Path) -> None:
    """As root: root's own; as anybody else: somebody else's, here the root directory's."""
    data_dir = place / "pg"
    if IS_ROOT:
        (data_dir / "cluster").mkdir(parents=True)
    else:
        data_dir.mkdir()
        (data_dir / "cluster").symlink_to("/")
    with pytest.raises(OwnedBySomebodyElse):
        EmbeddedPostgres(data_dir).start()


def test_programs_that_the_servers_user_cannot_read_are_copied_once(
    closed: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = programs._installed()
    for directory in (installed, installed.with_name(f"{installed.name}.libs")):
        (closed / directory.name).symlink_to(directory)
    monkeypatch.setattr(programs, "_installed", lambda: closed / installed.name)
    for _ in range(2):
        with EmbeddedPostgres(place / "pg", settings=CARELESS) as database:
            assert _found(database, "text(lquery '*')") == "*"
    assert (place / "pg" / "programs").exists() == IS_ROOT


def test_says_when_the_servers_user_may_go_nowhere(closed: Path) -> None:
    database = EmbeddedPostgres(closed / "pg", settings=CARELESS, away=closed / "away")
    if not IS_ROOT:
        with database:
            assert database.is_running()
        return
    with pytest.raises(OutOfReach, match="can enter neither"):
        database.start()


def _found(database: EmbeddedPostgres, expression: str) -> str | None:
    with psycopg.connect(database.dsn()) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS ltree")
        row = connection.execute(f"SELECT ({expression})::text").fetchone()  # type: ignore[arg-type]
    return None if row is None else str(row[0])
