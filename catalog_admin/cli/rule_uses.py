"""Between catalogs and the rule repository, at a terminal."""

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import CatalogArgument, JsonOption
from catalog_admin.cli.desk import Desk, TenantDesk, seated
from catalog_admin.cli.mirrored import RuleFileArgument, mirrors
from catalog_admin.rules import queries
from catalog_admin.rules.schemas.references import RuleReferenceOut, RuleReferencesOut, RuleUsesOut

app = typer.Typer()


@app.command()
@seated
def uses(desk: TenantDesk, file: RuleFileArgument, json: JsonOption = False) -> None:
    """The rules of nodes, in all environments, that refer to this file; and the catalogs that published it."""
    with desk.reads() as reads:
        found = RuleUsesOut.of(file, queries.uses(reads, file), queries.published_uses(reads, file))
    if json:
        return told.as_json(found)
    rows = [(each.environment, each.catalog_id, each.path or "the root", each.rule, each.at) for each in found.items]
    told.table(("environment", "catalog", "node", "rule", "at"), rows)
    for use in found.published:
        moved = ", which has moved since" if use.has_moved else ""
        told.note(f"{use.environment} published {use.catalog_id} with {use.pin.ref} ({use.pin.commit[:12]}){moved}")
    return None


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
