"""The audit chain, from the command line."""

import gzip
from pathlib import Path
from typing import Annotated

import typer

from catalog_admin.audit import queries
from catalog_admin.audit.model import Filter, line_of
from catalog_admin.audit.schemas import EntryOut, EntryPage, VerdictOut
from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, Paging, instant
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.errors import BadArgument

app = typer.Typer(no_args_is_help=True)


@app.command("list")
@seated
def list_entries(
    desk: TenantDesk,
    paging: Paging,
    actor: Annotated[str | None, typer.Option(help="Who did it: `user:…`, `token:…` or `cli:…`.")] = None,
    action: Annotated[str | None, typer.Option(help="Such as catalogs.node_moved.")] = None,
    subject: Annotated[str | None, typer.Option(help="What it was done to, or how that begins.")] = None,
    environment: Annotated[str | None, typer.Option("--environment", "-e", help="Only in this environment.")] = None,
    request_id: Annotated[
        str | None, typer.Option(help="As `X-Request-Id` answered it; a command's begins `cli-`.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="An instant or a date.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="An instant or a date.")] = None,
    json: JsonOption = False,
) -> None:
    """What was done, by whom, newest first."""
    wanted = Filter(actor, action, subject, environment, instant(since), instant(until), request_id)

    def page(limit: int, after: str | None) -> EntryPage:
        found = queries.entries(reads, wanted, limit=limit, after=after)
        return EntryPage(items=[EntryOut.of(entry) for entry in found.items], next=found.next)

    columns = {
        "seq": lambda each: each.seq,
        "at": lambda each: each.at.isoformat(),
        "actor": lambda each: each.actor,
        "action": lambda each: each.action,
        "subject": lambda each: each.subject,
        "environment": lambda each: each.environment,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(
    desk: TenantDesk, seq: Annotated[int, typer.Argument(min=1, help="The entry's number.")], json: JsonOption = False
) -> None:
    """One entry, with all it takes to check it elsewhere."""
    with desk.reads() as reads:
        told.thing(EntryOut.of(queries.entry(reads, seq)), json=json)


@app.command()
@seated
def verify(desk: TenantDesk, json: JsonOption = False) -> None:
    """Recompute the tenant's whole chain; exit code 1 if an entry does not hold."""
    with desk.reads() as reads:
        verdict = queries.verify(reads)
    if json:
        told.as_json(VerdictOut.of(verdict))
    elif verdict.is_whole:
        typer.echo(f"{verdict.checked} entries hold; head {verdict.head.hex()}")
    else:
        typer.echo(f"entry {verdict.broken_at} does not hold: {verdict.reason}")
    if not verdict.is_whole:
        raise typer.Exit(told.REFUSED)


@app.command()
@seated
def export(
    desk: TenantDesk,
    file: Annotated[Path, typer.Argument(help="Where to; .gz is packed.")],
    behind: Annotated[int, typer.Option("--after", min=0, help="Go on behind this entry.")] = 0,
) -> None:
    """Write the tenant's whole chain, an entry a line, for docs/verify_audit.py to check it elsewhere."""
    if file.exists():
        raise BadArgument(f"{file} is there already", pointer="/file")
    written = 0
    with desk.reads() as reads, gzip.open(file, "wb") if file.suffix == ".gz" else file.open("wb") as out:
        for entry in queries.export(reads, after=behind):
            out.write(line_of(entry))
            written += 1
    typer.echo(f"{written} entries in {file}")
