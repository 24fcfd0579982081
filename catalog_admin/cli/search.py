"""Everything by what one remembers of its name."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.promotions import finding
from catalog_admin.promotions.finding import Kind, Search
from catalog_admin.promotions.schemas.finding import FoundEverywhere


@seated
def search(
    desk: Desk,
    q: Annotated[list[str], typer.Argument(metavar="WORD...", help="Each must be there.")],
    kind: Annotated[list[Kind] | None, typer.Option(help="May be given several times; default: all.")] = None,
    locale: Annotated[str | None, typer.Option(help="Titles in this language.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Of each kind.")] = 8,
    json: JsonOption = False,
) -> None:
    """Find catalogs, nodes, products, rate plans, versions and tags."""
    with desk.reads() as reads:
        found = finding.found(reads, Search.of(" ".join(q), limit, locale), kind or list(Kind))
    said = FoundEverywhere.of(found, limit)
    if json:
        return told.as_json(said)
    rows = [(group.kind.value, each.id, each.title, each.context) for group in said.kinds for each in group.items]
    return told.table(("kind", "id", "title", "where"), rows)
