"""Files of rows: products, rate plans, attributes, tariffs, and whole trees."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog_admin.catalogs.commands import import_tree
from catalog_admin.catalogs.schemas.tree_rows import rows_of
from catalog_admin.cli import told
from catalog_admin.cli.catalog import KeyArgument
from catalog_admin.cli.desk import DEFAULT_TENANT, EnvironmentOption, JsonOption, TenantOption, at_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.jobs.imports.model import Format, ImportReport, Policy
from catalog_admin.pricing.imports import import_file as import_tariffs
from catalog_admin.products.imports import Of
from catalog_admin.products.imports import import_file as import_products

app = typer.Typer(help="Take rows from NDJSON, JSON and CSV files.", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help=".ndjson, .json or .csv")]
PolicyOption = Annotated[Policy, typer.Option(help="What one wrong row does to the others.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Check everything, change nothing.")]
FORMATS = {".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON, ".json": Format.JSON, ".csv": Format.CSV}
Importing = Callable[..., ImportReport]


def format_of(file: Path) -> Format:
    """By the name; raises BadArgument."""
    if not file.is_file():
        raise BadArgument(f"there is no file {file}", pointer="/file")
    if file.suffix not in FORMATS:
        raise BadArgument(f"{file.name} does not say what it is", suggestion="name it .ndjson, .json or .csv")
    return FORMATS[file.suffix]


def report(noun: str, found: ImportReport, *, json: bool) -> None:
    """Counts on standard output, errors with line and pointer on standard error; exit code 1 if a row was wrong."""
    if json:
        told.as_json({**found.said(), "rowErrors": [_said(each) for each in found.errors]})
    else:
        counts = found.counts
        typer.echo(
            f"{noun}: {counts.created} created, {counts.updated} updated, {counts.unchanged} unchanged, "
            f"{counts.rejected} rejected" + (" (dry run)" if found.dry_run else "")
        )
    for each in found.errors:
        hint = f" {each.fault.suggestion}" if each.fault.suggestion else ""
        told.note(f"line {each.line} {each.fault.pointer}: {each.fault.refusal.code}: {each.fault.detail}{hint}")
    if found.errors_found:
        raise typer.Exit(told.REFUSED)


def _said(each: Any) -> dict[str, Any]:
    said = {"line": each.line, "key": each.key, "pointer": each.fault.pointer}
    return {**said, "code": each.fault.refusal.code, "detail": each.fault.detail}


def _command(noun: str, import_rows: Importing) -> None:
    @app.command(noun, help=f"Upsert {noun.replace('-', ' ')} by their keys.")
    def importing(
        file: FileArgument,
        policy: PolicyOption = Policy.REJECT_EVERYTHING,
        dry_run: DryOption = False,
        tenant: TenantOption = DEFAULT_TENANT,
        environment: EnvironmentOption = None,
        json: JsonOption = False,
    ) -> None:
        written = format_of(file)
        with at_desk(tenant, environment) as desk, told.Bar(noun) as bar:
            found = import_rows(
                desk.database,
                desk.actor,
                desk.environment,
                file,
                format=written,
                policy=policy,
                dry_run=dry_run,
                environment_key=desk.environment_key,
                request_id=desk.request_id,
                on_progress=bar.move,
            )
        report(noun, found, json=json)


for each in Of:
    _command(each.value, partial(import_products, of=each))
_command("tariffs", import_tariffs)


@app.command()
def nodes(
    catalog: KeyArgument,
    file: FileArgument,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Hang a whole tree into a catalog: rows of {path} or {id, parent}, all of them or none."""
    format_of(file)
    with at_desk(tenant, environment) as desk, desk.work() as work:
        new = import_tree(work, catalog, rows_of(file.read_bytes()))
    typer.echo(f"nodes: {new} created")
