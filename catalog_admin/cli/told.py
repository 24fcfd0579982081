"""How commands talk: results on standard output, everything else on standard error."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from catalog_admin.audit.model import plain
from catalog_admin.kit.errors import Refusal

REFUSED, MISUSED = 1, 2


def refused(refusal: Refusal) -> None:
    """`code: detail (pointer); try: suggestion`; further errors below it, a line each."""
    where = f" ({refusal.pointer})" if refusal.pointer else ""
    hint = f"; try: {refusal.suggestion}" if refusal.suggestion else ""
    typer.echo(f"{refusal.code}: {refusal.detail}{where}{hint}", err=True)
    errors = refusal.facts.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            said = [error.get(name) for name in ("pointer", "code", "detail")]
            typer.echo("  " + ": ".join(str(part) for part in said if part), err=True)


def as_json(value: Any) -> None:
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Aligned on a terminal, tab-separated into a pipe."""
    console = Console()
    if not console.is_terminal:
        for row in rows:
            typer.echo("\t".join("" if cell is None else str(cell) for cell in row))
        return
    drawn = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(drawn)


def note(words: str) -> None:
    """For people who watch; a pipe does not get it."""
    typer.echo(words, err=True)


class Bar:
    """A progress bar on standard error; silent where nobody looks."""

    def __init__(self, words: str) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._words = words

    def __enter__(self) -> "Bar":
        self._progress.start()
        self._task = self._progress.add_task(self._words, total=100)
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def move(self, percent: int, step: str) -> None:
        self._progress.update(self._task, completed=percent, description=f"{self._words}: {step}")
