"""The log of every move of the rule repository, checked against what was told outside."""

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.rules import queries
from catalog_admin.rules.anchoring.heads import told_of
from catalog_admin.rules.schemas.verifying import LogVerdictOut
from catalog_admin.settings import Settings
from rulestore.verifying import Verdict

app = typer.Typer()


@app.command()
@seated
def verify(
    desk: TenantDesk,
    files: Annotated[
        list[Path] | None, typer.Option("--told", help="A file of heads that were told; default: RULE_ANCHOR_FILE.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Recompute the whole log, and hold it against what was told outside; exit code 1 if a move does not hold."""
    verdict, heads = _verified(desk, files if files is not None else _default())
    if json:
        told.as_json(LogVerdictOut.of(verdict))
    elif verdict.fault is None:
        beside = f"{heads} heads were told and agree" if heads else "nothing told outside was compared"
        typer.echo(f"{verdict.checked} moves hold, {beside}; head {verdict.at.txn_no}:{verdict.at.chain.hex()}")
    else:
        typer.echo(f"transaction {verdict.fault.txn_no} does not hold: {verdict.fault.reason}")
    if verdict.fault is not None:
        raise typer.Exit(told.REFUSED)


def _verified(desk: TenantDesk, files: list[Path]) -> tuple[Verdict, int]:
    with desk.reads() as reads:
        repo = queries.log_of(reads)
        try:
            heads = set(chain.from_iterable(told_of(file, repo) for file in files))
        except (OSError, ValueError) as wrong:
            raise BadArgument(f"heads that were told cannot be read: {wrong}", pointer="/told") from wrong
        return queries.verify_log(reads, told=heads), len(heads)


def _default() -> list[Path]:
    file = Settings().rule_anchor_file
    return [file] if file is not None else []
