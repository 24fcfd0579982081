"""The rule repository at a terminal: branches and tags; files, the past and merges stand beside."""

from typing import Annotated

import typer

from catalog_admin.cli import (
    rule_cases,
    rule_changes,
    rule_checks,
    rule_differences,
    rule_files,
    rule_kinds,
    rule_log,
    rule_past,
    rule_rehearsal,
    rule_uses,
    told,
)
from catalog_admin.cli.asked import ANYTHING, IfMatchOption, JsonOption, Paging, expected
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.mirrored import AtOption, mirrors
from catalog_admin.rules import commands, queries
from catalog_admin.rules.etags import etag_of
from catalog_admin.rules.model import MAIN
from catalog_admin.rules.schemas.refs import BranchOut, BranchPage, BranchStandingOut, RuleTagOut, RuleTagPage

app = typer.Typer(no_args_is_help=True)
BranchArgument = Annotated[str, typer.Argument(metavar="BRANCH", help="A branch.")]


@app.command()
@seated
def branches(desk: TenantDesk, paging: Paging, json: JsonOption = False) -> None:
    """Where each branch stands, and how far from the default one."""

    def page(limit: int, after: str | None) -> BranchPage:
        found = queries.branches(reads, mirrors(), limit=limit, after=after)
        return BranchPage(items=[BranchStandingOut.model_validate(each) for each in found.items], next=found.next)

    columns = {
        "name": lambda each: each.name,
        "head": lambda each: each.head[:12],
        "protected": lambda each: "protected" if each.is_protected else "",
        "ahead": lambda each: each.ahead,
        "behind": lambda each: each.behind,
        "at": lambda each: each.last.at.isoformat(),
        "by": lambda each: each.last.author,
        "message": lambda each: each.last.message.partition("\n")[0],
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def branch(desk: TenantDesk, name: BranchArgument, json: JsonOption = False) -> None:
    """One branch; its ETag is its newest commit."""
    with desk.reads() as reads:
        found = queries.branch(reads, mirrors(), name)
    told.thing(BranchStandingOut.model_validate(found), etag_of(found.head), json=json)


@app.command()
@seated
def begin(desk: TenantDesk, name: BranchArgument, at: AtOption = MAIN, json: JsonOption = False) -> None:
    """A new branch, on what is there already."""
    with desk.work() as work:
        made = commands.create_branch(work, mirrors(), name, at)
    told.thing(BranchOut.model_validate(made), etag_of(made.head), json=json)


@app.command()
@seated
def protect(
    desk: TenantDesk,
    name: BranchArgument,
    off: Annotated[bool, typer.Option("--off", help="Not any longer.")] = False,
    json: JsonOption = False,
) -> None:
    """Let the branch move by merges only, and never be deleted."""
    with desk.work() as work:
        changed = commands.change_branch(work, mirrors(), name, is_protected=not off)
    told.thing(BranchOut.model_validate(changed), etag_of(changed.head), json=json)


@app.command()
@seated
def drop(desk: TenantDesk, name: BranchArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """Delete a branch that is not protected; whatever was committed on it stays."""
    with desk.work() as work:
        commands.delete_branch(work, mirrors(), name, expected(if_match))


@app.command()
@seated
def tags(desk: TenantDesk, paging: Paging, json: JsonOption = False) -> None:
    """Names that stay where they are."""

    def page(limit: int, after: str | None) -> RuleTagPage:
        found = queries.tags(reads, mirrors(), limit=limit, after=after)
        return RuleTagPage(items=[RuleTagOut.model_validate(each) for each in found.items], next=found.next)

    columns = {
        "name": lambda each: each.name,
        "commit": lambda each: (each.commit or "")[:12],
        "at": lambda each: each.at.isoformat() if each.at else "",
        "by": lambda each: each.tagger,
        "message": lambda each: (each.message or "").partition("\n")[0],
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def tag(
    desk: TenantDesk,
    name: Annotated[str, typer.Argument(help="The tag's name.")],
    at: AtOption = MAIN,
    message: Annotated[str, typer.Option(help="What it is for.")] = "",
    json: JsonOption = False,
) -> None:
    """A name for a commit, for good."""
    with desk.work() as work:
        made = commands.create_tag(work, mirrors(), name, at, message)
    told.thing(RuleTagOut.model_validate(made), json=json)


PARTS = (
    rule_files,
    rule_checks,
    rule_kinds,
    rule_past,
    rule_differences,
    rule_changes,
    rule_cases,
    rule_rehearsal,
    rule_uses,
    rule_log,
)
for part in PARTS:
    app.add_typer(part.app)
