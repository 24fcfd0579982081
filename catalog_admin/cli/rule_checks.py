"""Checks of rules at a terminal, in a git hook and in a pipeline: of a revision, of edits, of a working folder."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from catalog_admin.artefacts.checking.report import check as check_files
from catalog_admin.artefacts.errors import ArtefactRefused
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.lines import line_of
from catalog_admin.artefacts.kinds.reading import canonical
from catalog_admin.cli import told
from catalog_admin.cli.asked import DEFAULT_TENANT, JsonOption, TenantOption, document, words
from catalog_admin.cli.desk import at_tenant_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.mirrored import AtOption, mirrors
from catalog_admin.cli.working_folder import files_in
from catalog_admin.rules import queries
from catalog_admin.rules.model import MAIN
from catalog_admin.rules.schemas.files import CheckedOut, CheckIn, FindingsOut
from catalog_admin.rules.schemas.findings import FindingOut

app = typer.Typer()
LineOf = Callable[[Finding], int | None]


class Format(StrEnum):
    """How findings are told: a line each, the API's words, or as GitHub shows them beside the change."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command()
def check(
    tenant: TenantOption = DEFAULT_TENANT,
    at: AtOption = MAIN,
    edits: Annotated[
        Path | None,
        typer.Option(help="JSON {at, edits: [{path, content}]}: check it with these done, storing nothing."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="Check a working folder instead; asks no database.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How findings are told.")] = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail as well.")] = False,
    json: JsonOption = False,
) -> None:
    """Whatever is to be said against all files together; exit code 1 if an error is among it."""
    format = Format.JSON if json else format  # noqa: A001 - so is this
    if folder is not None and edits is not None:
        raise BadArgument("--dir is checked as it lies there: no edits are made to it", pointer="/edits")
    if folder is not None:
        files = files_in(folder)
        found = check_files(files).findings
        _tell(found, _all_of(str(folder), found), format, _lines(files))
        judged = found
    else:
        with at_tenant_desk(tenant) as desk, desk.reads() as reads:
            if edits is None:
                judged = queries.findings(reads, mirrors(), at)
                _tell(judged, _all_of(at, judged), format)
            else:
                body = words(CheckIn, document(edits))
                foreseen = queries.findings_with(reads, mirrors(), body.at, body.changes(), body.branch)
                judged = (*foreseen.new, *(each.finding for each in foreseen.broken.told))
                _tell(judged, CheckedOut.of(body.at, foreseen), format)
    if any(strict or each.severity is Severity.ERROR for each in judged):
        raise typer.Exit(told.REFUSED)


@app.command("format")
def format_files(
    folder: Annotated[Path, typer.Option("--dir", help="The working folder.")] = Path(),
) -> None:
    """Write every file of a working folder in its one spelling, as the service keeps it; names those it changed."""
    for path, content in files_in(folder).items():
        try:
            spelt = canonical(path, content)
        except ArtefactRefused:
            continue  # what cannot be understood stays as it is, and `check` says why
        if spelt != content:
            (folder / path).write_bytes(spelt)
            typer.echo(path)


def _all_of(at: str, found: Sequence[Finding]) -> FindingsOut:
    return FindingsOut(at=at, count=len(found), findings=[FindingOut.of(each) for each in found])


def _lines(files: dict[str, bytes]) -> LineOf:
    def line(finding: Finding) -> int | None:
        content = files.get(finding.path)
        return None if content is None else line_of(content.decode(errors="replace"), finding.pointer)

    return line


def _tell(found: Sequence[Finding], whole: BaseModel, format: Format, line: LineOf = lambda _: None) -> None:
    if format is Format.JSON:
        return told.as_json(whole)
    said = _for_github if format is Format.GITHUB else _for_people
    for each in found:
        typer.echo(said(each, line(each)))
    return None


def _for_people(finding: Finding, line: int | None) -> str:
    """As compilers do, so that editors find the place."""
    place = f"{finding.path}:{line}" if line else finding.path
    hint = f" ({finding.suggestion})" if finding.suggestion else ""
    pointer = f" at {finding.pointer}" if finding.pointer else ""
    return f"{place}: {finding.severity}: {finding.code}: {finding.reason}{pointer}{hint}"


def _for_github(finding: Finding, line: int | None) -> str:
    """A workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    hint = f"\n{finding.suggestion}" if finding.suggestion else ""
    place = {"file": finding.path, "line": str(line or 1), "title": finding.code}
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in place.items() if value)
    return f"::{finding.severity} {properties}::{_escaped(finding.reason + hint)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
