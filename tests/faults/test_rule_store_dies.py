"""Writers are killed at any moment, and so is the database: what was said to have landed is there, and all is whole."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from secrets import token_hex

import psycopg
import pytest

from catalog_admin.kit import schema
from catalog_admin.kit.postgres import EmbeddedPostgres
from rulestore.reading import log
from rulestore.refs import position
from rulestore.verifying import verify
from tests.database import fresh_database
from tests.faults.program import until
from tests.rulestore.conftest import committed
from tests.rulestore.desk import MAIN, Desk, git
from tests.rulestore.real import Real
from tests.rulestore.writers import heard, start

pytestmark = pytest.mark.faults

KILLS = 6


@pytest.fixture
def real(server_url: str, tmp_path: Path) -> Iterator[Real]:
    name = f"rulestore_dies_{os.getpid()}_{token_hex(3)}"
    with fresh_database(server_url, name) as url, closing(committed(url, tmp_path / "mirrors")) as real:
        Desk(real.store()).write(first="1")
        yield real


def check_is_whole(real: Real, said: list[str], place: Path) -> None:
    """Through a mirror that may have seen the deaths, and through a copy that has not."""
    desk = Desk(real.store())
    logged = desk.store.ask(MAIN, lambda graph, tip: log(graph, tip, limit=10_000))
    assert {each.oid.hex() for each in logged} >= set(said)
    with desk.store.reading() as connection:
        assert verify(connection, desk.store.repo).fault is None
        assert position(connection, desk.store.repo).txn_no == len(logged)
        dangling = connection.execute(
            "SELECT count(*) FROM git_object o WHERE type = 1 AND NOT EXISTS (SELECT FROM ref_log WHERE new = o.oid)"
        ).fetchone()
    assert dangling == (0,)
    desk.export(place)
    git(desk.store.mirror.path, "fsck", "--full", "--strict", desk.tip().hex())


def test_a_writer_that_dies_before_its_commit_has_done_nothing(real: Real, tmp_path: Path) -> None:
    before = Desk(real.store()).store.tip(MAIN)
    assert heard(start(real, "dies", 1, "beside")) == []
    desk = Desk(real.store())
    assert desk.store.tip(MAIN) == before
    desk.write(next="1")  # nobody holds the repository
    check_is_whole(real, [], tmp_path / "export.git")


def test_a_writer_that_dies_after_its_commit_has_landed(real: Real, tmp_path: Path) -> None:
    before = Desk(real.store()).store.tip(MAIN)
    assert heard(start(real, "dies", 1, "landed")) == []
    desk = Desk(real.store())
    assert desk.store.tip(MAIN).at.txn_no == before.at.txn_no + 1
    assert desk.files() == {"first.json": "1", "dies/00000.json": "dies 0\n"}
    check_is_whole(real, [], tmp_path / "export.git")


def test_writers_that_die_at_any_moment(real: Real, tmp_path: Path) -> None:
    chance, said = Random(3), []  # noqa: S311 - only to be spread
    writers = [start(real, f"w{nr}", 100_000) for nr in range(2)]
    for kill in range(KILLS):
        writer = writers.pop(0)
        writers.append(start(real, f"x{kill}", 100_000))
        said += _killed(writer, chance.uniform(0, 0.15))
    for writer in writers:
        said += _killed(writer, 0.0)
    assert len(said) >= KILLS
    check_is_whole(real, said, tmp_path / "export.git")


def _killed(writer: subprocess.Popen[str], seconds: float) -> list[str]:
    """So long after its first commit; what it said until then."""
    assert writer.stdout is not None
    first = writer.stdout.readline().strip()
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    # The last line may have been cut short.
    return [first, *(line for line in heard(writer) if len(line) == len(first))]


@pytest.fixture
def place() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="catalog-admin-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


def test_a_database_that_dies_under_its_writers(place: Path, tmp_path: Path) -> None:
    with EmbeddedPostgres(place / "pg") as database:
        schema.prepare(database.dsn())
        service = schema.service_url_of(schema.sqlalchemy_url(database.dsn()))
        service_url = service.render_as_string(hide_password=False)
        with closing(committed(database.dsn(), place / "mirrors", service_url)) as real:
            Desk(real.store()).write(first="1")
            said: list[str] = []
            for round_ in range(2):
                writer = start(real, f"r{round_}", 100_000)
                assert writer.stdout is not None
                said.append(writer.stdout.readline().strip())
                time.sleep(0.1)
                killed = database.pid()
                assert killed is not None
                os.kill(killed, signal.SIGKILL)
                rest, _ = writer.communicate(timeout=60)  # its connection is cut
                said += rest.split()
                until(lambda killed=killed: database.pid() not in (None, killed))
                until(lambda: _answers(real))
            check_is_whole(real, said, tmp_path / "export.git")


def _answers(real: Real) -> bool:
    with suppress(psycopg.OperationalError):
        real.store()
        return True
    return False
