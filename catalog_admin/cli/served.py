"""What storefronts are served, at a terminal: looked up by SKU, and told what shoppers came upon."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import CatalogArgument, JsonOption, document, instant, words
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.settings import Settings
from catalog_admin.storefront.api.baskets import BasketOut, basket
from catalog_admin.storefront.api.discoveries import DiscoveriesIn, DiscoveriesOut
from catalog_admin.storefront.discoveries import Policy, note_discoveries
from catalog_admin.storefront.listing import skus_wanted
from catalog_admin.storefront.model import Wanted
from catalog_admin.storefront.reading import Reading
from catalog_admin.storefront.shelves import Shelves

app = typer.Typer(no_args_is_help=True)


@app.command()
@seated
def lookup(
    desk: Desk,
    catalog: CatalogArgument,
    skus: Annotated[list[str], typer.Argument(metavar="SKU...", help="At most 250.")],
    version: Annotated[str | None, typer.Option(help="A digest, its first 12 or more digits, or a number.")] = None,
    tag: Annotated[str | None, typer.Option(help="A tag of this catalog.")] = None,
    as_of: Annotated[str | None, typer.Option(help="What was served at this instant.")] = None,
    locale: Annotated[str | None, typer.Option(help="Names in this language.")] = None,
    json: JsonOption = False,
) -> None:
    """Rate plans by SKU as storefronts get them; exit code 1 if one is on no shelf, or several have it."""
    wanted = skus_wanted(skus)
    said = _read(desk, Wanted(catalog, version, tag, instant(as_of)), lambda shelves: basket(shelves, wanted, locale))
    found = BasketOut.model_validate_json(orjson.dumps(said))
    if json:
        told.as_json(found)
    else:
        named = [(each.sku, plan.key, plan.name) for each in found.items if (plan := each.rate_plan)]
        told.table(("sku", "rate plan", "name"), named)
        for each in found.items:
            if each.rate_plan is None:
                several = f"is the SKU of several: {', '.join(each.several)}" if each.several else "is on no shelf"
                told.note(f"{each.sku} {several}")
    if any(each.rate_plan is None for each in found.items):
        raise typer.Exit(told.REFUSED)


@app.command()
@seated
def discover(
    desk: Desk,
    catalog: CatalogArgument,
    file: Annotated[Path, typer.Argument(help="JSON: {items: [{ratePlanId, session, nodeId, path}]}; - reads it.")],
    json: JsonOption = False,
) -> None:
    """Tell what shoppers came upon; popularity is made of it."""
    body, settings = words(DiscoveriesIn, document(file)), Settings()
    with desk.work() as work:
        policy = Policy(settings.discovery_sample, settings.discovery_days)
        found = DiscoveriesOut(kept=note_discoveries(work, catalog, body.discoveries(), policy))
    return told.thing(found, json=json)


def _read(desk: Desk, wanted: Wanted, tell: Callable[[Shelves], Awaitable[Any]]) -> Any:
    async def read() -> Any:
        try:
            async with desk.database.async_reads(desk.actor, desk.environment) as reads:
                return await tell(await Reading(reads).shelves(wanted))
        finally:
            # Its connections belong to this loop, which ends.
            await desk.database.close_async()

    return asyncio.run(read())
