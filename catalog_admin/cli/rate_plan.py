"""Rate plans: list, look at, create, replace, delete, restore."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import (
    ANYTHING,
    DocumentArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    document,
    expected,
    words,
)
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.kit.etags import etag
from catalog_admin.kit.work import Reads, Work
from catalog_admin.products import commands, queries
from catalog_admin.products.queries import Wanted
from catalog_admin.products.schemas import RatePlanBodyIn, RatePlanIn, RatePlanOut, RatePlansOut, Status

app = typer.Typer(no_args_is_help=True)
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The rate plan's key.")]


@app.command("list")
@seated
def list_rate_plans(
    desk: Desk,
    paging: Paging,
    search: Annotated[str | None, typer.Option(help="Words of its key or name.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only in this state.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only with this tag.")] = None,
    product: Annotated[str | None, typer.Option(help="Only those of this product.")] = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="The deleted ones instead.")] = False,
    json: JsonOption = False,
) -> None:
    """In key order."""
    wanted = Wanted(search=search, status=status, tag=tag, product=product, deleted=deleted)

    def page(limit: int, after: str | None) -> RatePlansOut:
        found = queries.plans_page(reads, wanted, limit=limit, after=after)
        return RatePlansOut(items=[RatePlanOut.of(each) for each in found.items], next=found.next)

    columns = {
        "key": lambda each: each.key,
        "product": lambda each: each.product,
        "status": lambda each: each.status,
        "name": lambda each: next(iter(each.name.values()), ""),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: Desk, key: KeyArgument, json: JsonOption = False) -> None:
    """All that is said of it."""
    with desk.reads() as reads:
        _told(reads, key, json=json)


@app.command()
@seated
def create(desk: Desk, file: DocumentArgument, json: JsonOption = False) -> None:
    """Make what the document says, charges and all."""
    body = words(RatePlanIn, document(file))
    with desk.work() as work:
        commands.create_rate_plan(work, body.said())
        _told(work, body.key, json=json)


@app.command()
@seated
def replace(
    desk: Desk, key: KeyArgument, file: DocumentArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False
) -> None:
    """The document takes the place of what is there, charges and all; the same again changes nothing."""
    body = words(RatePlanBodyIn, document(file))
    with desk.work() as work:
        commands.replace_rate_plan(work, key, body.said(), expected(if_match))
        _told(work, key, json=json)


@app.command()
@seated
def delete(desk: Desk, key: KeyArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """Hide it; it can be restored."""
    with desk.work() as work:
        commands.delete_rate_plan(work, key, expected(if_match))


@app.command()
@seated
def restore(desk: Desk, key: KeyArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False) -> None:
    """Bring it back."""
    with desk.work() as work:
        commands.restore_rate_plan(work, key, expected(if_match))
        _told(work, key, json=json)


def _told(tx: Reads | Work, key: str, *, json: bool) -> None:
    found = queries.plan_by_key(tx, key)
    told.thing(RatePlanOut.of(found), etag(found.revision), json=json)
