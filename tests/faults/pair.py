"""A primary and a streaming standby, from the binaries that the service brings, which nobody starts again."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from catalog_admin.kit.postgres.cluster import ensure_cluster
from catalog_admin.kit.postgres.configuration import command_line, write_configuration
from catalog_admin.kit.postgres.home import open_home
from catalog_admin.kit.postgres.password import SUPERUSER, superuser_password
from catalog_admin.kit.postgres.postmaster import Postmaster
from catalog_admin.kit.postgres.programs import programs_for
from catalog_admin.kit.postgres.sockets import make_socket_directory, remove_socket_directory
from catalog_admin.kit.schema import service_url_of, sqlalchemy_url
from tests.faults.program import Program, free_port, until

# What a power cut loses is not asked for here, and waiting for a disk would make it slow.
SETTINGS = {"fsync": "off", "shared_buffers": "128MB", "wal_receiver_status_interval": "1"}


class Server:
    """One of the two; it takes connections on a port of 127.0.0.1, and replication on its socket."""

    def __init__(self, place: Path, password: str | None = None) -> None:
        self.home, self.port = open_home(place), free_port()
        self.password = password or superuser_password(self.home)
        self.programs = programs_for(self.home)
        self._postmaster: Postmaster | None = None

    @property
    def socket(self) -> str:
        return f"host={self.home.path / 'socket'} port={self.port} user={SUPERUSER} password={self.password}"

    def start(self) -> None:
        write_configuration(self.home, SETTINGS)
        command = [str(self.programs.postgres), *command_line(self.home, make_socket_directory(self.home), self.port)]
        self._postmaster = Postmaster(self.home, command)
        until(self._answers)

    def kill(self) -> None:
        """As a power cut would: no word to anybody."""
        if self._postmaster is not None:
            self._postmaster.send(signal.SIGKILL)
            self._postmaster.wait()

    def end(self) -> None:
        self.kill()
        remove_socket_directory(self.home)

    def one(self, statement: str, *values: object) -> Any:
        """The first value of the first row, as the superuser."""
        with psycopg.connect(self.socket, dbname="postgres", autocommit=True) as connection:
            row = connection.execute(statement.encode(), values).fetchone()
        return row[0] if row else None

    def tell(self, **settings: str) -> None:
        with psycopg.connect(self.socket, dbname="postgres", autocommit=True) as connection:
            for name, value in settings.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            connection.execute("SELECT pg_reload_conf()")

    def _answers(self) -> bool:
        assert self._postmaster is not None
        assert self._postmaster.is_alive(), self._postmaster.last_words()
        with suppress(psycopg.OperationalError):
            return self.one("SELECT 1") == 1
        return False


class Pair:
    def __init__(self, place: Path) -> None:
        self.primary = Server(place / "a")
        ensure_cluster(self.primary.home, self.primary.programs, durable=False)
        self.primary.start()
        self.standby = Server(place / "b", self.primary.password)
        self._copy()
        self.standby.start()

    def end(self) -> None:
        for server in (self.standby, self.primary):
            server.end()

    def is_in_step(self) -> bool:
        """The standby has replayed all that the primary has written."""
        written = self.primary.one("SELECT pg_current_wal_flush_lsn()::text")
        return bool(self.standby.one("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", written))

    def wait_for_each_commit(self) -> None:
        """From now on a COMMIT has happened when the standby has it too."""
        self.primary.tell(synchronous_standby_names="*")
        until(lambda: self.primary.one("SELECT sync_state FROM pg_stat_replication") == "sync")

    def _copy(self) -> None:
        home = self.standby.home
        home.cluster.mkdir()
        home.give(home.cluster, 0o700)
        backup = self.primary.programs.root / "bin" / "pg_basebackup"
        ended = home.user.run([
            *(backup, "--pgdata", home.cluster, "--dbname", f"{self.primary.socket} application_name=standby"),
            *("--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
        ])  # fmt: skip
        assert ended.returncode == 0, ended.stdout


class ProgramOver(Program):
    """Over a database of somebody else's; several of them in one place share the development issuer's keys."""

    def __init__(self, place: Path, server: Server, **told: str) -> None:
        super().__init__(place, DATABASE_URL=_address(server.password, server.port), **told)

    def _dsn(self) -> str:
        return sqlalchemy_url(self._environment["DATABASE_URL"]).set(drivername="postgresql").render_as_string(False)

    def worker(self) -> subprocess.Popen[bytes]:
        """A process beside it that does one job of each sort at a time."""
        command = [sys.executable, "-m", "catalog_admin.cli", "worker", "--concurrency", "1"]
        with self._said.open("ab") as said:
            return subprocess.Popen(command, env=self._environment, stdout=said, stderr=said)


class ProgramWithReplica(Program):
    """Told of both by addresses that name two hosts: it is never started again, whoever dies."""

    def __init__(self, place: Path, pair: Pair, **told: str) -> None:
        self._pair = pair
        writes = _address(pair.primary.password, pair.primary.port, pair.standby.port)
        reads = _address(pair.primary.password, pair.standby.port, pair.primary.port)
        super().__init__(place, DATABASE_URL=writes, DATABASE_READ_URL=_readers(reads), **told)

    def _dsn(self) -> str:
        return sqlalchemy_url(self._environment["DATABASE_URL"]).set(drivername="postgresql").render_as_string(False)


def _address(password: str, *ports: int) -> str:
    hosts = ",".join("127.0.0.1" for _ in ports)
    named = ",".join(map(str, ports))
    return f"host={hosts} port={named} user={SUPERUSER} password={password} dbname=postgres"


def _readers(address: str) -> str:
    """As the service's account, of whichever is a standby."""
    url = service_url_of(sqlalchemy_url(address)).difference_update_query(["target_session_attrs"])
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
