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
from catalog_admin.products.schemas import (
    NamedPlanOut,
    NamedPlansOut,
    RatePlanBodyIn,
    RatePlanIn,
    RatePlanNames,
    RatePlanOut,
    RatePlansOut,
    Status,
)

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
def lookup(
    desk: Desk,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Keys or SKUs.")],
    json: JsonOption = False,
) -> None:
    """Which rate plans are meant; exit code 1 if a name means none, or several."""
    body = words(RatePlanNames, {"names": names})
    with desk.reads() as reads:
        items = [NamedPlanOut.of(each) for each in queries.meant(reads, body.names)]
    if json:
        told.as_json(NamedPlansOut(items=items))
    else:
        rows = ((each.name, each.rate_plan_id, each.sku, each.status) for each in items if each.rate_plan_id)
        told.table(("name", "rate plan", "sku", "status"), rows)
        for each in items:
            if each.rate_plan_id is None:
                told.note(_unclear(each))
    if any(each.rate_plan_id is None for each in items):
        raise typer.Exit(told.REFUSED)


def _unclear(named: NamedPlanOut) -> str:
    if named.several:
        return f"{named.name} is the SKU of several: {', '.join(named.several)}"
    return f"nothing is called {named.name}" + (f": {named.suggestion}?" if named.suggestion else "")


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
