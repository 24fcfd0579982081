"""Two revisions of the rules side by side: as text, in meaning, in effect."""

from datetime import datetime
from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, Paging, instant
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.mirrored import BelowOption, mirrors
from catalog_admin.rules import queries
from catalog_admin.rules.queries import Two
from catalog_admin.rules.schemas.behaviour import BehaviourOut, BehaviourPage, FlipOut
from catalog_admin.rules.schemas.differences import FileDifferenceOut, FileDifferencePage, MeaningOut, MeaningPage

app = typer.Typer()
OldArgument = Annotated[str, typer.Argument(metavar="OLD", help="A branch, a tag, or a commit.")]
NewArgument = Annotated[str, typer.Argument(metavar="NEW", help="A branch, a tag, or a commit.")]
SinceBaseOption = Annotated[bool, typer.Option("--since-base", help="What NEW did alone, since it parted from OLD.")]


@app.command()
@seated
def diff(
    desk: TenantDesk,
    paging: Paging,
    old: OldArgument,
    new: NewArgument,
    below: BelowOption = "",
    since_base: SinceBaseOption = False,
    json: JsonOption = False,
) -> None:
    """What makes one revision another, as text."""

    def page(limit: int, after: str | None) -> FileDifferencePage:
        found = queries.differences(reads, mirrors(), Two(old, new, below, since_base), limit=limit, after=after)
        items = [FileDifferenceOut.of(each) for each in found.items]
        return FileDifferencePage(base=found.base, old=old, new=new, items=items, next=found.next)

    with desk.reads() as reads:
        if json:
            return told.listed(paging, page, {}, json=True)
        for each in (item for shown in told.pages(paging, page) for item in shown.items):
            typer.echo(each.patch if each.patch is not None else f"{each.path} differs", nl=each.patch is None)
    return None


@app.command()
@seated
def changes(
    desk: TenantDesk,
    paging: Paging,
    old: OldArgument,
    new: NewArgument,
    below: BelowOption = "",
    since_base: SinceBaseOption = False,
    json: JsonOption = False,
) -> None:
    """The same in meaning: rule by rule, row by row, condition by condition."""

    def page(limit: int, after: str | None) -> MeaningPage:
        found = queries.meaning(reads, mirrors(), Two(old, new, below, since_base), limit=limit, after=after)
        items = [MeaningOut.of(each) for each in found.items]
        return MeaningPage(base=found.base, old=old, new=new, items=items, next=found.next)

    columns = {"file": lambda each: each.file, "change": lambda each: each.sentence}
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def behaviour(
    desk: TenantDesk,
    paging: Paging,
    old: OldArgument,
    new: NewArgument,
    when: Annotated[str | None, typer.Option("--instant", help="When it is decided; default: now.")] = None,
    since_base: SinceBaseOption = False,
    json: JsonOption = False,
) -> None:
    """The same in effect: inputs for which what was changed answers otherwise, or none found among so many."""

    def page(limit: int, after: str | None) -> BehaviourPage:
        found = queries.behaviour(reads, mirrors(), old, new, at, since_base=since_base, limit=limit, after=after)
        items = [BehaviourOut.of(each) for each in found.items]
        return BehaviourPage(old=old, new=new, instant=at, items=items, next=found.next)

    with desk.reads() as reads:
        at: datetime = instant(when) or reads.now
        columns = {
            "thing": lambda each: f"{each.kind} {each.id}",
            "behaviour": lambda each: each.sentence,
            "first": lambda each: _witness(each.flips[0], at) if each.flips else "",
        }
        told.listed(paging, page, columns, json=json)


def _witness(flip: FlipOut, asked: datetime) -> str:
    """With the instant where it is another one than was asked for."""
    when = f" at {told.cell(flip.instant)}" if flip.instant != asked else ""
    return f"{told.cell(flip.context)}{when}: {told.cell(flip.before)} became {told.cell(flip.after)}"
