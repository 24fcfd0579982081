"""What came before in the rule repository."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, Paging
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.mirrored import AtOption, RuleFileArgument, mirrors
from catalog_admin.rules import queries
from catalog_admin.rules.model import MAIN, Commit
from catalog_admin.rules.schemas.commits import CommitOut
from catalog_admin.rules.schemas.files import ChangedOut
from catalog_admin.rules.schemas.past import (
    BlamedOut,
    BlameOut,
    CommitPage,
    FileStepOut,
    FileStepPage,
    WholeCommitOut,
)

app = typer.Typer()


@app.command()
@seated
def log(desk: TenantDesk, paging: Paging, at: AtOption = MAIN, json: JsonOption = False) -> None:
    """The commits of a revision, newest first."""

    def page(limit: int, after: str | None) -> CommitPage:
        found = queries.log(reads, mirrors(), at, limit=limit, after=after)
        return CommitPage(items=[CommitOut.model_validate(each) for each in found.items], next=found.next)

    columns = {
        "commit": lambda each: each.id[:12],
        "at": lambda each: each.at.isoformat(),
        "by": lambda each: _by(each),
        "message": lambda each: _subject(each.message),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command("show-commit")
@seated
def show_commit(
    desk: TenantDesk,
    revision: Annotated[str, typer.Argument(help="A commit, also by 7 or more digits, a branch, a tag.")],
    json: JsonOption = False,
) -> None:
    """One commit, with the files that it changed."""
    with desk.reads() as reads:
        commit, files, count = queries.commit(reads, mirrors(), revision)
    said = CommitOut.model_validate(commit)
    if json:
        changed = [ChangedOut.model_validate(each) for each in files]
        return told.as_json(WholeCommitOut(commit=said, files=changed, count=count))
    told.thing(said, json=False)
    return told.table(("", ""), ((_sort(each.before, each.after), each.path) for each in files))


@app.command()
@seated
def history(
    desk: TenantDesk, paging: Paging, path: RuleFileArgument, at: AtOption = MAIN, json: JsonOption = False
) -> None:
    """Every commit that changed the file, newest first."""

    def page(limit: int, after: str | None) -> FileStepPage:
        found = queries.history(reads, mirrors(), at, path, limit=limit, after=after)
        return FileStepPage(
            file=path, items=[FileStepOut.model_validate(each) for each in found.items], next=found.next
        )

    columns = {
        "commit": lambda each: each.commit.id[:12],
        "at": lambda each: each.commit.at.isoformat(),
        "by": lambda each: _by(each.commit),
        "what": lambda each: _sort(each.before, each.after),
        "message": lambda each: _subject(each.commit.message),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def blame(desk: TenantDesk, path: RuleFileArgument, at: AtOption = MAIN, json: JsonOption = False) -> None:
    """Who wrote each line last."""
    with desk.reads() as reads:
        found = queries.blame(reads, mirrors(), at, path)
    if json:
        return told.as_json(BlameOut(file=path, items=[BlamedOut.model_validate(each) for each in found]))
    rows = (
        (
            f"{each.first}-{each.first + each.count - 1}",
            each.commit.id[:12] + (" or older" if each.is_older else ""),
            _by(each.commit),
            _subject(each.commit.message),
        )
        for each in found
    )
    told.table(("lines", "commit", "by", "message"), rows)
    if any(each.is_older for each in found):
        told.note("the past of this file is long: looking back ended before the oldest lines")
    return None


def _by(commit: CommitOut | Commit) -> str:
    """Who wrote it, as the commit says; and who brought it, if that is somebody else."""
    return commit.author if commit.author == commit.landed_by else f"{commit.author} (by {commit.landed_by})"


def _subject(message: str) -> str:
    return message.partition("\n")[0]


def _sort(before: str | None, after: str | None) -> str:
    return "added" if before is None else "deleted" if after is None else "changed"
