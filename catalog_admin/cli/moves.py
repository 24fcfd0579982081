"""What an environment serves: publishing, going back, taking out of service, and what each would amount to."""

from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.cli import told, weighing
from catalog_admin.cli.asked import (
    ANYTHING,
    CatalogArgument,
    JsonOption,
    Paging,
    expected,
    instant,
    words,
)
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.kit.etags import Expected
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions import queries as releases
from catalog_admin.promotions.commands import Served
from catalog_admin.promotions.model import PublishWish
from catalog_admin.promotions.schemas.moves import (
    DifferenceOut,
    PublishIn,
    RollbackIn,
    ServedOut,
    WithdrawIn,
    WithdrawnOut,
)
from catalog_admin.promotions.summary_words import SummaryOut
from catalog_admin.promotions.telling import Form, lines_of
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing.change_words import ChangeOut
from catalog_admin.publishing.model import Kind, check_tag_name
from catalog_admin.publishing.packed import Part

GenerationOption = Annotated[
    str, typer.Option("--if-match", help="The environment's generation you decided on, as publish and rollback say it.")
]

MOST_CHANGES = 10_000
SIDE = "live, previous, a number, a digest or a tag."


@seated
def publish(
    desk: Desk,
    catalog: CatalogArgument,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Names for the version; move if they exist.")] = None,
    effective_from: Annotated[str | None, typer.Option(help="An instant in the past, for history.")] = None,
    if_match: GenerationOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Freeze the draft into a version and serve it."""
    body = words(PublishIn, {"note": note, "effectiveFrom": instant(effective_from)})
    wish = PublishWish(catalog, body.note, body.effective_from, _generation(if_match).header)
    served = published(desk, wish, tag or [])
    if json:
        return told.as_json(ServedOut.of(served))
    news = "new" if served.is_new else "the same content as before"
    return typer.echo(f"{catalog} version {served.version.hex} ({news}), generation {served.generation}")


@seated
def rollback(
    desk: Desk,
    catalog: CatalogArgument,
    to: Annotated[str, typer.Argument(help="previous, a number, a digest or a tag.")] = "previous",
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    if_match: GenerationOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Serve an earlier version again; the draft keeps what it says."""
    body = words(RollbackIn, {"to": to, "reason": reason})
    with desk.work() as work:
        served = promotions.rollback(work, catalog, body.to, reason=body.reason, expected=_generation(if_match))
    if json:
        return told.as_json(ServedOut.of(served))
    return typer.echo(f"{catalog} serves {served.version.hex}, generation {served.generation}")


@seated
def withdraw(
    desk: Desk,
    catalog: CatalogArgument,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    if_match: GenerationOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Take a catalog out of service; rollback or publish serves it again."""
    body = words(WithdrawIn, {"reason": reason})
    with desk.work() as work:
        withdrawn = promotions.withdraw(work, catalog, reason=body.reason, expected=_generation(if_match))
    if json:
        return told.as_json(WithdrawnOut.of(withdrawn))
    return typer.echo(f"{catalog} is not served any more, generation {withdrawn.generation}")


@seated
def diff(
    desk: Desk,
    paging: Paging,
    catalog: CatalogArgument,
    old: Annotated[str, typer.Argument(metavar="BEFORE", help="live, previous, a number, a digest or a tag.")] = "live",
    new: Annotated[str, typer.Argument(metavar="AFTER", help="draft, or as before.")] = "draft",
    kind: Annotated[Kind | None, typer.Option(help="List entries of this kind alone.")] = None,
    shelf: Annotated[UUID | None, typer.Option(help="A node's id: list its rate plans alone.")] = None,
    form: Annotated[Form | None, typer.Option("--as", help="Every change, as a line of JSON of this form.")] = None,
    json: JsonOption = False,
) -> None:
    """What makes one state another: which rate plans enter and leave which shelf, and every changed field."""
    if form is not None:
        return _stream(desk, catalog, (old, new), Part(kind, shelf), form)

    totals: list[int] = []

    def page(limit: int, behind: str | None) -> DifferenceOut:
        most = MOST_CHANGES if paging.every else limit
        of = Part(kind, shelf)
        found = DifferenceOut.of(releases.difference(reads, catalog, old, new, limit=most, behind=behind, of=of))
        totals.append(found.total)
        return found

    columns = {
        "change": lambda each: each.sort,
        "of": lambda each: each.kind,
        "node": lambda each: each.path if each.path is not None else each.node_id,
        "rate plan": lambda each: each.rate_plan,
        "key": lambda each: None if each.node_id or each.rate_plan else each.key,
        "fields": fields_of,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)
    if not json:
        told.note(f"{totals[0]} {'change' if totals[0] == 1 else 'changes'}")
    return None


@seated
def impact(
    desk: Desk,
    catalog: CatalogArgument,
    old: Annotated[str, typer.Argument(metavar="BEFORE", help=f"nothing, {SIDE}")] = "live",
    new: Annotated[str, typer.Argument(metavar="AFTER", help=f"draft, nothing, {SIDE}")] = "draft",
    json: JsonOption = False,
) -> None:
    """What a change amounts to, before it is made: a publish (to draft), a rollback (to a version), a withdrawal."""
    with desk.reads() as reads:
        told_of = SummaryOut.told(releases.weighed(reads, catalog, old, new))
    if json:
        return told.as_json(told_of)
    return weighing.show(told_of)


def published(desk: Desk, wish: PublishWish, tags: list[str]) -> Served:
    """With a progress bar for whoever watches. Raises BadTagName before anything is published."""
    for name in tags:
        check_tag_name(name)
    with told.Bar(f"publishing {wish.catalog_key}") as bar:
        served = promotions.publish(
            desk.database,
            desk.actor,
            desk.environment,
            wish,
            environment_key=desk.environment_key,
            request_id=desk.request_id,
            on_progress=bar.move,
        )
    for name in tags:
        with desk.work() as work:
            publishing.move_tag(work, wish.catalog_key, name, served.version.hex, Expected(ANYTHING))
    return served


def _generation(if_match: str) -> Expected:
    """Also as the bare number that publish and rollback print."""
    return expected(f"r{if_match}" if if_match.isdecimal() else if_match)


def _stream(desk: Desk, catalog: str, ends: tuple[str, str], of: Part, form: Form) -> None:
    with desk.reads() as reads:
        for line in lines_of(releases.whole_difference(reads, catalog, *ends, of=of), form):
            typer.echo(line, nl=False)


def fields_of(change: ChangeOut) -> str:
    return ", ".join(field.pointer for field in change.fields)
