"""Bundles: check files, see what they would change, carry it out, write the draft down."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bundles import Plan, write
from bundles.loader import examine
from bundles.model import Bundle
from bundles.plan import CHANGES, DELETIONS, NO_CHANGE, as_json
from catalog_admin.cli import told
from catalog_admin.cli.asked import DEFAULT_TENANT, EnvironmentOption, JsonOption, TenantOption
from catalog_admin.cli.desk import Desk, at_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.deploys import commands, queries
from catalog_admin.deploys.errors import BundleUnsound
from catalog_admin.deploys.queries import StagePlan
from catalog_admin.deploys.rules import unreadable_rules

app = typer.Typer(no_args_is_help=True)
BundleArgument = Annotated[Path, typer.Argument(metavar="BUNDLE", help="A folder with a bundle.yaml, or one file.")]
SHOWN = 50


@app.command()
def validate(bundle: BundleArgument, json: JsonOption = False) -> None:
    """Check the files alone; needs no database. Exit code 1 if anything is wrong."""
    found, problems = examine(bundle)
    problems = sorted([*problems, *unreadable_rules(found)])
    if json:
        told.as_json([vars(each) for each in problems])
    for each in problems if not json else ():
        typer.echo(str(each))
    if problems:
        raise typer.Exit(told.REFUSED)
    if not json:
        things = sum(len(stage.wanted) for stage in queries.stages_of(found))
        typer.echo(f"{found.name}: {_counted(things, 'thing')}, nothing wrong")


@app.command()
def plan(
    bundle: BundleArgument,
    every: Annotated[bool, typer.Option("--all", help=f"Every step, not the first {SHOWN}.")] = False,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """What applying would change. Exit code 0: nothing, 2: changes, 6: changes that delete."""
    loaded = load_sound(bundle)
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        stages = queries.plan_of(reads, loaded)
    if json:
        told.as_json([{"stage": each.name, "isDone": each.is_done, **as_json(each.plan)} for each in stages])
    else:
        for each in stages:
            _show(each, len(each.plan.steps) if every else SHOWN)
    raise typer.Exit(exit_code(stages))


@app.command()
def apply(
    bundle: BundleArgument,
    delete: Annotated[bool, typer.Option("--delete", help="Agree that things are deleted.")] = False,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Make the draft what the bundle says, and publish what it publishes. Applied twice, the second changes nothing."""
    loaded = load_sound(bundle)
    with at_desk(tenant, environment) as desk:
        done = [_told(each, quiet=json) for each in _with_bar(desk, loaded, may_delete=delete)]
    if json:
        told.as_json(done)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    catalog: Annotated[list[str] | None, typer.Option(help="Only these; may be given several times.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Write the draft as a bundle; applied where it came from, it changes nothing."""
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        state, scope = queries.export(reads, catalog)
        name = f"{tenant}-{desk.environment_key}"
    try:
        names = write(folder, name, state, scope)
    except FileExistsError as taken:
        raise BadArgument(f"{folder} is not empty", pointer="/folder") from taken
    typer.echo(f"{_counted(len(state), 'thing')} in {_counted(len(names), 'file')} in {folder}")


def load_sound(path: Path) -> Bundle:
    """Raises BundleUnsound with every problem's file and line."""
    bundle, problems = examine(path)
    if problems:
        errors = [
            {"pointer": f"{each.file}:{each.line} {each.pointer}".strip(), "code": each.code} for each in problems
        ]
        details = [each.detail + (f" ({each.suggestion})" if each.suggestion else "") for each in problems]
        said = [{**error, "detail": detail} for error, detail in zip(errors, details, strict=True)]
        raise BundleUnsound(f"{_counted(len(problems), 'problem')} in {path}", errors=said)
    return bundle


def _counted(many: int, what: str) -> str:
    return f"1 {what}" if many == 1 else f"{many} {what}s"


def exit_code(stages: list[StagePlan]) -> int:
    codes = {each.plan.exit_code for each in stages}
    return next((code for code in (DELETIONS, CHANGES) if code in codes), NO_CHANGE)


def _with_bar(desk: Desk, bundle: Bundle, *, may_delete: bool) -> Any:
    with told.Bar(bundle.name) as bar:
        desk.on_progress = bar.move
        yield from commands.apply(desk, bundle, may_delete=may_delete)


def _told(each: commands.Applied, *, quiet: bool) -> dict[str, Any]:
    if not quiet:
        typer.echo(f"{each.name}: {'done before' if each.was_done else each.plan.summary()}")
        for catalog, version in each.versions.items():
            typer.echo(f"  published {catalog} {version}")
    return {"stage": each.name, "isDone": each.was_done, "versions": each.versions, **as_json(each.plan)}


def _show(stage: StagePlan, most: int) -> None:
    typer.echo(f"{stage.name}: {'done before' if stage.is_done else stage.plan.summary()}")
    _show_steps(stage.plan, most)
    for each in () if stage.is_done else stage.publications:
        typer.echo(f"  publish {each.catalog}" + (f" from {each.effective_from}" if each.effective_from else ""))


def _show_steps(plan: Plan, most: int) -> None:
    for step in plan.steps[:most]:
        typer.echo(f"  {step}")
    if len(plan.steps) > most:
        typer.echo(f"  … and {len(plan.steps) - most} more (--all)")
