"""Between catalogs and the rule repository, at a terminal."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import CatalogArgument, JsonOption, Paging
from catalog_admin.cli.desk import Desk, TenantDesk, seated
from catalog_admin.cli.mirrored import AtOption, mirrors
from catalog_admin.rules import queries
from catalog_admin.rules.model import MAIN
from catalog_admin.rules.schemas.references import RuleReferenceOut, RuleReferencesOut
from catalog_admin.rules.schemas.uses import RuleUsesOut

app = typer.Typer()
COLUMNS = {
    "environment": lambda each: each.environment,
    "catalog": lambda each: each.catalog_id,
    "node": lambda each: each.path or "the root",
    "rule": lambda each: each.rule,
    "at": lambda each: each.at,
}


@app.command()
@seated
def uses(
    desk: TenantDesk,
    file: Annotated[str, typer.Argument(metavar="PATH", help="A file, or the id of a predicate.")],
    paging: Paging,
    at: AtOption = MAIN,
    json: JsonOption = False,
) -> None:
    """Who uses the file: other files of a revision, rules of nodes in all environments, and what is served there."""
    pages: list[RuleUsesOut] = []

    def page(limit: int, after: str | None) -> RuleUsesOut:
        pages.append(RuleUsesOut.of(queries.uses(reads, mirrors(), file, at, limit=limit, after=after)))
        if not json and len(pages) == 1:
            told.table(("file", "place"), ((each.path, each.pointer) for each in pages[0].files))
        return pages[-1]

    with desk.reads() as reads:
        told.listed(paging, page, COLUMNS, json=json)
    if not json:
        _note(pages[0])


def _note(found: RuleUsesOut) -> None:
    for use in found.published:
        moved = ", which has moved since" if use.has_moved else ""
        told.note(f"{use.environment} serves {use.catalog_id} with {use.pin.ref} ({use.pin.commit[:12]}){moved}")
    if found.untold_count or found.untold_published_count:
        rules, served = found.untold_count, found.untold_published_count
        told.note(f"in catalogs that you may not read: {rules} rules more, {served} that are served with it")


@app.command()
@seated
def references(desk: Desk, catalog: CatalogArgument, json: JsonOption = False) -> None:
    """What a catalog's draft takes from the rule repository, and what changed there since it was published."""
    with desk.reads() as reads:
        found = queries.references_of(reads, mirrors(), catalog)
    out = RuleReferencesOut(items=[RuleReferenceOut.of(each) for each in found])
    if json:
        return told.as_json(out)
    rows = [
        (each.path or "the root", each.rule, each.ref, (each.commit or "")[:12], each.behind or "", each.problem)
        for each in out.items
    ]
    told.table(("node", "rule", "from", "commit", "behind", "problem"), rows)
    for each in {each.ref: each for each in out.items}.values():
        for change in each.changes:
            told.note(f"{each.ref}: {change.sentence}")
    return None
