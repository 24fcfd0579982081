"""The draft's tree at a glance: what matches a text, where it stands, and how it differs from what is served."""

import typer

from catalog_admin.catalogs.model.outline import NOWHERE
from catalog_admin.cli import told
from catalog_admin.cli.desk import Desk
from catalog_admin.promotions import outline
from catalog_admin.promotions.outline import Glance, Mark, Sight
from catalog_admin.promotions.schemas import trees


def show_matches(desk: Desk, catalog: str, words: str, locale: str | None, *, json: bool) -> None:
    """Each match with what stands above it."""
    with desk.reads() as reads:
        glance = outline.matches(reads, Sight.of(reads, catalog), words, locale)
    if json:
        return typer.echo(trees.told(glance, locale).decode())
    for line in _lines(glance):
        typer.echo(line)
    if glance.part.is_cut:
        told.note("more match: say more of the name")
    return None


def _lines(glance: Glance) -> list[str]:
    rows, found = glance.part.outline, set(glance.part.found or ())
    marks = glance.beside.marks(rows) if glance.beside else [0] * len(rows)
    depths: list[int] = []
    lines = []
    for place, parent in enumerate(rows.parent):
        depths.append(0 if parent == NOWHERE else depths[parent] + 1)
        star = "* " if place in found else ""
        said = ", ".join(mark.name.lower() for mark in Mark if marks[place] & mark and mark.name)
        name = f"{rows.key[place] or glance.home.key}  {rows.name[place] or ''}".rstrip()
        lines.append(f"{'  ' * depths[place]}{star}{name}{f'  [{said}]' if said else ''}")
    return lines
