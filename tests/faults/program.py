"""The real program as a process that can be killed, and its database seen from behind as the superuser."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2 as httpx
import psutil
import psycopg

from catalog_admin.audit import queries as audit
from catalog_admin.cli.desk import find_doorplate
from catalog_admin.cli.founding import found_tenant
from catalog_admin.cli.token import minted
from catalog_admin.kit.actor import Role
from catalog_admin.kit.postgres import EmbeddedPostgres, dsn_of_running
from catalog_admin.kit.postgres.leftovers import end_leftovers
from catalog_admin.kit.schema import service_url_of, sqlalchemy_url
from catalog_admin.kit.work import Database
from catalog_admin.organisation.model import steward
from catalog_admin.settings import Settings

POOL = 5
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"


class Program:
    """One data directory and one port; started again as often as somebody has killed it."""

    def __init__(self, place: Path, **more: str) -> None:
        self.home, self._said = place / "data" / "postgres", place / "said"
        self._port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        told = {"DATA_DIR": str(place / "data"), "PORT": str(self._port), "DEMO": "false", "LOG_FORMAT": "json"}
        self._environment = {**kept, **told, "DATABASE_POOL_SIZE": str(POOL), **more}
        self._settings = Settings(data_dir=place / "data")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it is ready; does nothing while it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        with self._said.open("ab") as said:
            command = [sys.executable, "-m", "catalog_admin.cli", "serve"]
            self.process = subprocess.Popen(command, env=self._environment, stdout=said, stderr=said)
        with httpx.Client(base_url=f"http://127.0.0.1:{self._port}", timeout=10) as client:
            until(lambda: self._is_ready(client), 100)

    def end_with(self, number: signal.Signals) -> int:
        """Send the signal and wait for the end; the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)

    def end(self) -> None:
        """Whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(60)
        end_leftovers(self.home / "cluster")

    def client(self) -> httpx.Client:
        """As an administrator of the only tenant; a fresh one after each start."""
        token = minted(self._settings, "acme", [Role.TENANT_ADMIN])
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=f"http://127.0.0.1:{self._port}", timeout=60, headers=headers)

    def said(self) -> str:
        return self._said.read_text(errors="replace")

    def found(self) -> None:
        database = self.database()
        found_tenant(database, "acme", "Acme")
        database.close()

    def is_audit_whole(self) -> bool:
        database = self.database()
        doorplate = find_doorplate(database, "acme")
        assert doorplate is not None
        with database.reads(steward(doorplate)) as reads:
            verdict = audit.verify(reads)
        database.close()
        return verdict.is_whole and verdict.checked > 0

    def one(self, statement: str, *values: object) -> Any:
        """The first value of the first row, over a connection of its own that sees every tenant."""
        with psycopg.connect(self._dsn(), autocommit=True) as connection:
            row = connection.execute(statement, values).fetchone()
        return row[0] if row else None

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """The database alone, without the service, which would go on with its work at once."""
        with EmbeddedPostgres(self.home):
            yield

    @contextmanager
    def held(self, statement: str) -> Iterator["Held"]:
        """Whoever needs what the statement locks stands still until the block ends."""
        held = Held(self, psycopg.connect(self._dsn()))
        held.connection.execute(statement)
        try:
            yield held
        finally:
            held.release()

    def postmaster(self) -> int:
        return int((self.home / "cluster" / "postmaster.pid").read_text().splitlines()[0])

    def has_database_other_than(self, killed: int) -> bool:
        return dsn_of_running(self.home) is not None and self.postmaster() != killed

    def is_ready(self) -> bool:
        with self.client() as client:
            return self._is_ready(client)

    def listens(self) -> bool:
        with suppress(ConnectionError):
            socket.create_connection(("127.0.0.1", self._port), 5).close()
            return True
        return False

    def connections(self) -> int:
        """How many clients it has taken in."""
        assert self.process is not None
        return len([each for each in psutil.Process(self.process.pid).net_connections("tcp") if each.raddr])

    def _is_ready(self, client: httpx.Client) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()[-4000:]
        with suppress(httpx.TransportError):
            return client.get("/readyz").status_code == 200
        return False

    def database(self) -> Database:
        return Database(service_url_of(sqlalchemy_url(self._dsn())).render_as_string(hide_password=False))

    def _dsn(self) -> str:
        dsn = dsn_of_running(self.home)
        assert dsn is not None, "the database does not run"
        return dsn


class Held:
    def __init__(self, program: Program, connection: psycopg.Connection) -> None:
        self.connection, self._program, self._pid = connection, program, connection.info.backend_pid

    def wait(self, for_how_many: int = 1) -> None:
        """Until so many stand still because of it."""
        until(lambda: self._program.one(BLOCKED, self._pid) >= for_how_many)

    def release(self) -> None:
        self.connection.close()


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.03)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
