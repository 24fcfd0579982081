"""Products: list, look at, create, replace, delete, restore."""

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
from catalog_admin.products.schemas import ProductBodyIn, ProductIn, ProductOut, ProductsOut, Status

app = typer.Typer(no_args_is_help=True)
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The product's key.")]


@app.command("list")
@seated
def list_products(
    desk: Desk,
    paging: Paging,
    search: Annotated[str | None, typer.Option(help="Words of its key or name.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only in this state.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only with this tag.")] = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="The deleted ones instead.")] = False,
    json: JsonOption = False,
) -> None:
    """In key order."""
    wanted = Wanted(search=search, status=status, tag=tag, deleted=deleted)

    def page(limit: int, after: str | None) -> ProductsOut:
        found = queries.products_page(reads, wanted, limit=limit, after=after)
        return ProductsOut(items=[ProductOut.model_validate(each) for each in found.items], next=found.next)

    columns = {
        "key": lambda each: each.key,
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
    """Make what the document says."""
    body = words(ProductIn, document(file))
    with desk.work() as work:
        commands.create_product(work, body.said())
        _told(work, body.key, json=json)


@app.command()
@seated
def replace(
    desk: Desk, key: KeyArgument, file: DocumentArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False
) -> None:
    """The document takes the place of what is there; the same again changes nothing."""
    body = words(ProductBodyIn, document(file))
    with desk.work() as work:
        commands.replace_product(work, key, body.said(), expected(if_match))
        _told(work, key, json=json)


@app.command()
@seated
def delete(desk: Desk, key: KeyArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """Hide it and its rate plans; it can be restored."""
    with desk.work() as work:
        commands.delete_product(work, key, expected(if_match))


@app.command()
@seated
def restore(desk: Desk, key: KeyArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False) -> None:
    """Bring it back."""
    with desk.work() as work:
        commands.restore_product(work, key, expected(if_match))
        _told(work, key, json=json)


def _told(tx: Reads | Work, key: str, *, json: bool) -> None:
    found = queries.product_by_key(tx, key)
    told.thing(ProductOut.model_validate(found), etag(found.revision), json=json)
