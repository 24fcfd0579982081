"""What the server is told: our choices, the caller's on top, the security-relevant ones by nobody."""

from pathlib import Path

import psycopg
import pytest

from catalog_admin.kit.postgres import EmbeddedPostgres
from catalog_admin.kit.postgres.configuration import available_memory
from catalog_admin.kit.postgres.temporary import CARELESS


@pytest.mark.parametrize("extension", ["ltree", "pg_trgm", "unaccent", "btree_gist"])
def test_brings_the_extensions_we_need(running: EmbeddedPostgres, extension: str) -> None:
    with psycopg.connect(running.dsn()) as connection:
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


def test_letters_are_letters_in_every_language(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn()) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS ltree; CREATE EXTENSION IF NOT EXISTS pg_trgm")
        assert connection.execute("SELECT text(ltree 'größe.über-uns')").fetchone() == ("größe.über-uns",)
        assert connection.execute("SELECT upper('größe'), lower('ÅÉ')").fetchone() == ("GRÖßE", "åé")
        assert connection.execute("SELECT cardinality(show_trgm('äöü'))").fetchone() == (4,)


def test_sorts_the_same_on_every_machine(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn()) as connection:
        made = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale"
            " FROM pg_database WHERE datname = 'template1'"
        ).fetchone()
        assert made == ("UTF8", "b", "C.UTF-8")
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_the_callers_settings_win_and_can_be_withdrawn(place: Path) -> None:
    home = place / "pg"
    assert _shown(home, CARELESS | {"work_mem": "7MB", "search_path": "it's, here"}) == ("7MB", "it's, here")
    assert _shown(home, CARELESS) == ("16MB", '"$user", public')


def _shown(home: Path, settings: dict[str, str]) -> tuple[str, str] | None:
    with EmbeddedPostgres(home, settings=settings) as database, psycopg.connect(database.dsn()) as connection:
        return connection.execute("SELECT current_setting('work_mem'), current_setting('search_path')").fetchone()


@pytest.mark.parametrize("setting", ["listen_addresses", "hba_file", "data_directory", "x = 1\ny"])
def test_refuses_to_be_told_who_may_come_in(place: Path, setting: str) -> None:
    with pytest.raises(ValueError, match="not a setting to be given here"):
        EmbeddedPostgres(place / "pg", settings=CARELESS | {setting: "x"}).start()


def test_a_strange_directory_name_is_taken_literally(place: Path) -> None:
    odd = place / 'it\'s, "odd" ü \\n %20'
    with EmbeddedPostgres(odd, settings=CARELESS) as database:
        psycopg.connect(database.dsn()).close()


def test_knows_how_much_memory_there_is() -> None:
    assert available_memory() > 64 * 1024 * 1024
