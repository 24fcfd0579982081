"""Files of rows: products, rate plans, attributes, tariffs, and whole trees."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog_admin.catalogs.commands import import_tree
from catalog_admin.catalogs.schemas.tree_rows import Imported, rows_of
from catalog_admin.cli import told
from catalog_admin.cli.asked import CatalogArgument, JsonOption
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.jobs.imports.model import Format, ImportReport, Policy, renamed_by
from catalog_admin.kit import statistics
from catalog_admin.kit.statistics import Filled
from catalog_admin.pricing.imports import import_file as import_tariffs
from catalog_admin.products.imports import Of
from catalog_admin.products.imports import import_file as import_products

app = typer.Typer(no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help=".ndjson, .json or .csv")]
TreeArgument = Annotated[Path, typer.Argument(help=".ndjson or .json")]
PolicyOption = Annotated[Policy, typer.Option(help="What one wrong row does to the others.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Check everything, change nothing.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="CSV: `their column=our name`, repeated; without our name the column is left out."),
]
TREES = {".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON, ".json": Format.JSON}
FORMATS = {**TREES, ".csv": Format.CSV}
Importing = Callable[..., ImportReport]


def format_of(file: Path, formats: dict[str, Format] = FORMATS) -> Format:
    """By the name; raises BadArgument."""
    if not file.is_file():
        raise BadArgument(f"there is no file {file}", pointer="/file")
    if file.suffix not in formats:
        raise BadArgument(f"{file.name} is not a file we read here", suggestion=f"name it {' or '.join(formats)}")
    return formats[file.suffix]


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
        place = each.fault.pointer if each.column is None else f"column {each.column}"
        told.note(f"line {each.line} {place}: {each.fault.refusal.code}: {each.fault.detail}{hint}")
    if found.errors_found:
        raise typer.Exit(told.REFUSED)


def _said(each: Any) -> dict[str, Any]:
    said = {"line": each.line, "key": each.key, "pointer": each.fault.pointer}
    said |= {"code": each.fault.refusal.code, "detail": each.fault.detail}
    return said if each.column is None else {**said, "column": each.column, "value": each.value}


def _command(noun: str, import_rows: Importing) -> None:
    @app.command(noun, help=f"Upsert {noun.replace('-', ' ')} by their keys.")
    @seated
    def importing(
        desk: Desk,
        file: FileArgument,
        policy: PolicyOption = Policy.REJECT_EVERYTHING,
        dry_run: DryOption = False,
        map: MapOption = None,
        json: JsonOption = False,
    ) -> None:
        written = format_of(file)
        with told.Bar(noun) as bar:
            found = import_rows(
                desk.database,
                desk.actor,
                desk.environment,
                file,
                format=written,
                policy=policy,
                dry_run=dry_run,
                renamed=renamed_by(map or []),
                environment_key=desk.environment_key,
                request_id=desk.request_id,
                on_progress=bar.move,
            )
        report(noun, found, json=json)


for each in Of:
    _command(each.value, partial(import_products, of=each))
_command("tariffs", import_tariffs)


@app.command()
@seated
def nodes(desk: Desk, catalog: CatalogArgument, file: TreeArgument, json: JsonOption = False) -> None:
    """Hang a whole tree into a catalog: rows of {path} or {id, parent}, all of them or none."""
    format_of(file, TREES)
    with desk.work() as work:
        new = import_tree(work, catalog, rows_of(file.read_bytes()))
    statistics.keep_up(desk.work, Filled("node", new))
    if json:
        return told.as_json(Imported(created=new))
    return typer.echo(f"nodes: {new} created")
