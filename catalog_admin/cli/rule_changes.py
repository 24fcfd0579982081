"""Merges, reverts and cherry-picks in the rule repository."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import ANYTHING, IfMatchOption, JsonOption, document, expected, given, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.mirrored import BranchOption, MessageOption, mirrors
from catalog_admin.cli.rule_files import note_broken, told_of
from catalog_admin.rules import commands, queries
from catalog_admin.rules.model import Advance
from catalog_admin.rules.schemas.combining import MergeIn, ReplayIn
from catalog_admin.rules.schemas.previewing import MergeConflictOut, MergePreviewIn, MergePreviewOut

app = typer.Typer()
Replay = Callable[..., Advance]  # of one commit, undone or done again
CommitArgument = Annotated[str, typer.Argument(metavar="COMMIT", help="A commit, also by 7 or more digits.")]
ChoicesOption = Annotated[
    Path | None,
    typer.Option(
        "--choices", help="JSON: [{conflict, take}] or [{conflict, value}], for conflicts as the refusal names them."
    ),
]


@app.command()
@seated
def merge(
    desk: TenantDesk,
    source: Annotated[str, typer.Argument(help="A branch, a tag, or a commit.")],
    target: Annotated[str, typer.Argument(help="The branch that it goes into.")],
    message: MessageOption = "",
    choices: ChoicesOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """One branch into another; what both sides changed is told, and resolved by choices."""
    body = words(MergeIn, {"source": source, "target": target, **_said(message, choices)})
    with desk.work() as work:
        made = commands.merge_branch(
            work,
            mirrors(),
            body.source,
            body.target,
            body.message or "",
            choices=body.chosen(),
            expected=expected(if_match),
        )
    told_of(made, json=json)


@app.command()
@seated
def preview(
    desk: TenantDesk,
    source: Annotated[str, typer.Argument(help="A branch, a tag, or a commit.")],
    target: Annotated[str, typer.Argument(help="The branch that it would go into.")],
    choices: ChoicesOption = None,
    json: JsonOption = False,
) -> None:
    """What a merge would do, moving nothing; exit code 1 if it would be refused."""
    body = words(MergePreviewIn, {"source": source, "target": target, **_said("", choices)})
    with desk.reads() as reads:
        preview = queries.preview(reads, mirrors(), source, target, body.chosen())
    found = MergePreviewOut.of(body, preview)
    if json:
        told.as_json(found)
    else:
        told.table(("file", "change"), ((each.file, each.sentence) for each in found.meaning))
        told.note(f"{found.file_count} files change, {found.meaning_count} things, {found.finding_count} new findings")
        note_broken(preview.broken)
        for each in found.refusals:
            told.note(f"refused: {each.code}: {each.detail}")
    if found.refusals:
        raise typer.Exit(told.REFUSED)


@app.command()
@seated
def conflict(
    desk: TenantDesk,
    name: Annotated[str, typer.Argument(metavar="ID", help="As the refusal names it.")],
    ours: Annotated[str, typer.Option(help="The target's commit, as the refusal names it.")],
    theirs: Annotated[str, typer.Option(help="The source's commit.")],
    base: Annotated[str | None, typer.Option(help="Where both parted, if they have something in common.")] = None,
    json: JsonOption = False,
) -> None:
    """One conflict, with its sides whole."""
    with desk.reads() as reads:
        found = MergeConflictOut.whole(queries.conflict(reads, mirrors(), base, ours, theirs, name))
    told.thing(found, json=json)


@app.command()
@seated
def revert(
    desk: TenantDesk,
    commit: CommitArgument,
    branch: BranchOption,
    message: MessageOption = "",
    choices: ChoicesOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Take back what a commit changed, in a commit of its own; what came later stays."""
    body = words(ReplayIn, {"commit": commit, "branch": branch, **_said(message, choices)})
    _replay(desk, commands.revert_commit, body, if_match, json=json)


@app.command()
@seated
def pick(
    desk: TenantDesk,
    commit: CommitArgument,
    branch: BranchOption,
    message: MessageOption = "",
    choices: ChoicesOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Do again on a branch what a commit changed on another."""
    body = words(ReplayIn, {"commit": commit, "branch": branch, **_said(message, choices)})
    _replay(desk, commands.pick_commit, body, if_match, json=json)


def _replay(desk: TenantDesk, replay: Replay, body: ReplayIn, if_match: str, *, json: bool) -> None:
    seen, message = expected(if_match), body.message or ""
    with desk.work() as work:
        made = replay(work, mirrors(), body.branch, body.commit, message, choices=body.chosen(), expected=seen)
    told_of(made, json=json)


def _said(message: str, choices: Path | None) -> dict[str, Any]:
    return given(message=message or None, choices=document(choices) if choices else None)
