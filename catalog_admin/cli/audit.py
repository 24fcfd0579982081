"""The audit chain, from the command line."""

import gzip
from pathlib import Path
from typing import Annotated

import typer

from catalog_admin.audit import queries as audit
from catalog_admin.audit.model import line_of
from catalog_admin.cli import told
from catalog_admin.cli.desk import DEFAULT_TENANT, JsonOption, TenantOption, at_desk
from catalog_admin.cli.errors import BadArgument

app = typer.Typer(help="The hash-chained trail of everything that was done.", no_args_is_help=True)


@app.command()
def verify(tenant: TenantOption = DEFAULT_TENANT, json: JsonOption = False) -> None:
    """Recompute the tenant's whole chain; exit code 1 if an entry does not hold."""
    with at_desk(tenant, None) as desk, desk.database.reads(desk.actor) as reads:
        verdict = audit.verify(reads)
    if json:
        said = {"entries": verdict.checked, "head": verdict.head}
        told.as_json({**said, "brokenAt": verdict.broken_at, "reason": verdict.reason})
    elif verdict.is_whole:
        typer.echo(f"{verdict.checked} entries hold; head {verdict.head.hex()}")
    else:
        typer.echo(f"entry {verdict.broken_at} does not hold: {verdict.reason}")
    if not verdict.is_whole:
        raise typer.Exit(told.REFUSED)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; .gz is packed.")],
    after: Annotated[int, typer.Option(min=0, help="Go on behind this entry.")] = 0,
    tenant: TenantOption = DEFAULT_TENANT,
) -> None:
    """Write the tenant's whole chain, an entry a line, for docs/verify_audit.py to check it elsewhere."""
    if file.exists():
        raise BadArgument(f"{file} is there already", pointer="/file")
    written = 0
    with (
        at_desk(tenant, None) as desk,
        desk.database.reads(desk.actor) as reads,
        gzip.open(file, "wb") if file.suffix == ".gz" else file.open("wb") as out,
    ):
        for entry in audit.export(reads, after=after):
            out.write(line_of(entry))
            written += 1
    typer.echo(f"{written} entries in {file}")
