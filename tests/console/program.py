"""The whole service in this process, over a copy of the demo's database: API, sign-in, worker, console."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import sleep

import uvicorn
from fastapi import FastAPI

from catalog_admin.jobs.worker import Worker, connections_for
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app, gate_of
from catalog_admin.settings import Settings


@dataclass(frozen=True)
class Program:
    """Where it answers, and its parts for whoever wants to look behind the page."""

    address: str
    app: FastAPI
    database: Database
    settings: Settings


@contextmanager
def running(service: str, data_dir: Path, **said: object) -> Iterator[Program]:
    """`service` is the service role's URL; `said`: settings that differ from a fresh machine's."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        settings = Settings(port=port, data_dir=data_dir, demo=False, **said)  # type: ignore[arg-type]
        database = Database(service, pool_size=8)
        app = create_app(settings, database, gate=gate_of(settings, database))
        working = Database(service, pool_size=connections_for(1))
        worker = Worker(working, concurrency=1)
        worker.start()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=3))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while thread.is_alive() and not server.started:
            sleep(0.01)
        try:
            yield Program(f"http://127.0.0.1:{port}", app, database, settings)
        finally:
            server.should_exit = True
            thread.join()
            worker.stop(within_seconds=5)
            database.close()
            working.close()
