"""The audit chain, from the command line."""

import typer

from catalog_admin.audit import queries as audit
from catalog_admin.cli import told
from catalog_admin.cli.desk import DEFAULT_TENANT, JsonOption, TenantOption, at_desk

app = typer.Typer(help="The hash-chained trail of everything that was done.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `verify` a subcommand although it is the only one."""


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
