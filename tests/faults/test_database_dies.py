"""The database, or the service that supervises it, is killed without warning."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from catalog_admin.kit.postgres import EmbeddedPostgres
from catalog_admin.kit.postgres.errors import DirectoryInUse, NotCreated
from catalog_admin.kit.postgres.leftovers import end_leftovers

pytestmark = pytest.mark.faults

# What a service is to its database: starts it, says where, and stays.
SERVICE = textwrap.dedent("""
    import signal, sys, threading
    from pathlib import Path
    from catalog_admin.kit.postgres import EmbeddedPostgres

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    database = EmbeddedPostgres(Path(sys.argv[1]))
    database.start()
    print(database.pid(), database.dsn(), flush=True)
    {then}
""")
STAY = "threading.Event().wait()"


@pytest.fixture
def place() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="catalog-admin-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def service(place: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(then: str = STAY) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SERVICE.format(then=then), str(place / "pg")]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()
    end_leftovers(place / "pg" / "cluster")


def _told(service: subprocess.Popen[str]) -> tuple[psutil.Process, str]:
    assert service.stdout is not None
    pid, dsn = service.stdout.readline().split()
    return psutil.Process(int(pid)), dsn


def _count(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(*) FROM written").fetchone()
        assert row is not None
        return int(row[0])


def _write(dsn: str, rows: int) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS written (n int)")
        connection.execute("INSERT INTO written SELECT generate_series(1, %s)", [rows])


def test_a_killed_database_comes_back_with_what_was_committed(place: Path) -> None:
    deaths: list[str] = []
    with EmbeddedPostgres(place / "pg", on_restart=deaths.append) as database:
        _write(database.dsn(), 1000)
        uncommitted = psycopg.connect(database.dsn())
        uncommitted.execute("INSERT INTO written VALUES (0)")

        for times in (1, 2):
            killed = database.pid()
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            _until(lambda killed=killed: database.pid() not in (None, killed))
            assert _count(database.dsn()) == 1000
            assert deaths == ["killed by SIGKILL"] * times
        uncommitted.close()


def test_a_listener_that_fails_does_not_cost_us_the_database(place: Path) -> None:
    def fail(ending: str) -> None:
        raise RuntimeError(ending)

    with EmbeddedPostgres(place / "pg", on_restart=fail) as database:
        killed = database.pid()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        _until(lambda: database.pid() not in (None, killed))


def test_stopping_while_it_is_being_started_again_ends_everything(place: Path) -> None:
    died = threading.Event()
    database = EmbeddedPostgres(place / "pg", on_restart=lambda _: died.set())
    database.start()
    killed = database.pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert died.wait(10)
    database.stop()
    assert _servers(place) == []


def test_the_next_start_follows_a_killed_service(place: Path, service: Callable[..., subprocess.Popen]) -> None:
    first = service()
    _, dsn = _told(first)
    _write(dsn, 1000)
    first.kill()
    first.wait()
    with EmbeddedPostgres(place / "pg") as database:
        assert _count(database.dsn()) == 1000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_database_ends_with_a_killed_service(service: Callable[..., subprocess.Popen]) -> None:
    killed = service()
    server, _ = _told(killed)
    killed.kill()
    server.wait(timeout=30)


def test_an_orphan_that_lives_on_is_ended_by_the_next_start(
    place: Path, service: Callable[..., subprocess.Popen]
) -> None:
    first = service()
    server, dsn = _told(first)
    _write(dsn, 1000)
    server.suspend()  # deaf to the kernel's parting signal, as every orphan is on macOS
    first.kill()
    first.wait()
    assert server.is_running()
    threading.Timer(1, server.resume).start()
    with EmbeddedPostgres(place / "pg") as database:
        assert not server.is_running()
        assert _count(database.dsn()) == 1000


def test_backends_that_lost_their_server_are_ended_by_the_next_start(
    place: Path, service: Callable[..., subprocess.Popen]
) -> None:
    first = service()
    server, dsn = _told(first)
    with psycopg.connect(dsn) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        backend.suspend()
        first.send_signal(signal.SIGSTOP)  # or it would tidy up itself
        server.kill()
        first.kill()
        first.wait()
        assert backend.is_running()
        threading.Timer(1, backend.resume).start()
        with EmbeddedPostgres(place / "pg") as database:
            assert not backend.is_running()
            assert database.is_running()
        connection.close()


def test_other_servers_are_left_alone(place: Path) -> None:
    with EmbeddedPostgres(place / "pg") as database:
        before = database.pid()
        end_leftovers(place / "other" / "cluster")
        assert database.pid() == before


def test_a_living_service_is_not_disturbed(place: Path, service: Callable[..., subprocess.Popen]) -> None:
    living = service()
    server, _ = _told(living)
    with pytest.raises(DirectoryInUse, match=f"in use by pid {living.pid}"):
        EmbeddedPostgres(place / "pg").start()
    assert server.is_running()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_service_asked_to_end_shuts_the_database_down_in_order(
    place: Path, service: Callable[..., subprocess.Popen], number: signal.Signals
) -> None:
    asked = service()
    server, _ = _told(asked)
    asked.send_signal(number)
    asked.wait(timeout=30)
    assert not server.is_running()
    assert "database system is shut down" in (place / "pg" / "postgres.log").read_text()


def test_a_service_that_forgets_to_stop_leaves_no_database(service: Callable[..., subprocess.Popen]) -> None:
    forgetful = service("pass")
    server, _ = _told(forgetful)
    forgetful.wait(timeout=30)
    server.wait(timeout=30)


def test_a_number_that_now_belongs_to_somebody_else_is_no_obstacle(place: Path) -> None:
    with EmbeddedPostgres(place / "pg") as database:
        _write(database.dsn(), 10)
        pid_file = (place / "pg" / "cluster" / "postmaster.pid").read_text()
    stale = [str(os.getppid()), *pid_file.splitlines()[1:]]
    (place / "pg" / "cluster" / "postmaster.pid").write_text("\n".join(stale) + "\n")
    with EmbeddedPostgres(place / "pg") as database:
        assert _count(database.dsn()) == 10


def test_a_creation_cut_short_by_a_full_disk_is_told_and_leaves_nothing(place: Path) -> None:
    """A limit on file size stands for the full disk: both fail the write, and this needs no rights."""
    limited = textwrap.dedent("""
        import resource, sys
        from pathlib import Path
        from catalog_admin.kit.postgres import EmbeddedPostgres
        from catalog_admin.kit.postgres.errors import NotCreated

        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            EmbeddedPostgres(Path(sys.argv[1])).start()
        except NotCreated as refusal:
            print(refusal.detail)
    """)
    command = [sys.executable, "-c", limited, str(place / "pg")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "could not be created" in said
    assert (place / "pg" / "password").read_text() not in said
    assert not list((place / "pg").glob("cluster*"))
    assert NotCreated.code == "database.not_created"


def _servers(place: Path) -> list[int]:
    return [p.pid for p in psutil.process_iter() if str(place) in " ".join(_command(p))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
