"""Attributes: what products and rate plans may say of themselves."""

from typing import Annotated

import typer

import catalog_admin.catalogs  # noqa: F401 - nodes and rules use attributes: products asks this room, if it is loaded
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
from catalog_admin.products import commands, queries
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.products.schemas import AttributeIn, AttributeOut, AttributesOut

app = typer.Typer(no_args_is_help=True)
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The attribute's key.")]


@app.command("list")
@seated
def list_attributes(desk: Desk, paging: Paging, json: JsonOption = False) -> None:
    """In key order."""

    def page(limit: int, after: str | None) -> AttributesOut:
        found = queries.attributes_page(reads, limit=limit, after=after)
        return AttributesOut(items=[AttributeOut.of(each) for each in found.items], next=found.next)

    columns = {
        "key": lambda each: each.key,
        "type": lambda each: each.type.value + ("[]" if each.many else ""),
        "unit": lambda each: each.unit,
        "allowed": lambda each: ", ".join(map(str, each.allowed or ())),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: Desk, key: KeyArgument, json: JsonOption = False) -> None:
    """One attribute."""
    with desk.reads() as reads:
        _told(queries.attribute_by_key(reads, key), json=json)


@app.command("set")
@seated
def set_attribute(
    desk: Desk, key: KeyArgument, file: DocumentArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False
) -> None:
    """Declare an attribute, or change one: {"type": "decimal", "label": {…}, …}."""
    body = words(AttributeIn, document(file))
    with desk.work() as work:
        _told(commands.put_attribute(work, body.definition(key), expected(if_match)), json=json)


@app.command()
@seated
def delete(desk: Desk, key: KeyArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """Only while nothing has a value of it."""
    with desk.work() as work:
        commands.delete_attribute(work, key, expected(if_match))


def _told(found: AttributeDefinition, *, json: bool) -> None:
    told.thing(AttributeOut.of(found), etag(found.revision), json=json)
