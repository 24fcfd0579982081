"""Long work in a process of its own, beside services that only answer."""

import importlib
from importlib.util import find_spec
from typing import Annotated

import typer

from catalog_admin.cli.reached import reached_database
from catalog_admin.cli.serve import measured
from catalog_admin.jobs.worker import Worker
from catalog_admin.kit import logs
from catalog_admin.main import ROOMS
from catalog_admin.settings import Settings


def worker(concurrency: Annotated[int, typer.Option(min=1, max=32, help="Jobs at a time.")] = 1) -> None:
    """Do queued jobs until stopped; the service of `serve` has such a worker inside."""
    settings = Settings()
    logs.configure(settings.log_format, settings.log_level)
    load_rooms()
    with measured(settings), reached_database(settings) as database:
        Worker(database, concurrency=concurrency).run()


def load_rooms() -> None:
    """Every room registers the kinds of jobs it knows when it is imported."""
    for room in ROOMS:
        name = f"catalog_admin.{room}.api"
        if find_spec(name):
            importlib.import_module(name)
