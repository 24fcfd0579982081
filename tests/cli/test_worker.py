"""The worker as a process of its own, ended as `docker stop` ends it."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalog_admin.cli import reached
from catalog_admin.cli.app import app
from catalog_admin.cli.desk import Desk, at_desk
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import queries
from catalog_admin.jobs.model import JobView
from catalog_admin.jobs.worker import most_connections_for
from catalog_admin.kit import logs
from catalog_admin.kit.ids import JobId
from tests.cli.conftest import Terminal
from tests.cli.slow_job import SLOW

# As `catalog-admin worker`, which knows one more kind of job.
WORKER = "import sys, tests.cli.slow_job; from catalog_admin.cli.app import main; sys.argv[1:] = ['worker']; main()"


def test_a_worker_that_starts_the_embedded_database_has_room_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    asked: dict[str, str] = {}

    @contextmanager
    def started(_: Path, *, settings: dict[str, str]) -> Iterator[str]:
        asked.update(settings)
        raise KeyboardInterrupt  # as if stopped at once
        yield

    monkeypatch.setattr(reached, "shared_postgres", started)
    monkeypatch.setattr(logs, "configure", lambda *_: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert CliRunner().invoke(app, ["worker", "--concurrency", "16"]).exit_code == 0
    assert int(asked["max_connections"]) >= most_connections_for(16) + 10


@pytest.mark.journey
def test_a_worker_that_is_told_to_stop_hands_its_job_back(terminal: Terminal) -> None:
    with at_desk("demo", None) as desk:
        with desk.work() as work:
            job = jobs.enqueue(work, SLOW, {})
        process = subprocess.Popen([sys.executable, "-c", WORKER], stderr=subprocess.PIPE, text=True)
        try:
            wait_until_running(desk, job)
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
        assert (process.returncode, said.splitlines()[-1]) == (0, "stopped")
        assert (look(desk, job).status, look(desk, job).attempt) == ("queued", 1)


def wait_until_running(desk: Desk, job: JobId) -> None:
    end = time.monotonic() + 60
    while look(desk, job).status != "running":
        assert time.monotonic() < end
        time.sleep(0.1)


def look(desk: Desk, job: JobId) -> JobView:
    with desk.reads() as reads:
        return queries.job_by_id(reads, job)
