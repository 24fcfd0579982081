"""How commands talk: results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

import typer
from pydantic import BaseModel

from catalog_admin.cli.asked import Paging
from catalog_admin.kit.errors import Refusal

REFUSED, MISUSED = 1, 2


def refused(refusal: Refusal) -> None:
    """`code: detail (pointer); try: suggestion`; further errors and conflicts below it, a line each."""
    where = f" ({refusal.pointer})" if refusal.pointer else ""
    hint = f"; try: {refusal.suggestion}" if refusal.suggestion else ""
    typer.echo(f"{refusal.code}: {refusal.detail}{where}{hint}", err=True)
    for name in ("errors", "conflicts"):
        told = refusal.facts.get(name)
        for each in told if isinstance(told, list) else []:
            if isinstance(each, dict):
                said = [each.get(part) for part in ("file", "pointer", "id", "code", "detail")]
                typer.echo("  " + ": ".join(str(part) for part in said if part), err=True)


class Listed(Protocol):
    """A page in the API's words."""

    @property
    def items(self) -> Sequence[Any]: ...

    @property
    def next(self) -> str | None: ...

    def model_dump(self, *, mode: str, by_alias: bool, exclude: set[str]) -> dict[str, Any]: ...


def as_json(value: Any) -> None:
    """The API's words as the API writes them; anything else as plainly as it can be written."""
    from catalog_admin.audit.model import plain

    said = value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else plain(value)
    typer.echo(json.dumps(said, ensure_ascii=False, indent=1))


def whole(items: Iterable[BaseModel]) -> None:
    """A list that has no pages as JSON, in the shape of those that have."""
    as_json({"items": [each.model_dump(mode="json", by_alias=True) for each in items], "next": None})


def thing(value: BaseModel, etag: str | None = None, *, json: bool) -> None:
    """One thing, a line for each of its members; the ETag is for --if-match."""
    if json:
        as_json(value)
        if etag:
            note(f"ETag: {etag}")
        return
    said = value.model_dump(mode="json", by_alias=True)
    table(("", ""), [*((name, cell(each)) for name, each in said.items()), *([("etag", etag)] if etag else [])])


def grants(holder: Any) -> str:
    """Roles, each with the place it is limited to."""
    return ", ".join(
        grant.role.value + (f" in {grant.catalog}" if grant.catalog else "") + (f".{grant.path}" if grant.path else "")
        for grant in holder.grants
    )


def environments(holder: Any) -> str:
    return "all" if holder.environments is None else ", ".join(holder.environments)


def cell(value: Any) -> str:
    """Compact JSON for what is not a plain word or number."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def listed(
    paging: Paging,
    fetch: Callable[[int, str | None], Listed],
    columns: dict[str, Callable[[Any], object]],
    *,
    json: bool,
) -> None:
    """A list as a table or as the API's page; with --all every page as it comes, in one table or one JSON value."""
    found = pages(paging, fetch)
    if json and paging.every:
        return _stream(found)
    first = next(found)
    if json:
        return as_json(first)
    rows = (each for page in _begun(first, found) for each in page.items)
    table(tuple(columns), ([cell(of(each)) for of in columns.values()] for each in rows))
    if first.next and not paging.every:
        note(f"there is more: --after {first.next}")
    return None


def pages(paging: Paging, fetch: Callable[[int, str | None], Listed]) -> Iterator[Listed]:
    """One page, or with --all one after the other as they are asked for."""
    after = paging.after
    while True:
        page = fetch(paging.size, after)
        yield page
        # The outbox always has a cursor: an empty page is its end.
        if not paging.every or page.next is None or not page.items:
            return
        after = page.next


def _begun(first: Listed, others: Iterator[Listed]) -> Iterator[Listed]:
    yield first
    yield from others


def _stream(found: Iterator[Listed]) -> None:
    """One JSON object although it is never held whole: what the first page says of the list, then all items."""
    first = next(found)
    said = first.model_dump(mode="json", by_alias=True, exclude={"items", "next"})
    head = "".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}, " for name, value in said.items())
    typer.echo(f'{{{head}"items": [', nl=False)
    separator = "\n"
    for page in _begun(first, found):
        for each in page.items:
            typer.echo(separator + each.model_dump_json(by_alias=True), nl=False)
            separator = ",\n"
    typer.echo('\n], "next": null}')


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Aligned on a terminal, tab-separated into a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join("" if each is None else str(each) for each in row))
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*("" if each is None else str(each) for each in row))
    Console(markup=False, highlight=False).print(drawn)


def note(words: str) -> None:
    """For people who watch; a pipe does not get it."""
    typer.echo(words, err=True)


class Bar:
    """A progress bar on standard error; silent where nobody looks."""

    def __init__(self, words: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

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
