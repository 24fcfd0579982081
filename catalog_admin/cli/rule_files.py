"""Files of the rule repository: read, written, checked, taken out."""

from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Annotated

import typer

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.cli import told
from catalog_admin.cli.asked import (
    ANYTHING,
    DocumentArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    bytes_of,
    document,
    expected,
    words,
)
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.mirrored import AtOption, BelowOption, BranchOption, MessageOption, RuleFileArgument, mirrors
from catalog_admin.kit.etags import Unseen
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.etags import etag_of
from catalog_admin.rules.model import MAIN, Advance, Broken, Trial
from catalog_admin.rules.schemas.files import AdvanceOut, CommitIn, FileOut, FilePage, FileRef
from catalog_admin.rules.schemas.importing import ImportedOut

app = typer.Typer()


@app.command()
@seated
def files(
    desk: TenantDesk,
    paging: Paging,
    at: AtOption = MAIN,
    below: BelowOption = "",
    kind: Annotated[ArtefactKind | None, typer.Option(help="Only files of this kind.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only what this team, role or user owns.")] = None,
    q: Annotated[str | None, typer.Option(help="In paths, ids, names and tags, in any case.")] = None,
    json: JsonOption = False,
) -> None:
    """The files of a revision, each with what it says of itself."""
    wanted = queries.Wanted(kind, owner, q)

    def page(limit: int, after: str | None) -> FilePage:
        found = queries.listed(reads, mirrors(), at, below, wanted, limit=limit, after=after)
        return FilePage(items=[FileRef.of(each) for each in found.items], next=found.next)

    columns = {
        "path": lambda each: each.path,
        "kind": lambda each: each.kind,
        "id": lambda each: each.id,
        "name": lambda each: each.name,
        "owners": lambda each: ", ".join(each.owners),
        "from": lambda each: each.effective_from,
        "to": lambda each: each.effective_to,
        "blob": lambda each: each.blob[:12],
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: TenantDesk, path: RuleFileArgument, at: AtOption = MAIN, json: JsonOption = False) -> None:
    """What the file says, as it is kept."""
    with desk.reads() as reads:
        found = queries.file(reads, mirrors(), at, path)
    if json:
        return told.thing(FileOut.of(found), etag_of(found.blob), json=True)
    told.note(f"ETag: {etag_of(found.blob)}")
    return typer.echo(found.content.decode(errors="replace"), nl=False)


@app.command()
@seated
def put(
    desk: TenantDesk,
    path: RuleFileArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What it shall say; - reads standard input.")],
    branch: BranchOption,
    message: MessageOption = "",
    new: Annotated[bool, typer.Option("--new", help="Only if there is no such file yet.")] = False,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Make the file or change it, in a commit of its own."""
    edit = FileEdit(path, bytes_of(file), Unseen() if new else expected(if_match))
    with desk.work() as work:
        made = commands.commit_files(work, mirrors(), branch, [edit], message or f"Change {path}")
    told_of(made, json=json)


@app.command()
@seated
def remove(
    desk: TenantDesk,
    path: RuleFileArgument,
    branch: BranchOption,
    message: MessageOption = "",
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Take the file away, in a commit of its own; earlier commits keep it."""
    edit = FileEdit(path, None, expected(if_match))
    with desk.work() as work:
        made = commands.commit_files(work, mirrors(), branch, [edit], message or f"Delete {path}")
    told_of(made, json=json)


@app.command()
@seated
def commit(
    desk: TenantDesk, file: DocumentArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False
) -> None:
    """Many files at once: {branch, message, edits: [{path, content, seen}]}."""
    body = words(CommitIn, document(file))
    with desk.work() as work:
        made = commands.commit_files(
            work, mirrors(), body.branch, list(body.changes()), body.message, expected=expected(if_match)
        )
    told_of(made, json=json)


@app.command("import-dmn")
@seated
def import_dmn(
    desk: TenantDesk,
    name: Annotated[str, typer.Argument(help="What it is called here: tables/NAME.dmn.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="DMN 1.3; - reads standard input.")],
    branch: BranchOption,
    message: MessageOption = "",
    new: Annotated[bool, typer.Option("--new", help="Only if there is no such file yet.")] = False,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Take decision tables of DMN into the repository, in a commit of their own."""
    content, seen = bytes_of(file), Unseen() if new else expected(if_match)
    with desk.work() as work:
        imported = commands.import_dmn(work, mirrors(), branch, name, content, message, seen)
    said = ImportedOut.of(imported)
    if json:
        return told.as_json(said)
    rows = ((each.name, each.hit_policy, each.rows, ", ".join(each.inputs)) for each in said.decisions)
    told.note(f"{imported.path}, with {len(said.warnings)} warnings")
    return told.table(("decision", "policy", "rows", "inputs"), rows)


@app.command()
@seated
def export(
    desk: TenantDesk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: a zip archive.")],
    at: AtOption = MAIN,
) -> None:
    """All files of a revision as an archive."""
    if file.exists():
        raise BadArgument(f"{file} is there already", pointer="/file")
    with desk.reads() as reads, TemporaryFile() as packed:
        commit = queries.archive(reads, mirrors(), at, packed)
        packed.seek(0)
        with file.open("xb") as out:
            copyfileobj(packed, out)
    typer.echo(f"{commit} in {file}")


def told_of(made: Advance, *, json: bool) -> None:
    if json:
        return told.thing(AdvanceOut.of(made), etag_of(made.head), json=True)
    told.note(f"{made.branch} is at {made.head}; {made.count} files changed{_of_cases(made.trial)}")
    note_broken(made.broken)
    return typer.echo(made.head)


def note_broken(broken: Broken) -> None:
    """What catalogs cannot use any more."""
    for each in broken.told:
        told.note(f"{each.finding.severity}: {each.finding}")
    if broken.untold:
        told.note(f"{broken.untold} more in catalogs that you may not read")
    if broken.is_more:
        told.note("more catalogs refer to these files than were looked at")


def _of_cases(trial: Trial) -> str:
    if trial.run is None:
        return f"; its cases are run by job {trial.job}" if trial.job else ""
    return f"; of {trial.run.tried.cases} cases {trial.run.tried.failed} failed"
