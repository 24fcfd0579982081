"""Cases run at a terminal for whoever is writing; nothing is kept."""

from pathlib import Path
from typing import Annotated

import typer

from catalog_admin.artefacts.cases.model import PartKind
from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, bytes_of, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.mirrored import AtOption, mirrors
from catalog_admin.rules import queries
from catalog_admin.rules.model import MAIN
from catalog_admin.rules.schemas.rehearsals import RehearsalIn, RehearsalOut

app = typer.Typer()


@app.command()
@seated
def rehearse(
    desk: TenantDesk,
    at: AtOption = MAIN,
    file: Annotated[
        list[str] | None, typer.Option("--file", help="PATH=FILE: what the file would say; PATH= is without it.")
    ] = None,
    test: Annotated[str | None, typer.Option(help="Only the cases of this file.")] = None,
    subject: Annotated[str | None, typer.Option(help="KIND:ID, only cases about it, as table:pricing.")] = None,
    case: Annotated[str | None, typer.Option(help="Only cases of this id.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Why each says what it says.")] = False,
    json: JsonOption = False,
) -> None:
    """Run the cases of a revision, or of files that are not committed; keep nothing. Exit code 1 if one fails."""
    about = _subject(subject) if subject else None
    files = [_file(each) for each in file or []]
    body = words(
        RehearsalIn, {"at": at, "files": files, "test": test, "subject": about, "case": case, "explain": explain}
    )
    with desk.reads() as reads:
        found = RehearsalOut.of(*queries.rehearsal(reads, mirrors(), body.at, body.drafts(), body.asked()))
    if json:
        told.as_json(found)
    else:
        _say(found)
    if found.failed:
        raise typer.Exit(told.REFUSED)


def _file(said: str) -> dict[str, str | None]:
    path, equals, source = said.partition("=")
    if not equals:
        raise BadArgument(f"{said}: say PATH=FILE")
    return {"path": path, "content": bytes_of(Path(source)).decode(errors="replace") if source else None}


def _subject(said: str) -> dict[str, str]:
    kind, colon, name = said.partition(":")
    if not colon:
        raise BadArgument(f"{said}: say KIND:ID")
    return {"kind": kind, "id": name}


def _say(found: RehearsalOut) -> None:
    """What failed and why; then what nobody tried."""
    for each in found.cases:
        differing = "; ".join(f"{one.member}: expected {one.expected}, told {one.told}" for one in each.differences)
        typer.echo(
            f"{'passed' if each.passed else 'FAILED'}\t{each.file}\t{each.id}\t{differing or each.outcome or ''}"
        )
        for reason in each.reasons or ():
            typer.echo(f"\t{reason.thing}\t{reason.verdict}\t{reason.why or ''}")
    for part in found.parts:
        if not part.yes or (part.part is PartKind.CONDITION and not part.no):
            typer.echo(f"untried\t{part.file}{part.pointer}\t{part.part} {part.name or part.subject.id}")
    told.note(f"{found.run} of {found.asked} cases run, {found.failed} failed")
