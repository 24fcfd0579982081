"""Prices: what a reference costs in a context."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, given, instant, words
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.pricing.queries import TariffStore
from catalog_admin.pricing.schemas import LookupIn, LookupOut, PriceOut

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `lookup` a subcommand although it is the only one."""


@app.command()
@seated
def lookup(
    desk: Desk,
    references: Annotated[list[str], typer.Argument(metavar="REFERENCE...", help="As charges name them.")],
    currency: Annotated[str, typer.Option(help="Such as EUR.")],
    country: Annotated[str | None, typer.Option(help="Such as DE.")] = None,
    segment: Annotated[str | None, typer.Option(help="Who asks.")] = None,
    at: Annotated[str | None, typer.Option(help="An instant or a date; now, if not said.")] = None,
    json: JsonOption = False,
) -> None:
    """The most specific tariff for the context; exit code 1 if a reference has none."""
    context = {"currency": currency, **given(country=country, segment=segment, instant=instant(at))}
    body = words(LookupIn, {"references": references, "context": context})
    with desk.reads() as reads:
        found = LookupOut.of(body.references, TariffStore(reads).prices(body.references, body.context.meant(reads.now)))
    if json:
        told.as_json(found)
    else:
        rows = ((each.reference, _amount(each), each.currency, each.unit, each.model) for each in found.prices)
        told.table(("reference", "amount", "currency", "unit", "model"), rows)
        for each in found.missing:
            told.note(f"no price for {each}")
    if found.missing:
        raise typer.Exit(told.REFUSED)


def _amount(price: PriceOut) -> str:
    if price.tiers:
        return ", ".join(f"{tier.amount} up to {tier.up_to or 'any'}" for tier in price.tiers)
    return price.amount or price.note or ""
