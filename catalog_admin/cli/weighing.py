"""A difference in words and numbers, at a terminal."""

from collections.abc import Iterator

import typer

from catalog_admin.cli import told
from catalog_admin.promotions.summary_words import PlaceOut, SummaryOut, WarningOut


def show(said: SummaryOut) -> None:
    """Warnings first, then shelves and rules by how much they move."""
    for warning in said.warnings:
        typer.echo(f"! {warning.code.replace('_', ' ')}: {warning.count} {_examples(warning)}".rstrip())
    if said.shelves.items:
        headings = ("shelf", "enter", "leave", "before", "after")
        told.table(
            headings, [(_named(each), each.enters, each.leaves, each.before, each.after) for each in said.shelves.items]
        )
    if said.nodes.items:
        told.table(("node", "change"), [(_named(each), ", ".join(each.changes)) for each in said.nodes.items])
    if said.rules.items:
        headings = ("rule of", "key", "change", "enter", "leave")
        told.table(
            headings, [(_named(each), each.key, each.change, each.enters, each.leaves) for each in said.rules.items]
        )
    told.note(" ".join(_sums(said)))


def _sums(said: SummaryOut) -> Iterator[str]:
    shelves, plans = said.blast_radius.shelves, said.blast_radius.rate_plans
    least = "" if said.is_exact else "at least "
    yield f"{said.total} changes; {least}{said.enters} enter and {least}{said.leaves} leave"
    yield f"on {shelves.touched} of {shelves.total} shelves, with {plans.touched} of {plans.total} rate plans;"
    places = ", ".join(each.environment for each in said.blast_radius.environments) or "nowhere"
    yield f"served in {places}"


def _examples(warning: WarningOut) -> str:
    examples = [*map(_named, warning.places[:3]), *warning.rate_plans[:3]]
    return f"({', '.join(examples)})" if examples else ""


def _named(place: PlaceOut) -> str:
    return place.path or "the root"
