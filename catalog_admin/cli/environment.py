"""Environments: list, create, look at, and what each has served."""

import time
from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption, Paging, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.environments import commands, queries
from catalog_admin.environments.schemas import EnvironmentIn, EnvironmentOut, EnvironmentPage
from catalog_admin.promotions import queries as promotions
from catalog_admin.promotions.schemas.moves import HistoryPage, MoveOut

FOLLOWED_EVERY_SECONDS = 1.0

app = typer.Typer(no_args_is_help=True)
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The environment's key.")]


@app.command("list")
@seated
def list_environments(desk: TenantDesk, paging: Paging, json: JsonOption = False) -> None:
    """The tenant's environments, by key."""

    def page(limit: int, after: str | None) -> EnvironmentPage:
        found = queries.environments(reads, limit=limit, after=after)
        return EnvironmentPage(items=[EnvironmentOut.of(each) for each in found.items], next=found.next)

    columns = {
        "key": lambda each: each.key,
        "default": lambda each: "default" if each.is_default else "",
        "generation": lambda each: each.generation,
        "release": lambda each: (each.release_digest or "")[:16],
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def create(desk: TenantDesk, key: KeyArgument, json: JsonOption = False) -> None:
    """An empty environment that serves nothing yet."""
    body = words(EnvironmentIn, {"key": key})
    with desk.work() as work:
        created = commands.create_environment(work, key=body.key)
    told.thing(EnvironmentOut.of(created), json=json)


@app.command()
@seated
def show(desk: TenantDesk, key: KeyArgument, json: JsonOption = False) -> None:
    """What it serves, and the generation that is."""
    with desk.reads() as reads:
        found = queries.environment_by_key(reads, key)
    told.thing(EnvironmentOut.of(found), json=json)


@app.command()
@seated
def follow(
    desk: TenantDesk,
    key: KeyArgument,
    moves: Annotated[int | None, typer.Option(min=0, help="End after so many moves; else with Ctrl-C.")] = None,
) -> None:
    """The generation it stands at, and each one it moves to."""
    told_last, left = None, moves
    while True:
        with desk.reads() as reads:
            generation = queries.environment_by_key(reads, key).generation
        if generation != told_last:
            left = left - 1 if left is not None and told_last is not None else left
            told_last = generation
            typer.echo(generation)
        if left is not None and left <= 0:
            return
        time.sleep(FOLLOWED_EVERY_SECONDS)


@app.command()
@seated
def history(desk: TenantDesk, paging: Paging, key: KeyArgument, json: JsonOption = False) -> None:
    """Every release it has served, newest first."""

    def page(limit: int, after: str | None) -> HistoryPage:
        found = promotions.history(reads, key, limit=limit, after=after)
        return HistoryPage(items=[MoveOut.of(step) for step in found.items], next=found.next)

    columns = {
        "generation": lambda each: each.generation,
        "cause": lambda each: each.cause,
        "catalog": lambda each: each.catalog_id,
        "since": lambda each: each.effective_from.isoformat(),
        "by": lambda each: each.moved_by,
        "reason": lambda each: each.reason,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)
