"""Tags: names that people give to versions, and move."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import ANYTHING, CatalogArgument, IfMatchOption, JsonOption, Paging, expected
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.kit.etags import etag
from catalog_admin.publishing import commands, queries
from catalog_admin.publishing.schemas import TagOut, TagPage

app = typer.Typer(no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The tag.")]
NamedVersion = Annotated[str, typer.Argument(metavar="VERSION", help="A digest (12 digits or more), a number, a tag.")]


@app.command("list")
@seated
def list_tags(desk: Desk, paging: Paging, catalog: CatalogArgument, json: JsonOption = False) -> None:
    """The catalog's tags in this environment."""

    def page(limit: int, after: str | None) -> TagPage:
        found = queries.tags(reads, catalog, limit=limit, after=after)
        return TagPage(items=[TagOut.of(tag) for tag in found.items], next=found.next)

    columns = {"tag": lambda each: each.name, "version": lambda each: each.version[:16], "moved": _moved}
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: Desk, catalog: CatalogArgument, name: NameArgument, json: JsonOption = False) -> None:
    """Which version a tag names."""
    with desk.reads() as reads:
        tag = queries.tag(reads, catalog, name)
    told.thing(TagOut.of(tag), etag(tag.revision), json=json)


@app.command("set")
@seated
def set_tag(
    desk: Desk,
    catalog: CatalogArgument,
    name: NameArgument,
    version: NamedVersion,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Make the tag, or let it name another version."""
    with desk.work() as work:
        tag = commands.move_tag(work, catalog, name, version, expected(if_match))
    told.thing(TagOut.of(tag), etag(tag.revision), json=json)


@app.command()
@seated
def delete(desk: Desk, catalog: CatalogArgument, name: NameArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """Forget the tag; the version it named stays."""
    with desk.work() as work:
        commands.delete_tag(work, catalog, name, expected(if_match))


def _moved(tag: TagOut) -> str:
    return f"{tag.moved_at.isoformat()} by {tag.moved_by}"
