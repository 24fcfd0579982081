"""Long work in a process of its own, beside services that only answer.

Ctrl-C and SIGTERM: what can go on later goes back into the queue at once, and the next worker takes it.
"""

import importlib
import signal
from contextlib import suppress
from importlib.util import find_spec
from typing import Annotated

import typer

from catalog_admin.cli.reached import reached_database
from catalog_admin.cli.serve import measured
from catalog_admin.jobs.worker import Worker, connections_for, most_connections_for
from catalog_admin.kit import logs
from catalog_admin.main import ROOMS, places_told
from catalog_admin.rules.anchoring.telling import tell_places
from catalog_admin.settings import Settings


def worker(
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=16, help="Jobs of each sort at a time; default: WORKER_CONCURRENCY.")
    ] = None,
) -> None:
    """Do queued jobs until stopped; the service of `serve` has such a worker inside."""
    settings = Settings()
    logs.configure(settings.log_format, settings.log_level)
    # From here on SIGTERM is what Ctrl-C is.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        load_rooms()
        tell_places(places_told(settings), settings.rule_anchor_seconds)
        _work(settings, concurrency or settings.worker_concurrency or 1)
    typer.echo("stopped", err=True)


def _work(settings: Settings, concurrency: int) -> None:
    pool, at_most = connections_for(concurrency), most_connections_for(concurrency)
    with measured(settings), reached_database(settings, connections=pool, at_most=at_most) as database:
        worker = Worker(database, concurrency=concurrency, retention_days=settings.job_retention_days)
        worker.run(shutdown_seconds=settings.shutdown_seconds)


def load_rooms() -> None:
    """Every room registers the kinds of jobs it knows when it is imported."""
    for room in ROOMS:
        name = f"catalog_admin.{room}.api"
        if find_spec(name):
            importlib.import_module(name)
