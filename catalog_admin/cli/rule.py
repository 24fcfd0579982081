"""The rules of a node: set, show, delete, and see what they would do."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog_admin.catalogs import commands, queries, rate_plans
from catalog_admin.catalogs.commands.rulesets import SaidMask, SaidRule, checked_rules
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.cli import told
from catalog_admin.cli.catalog import ANY, KeyArgument
from catalog_admin.cli.desk import DEFAULT_TENANT, EnvironmentOption, JsonOption, TenantOption, at_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.node import PathArgument, standing
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.paging import LARGEST_PAGE

app = typer.Typer(help="What puts rate plans on a node, and keeps them off.", no_args_is_help=True)
IncludeOption = Annotated[list[str] | None, typer.Option("--include", help="An expression; may be repeated.")]
ExcludeOption = Annotated[list[str] | None, typer.Option("--exclude", help="An expression; may be repeated.")]
FileOption = Annotated[
    Path | None, typer.Option("--file", help='{"rules": [{key, effect, expression}], "masks": [{key}]}; - reads stdin.')
]


@app.command("set")
def set_rules(
    catalog: KeyArgument,
    path: PathArgument,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    file: FileOption = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Replace the node's rules; their version grows."""
    rules, masks = _said(include, exclude, file)
    with at_desk(tenant, environment) as desk, desk.work() as work:
        ruleset = commands.put_ruleset(work, standing(work, catalog, path).id, rules, masks, ANY)
    typer.echo(f"version {ruleset.version}")


@app.command()
def show(
    catalog: KeyArgument,
    path: PathArgument,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """The node's own rules; nothing for a static node."""
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        ruleset = queries.ruleset_of(reads, standing(reads, catalog, path).id)
    rules = ruleset.rules if ruleset else ()
    if json:
        return told.as_json([_said_rule(each) for each in rules])
    return told.table(("key", "effect", "expression"), ((each.key, each.effect, each.text) for each in rules))


@app.command()
def delete(
    catalog: KeyArgument,
    path: PathArgument,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """The node becomes static; what was put there by hand stays."""
    with at_desk(tenant, environment) as desk, desk.work() as work:
        commands.delete_ruleset(work, standing(work, catalog, path).id, ANY)


@app.command()
def preview(
    catalog: KeyArgument,
    path: PathArgument,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    file: FileOption = None,
    sample: Annotated[list[str] | None, typer.Option(help="Only these rate plans; otherwise all.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Who would enter and who would leave if these were the node's rules; saves nothing."""
    said, _ = _said(include, exclude, file)
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        node = standing(reads, catalog, path)
        ruleset = Ruleset(node.id, 0, checked_rules(said, rate_plans.scope(reads)), ())
        if sample:
            judged = queries.sample(reads, node, ruleset, sample, reads.now)
            rows = [
                (each.key, "is in" if each.membership.is_member else "is out", _why(each.membership)) for each in judged
            ]
        else:
            effects = queries.everything(reads, node, ruleset, reads.now, limit=LARGEST_PAGE)
            told.note(f"{effects.enters} enter, {effects.leaves} leave, {effects.stays} stay")
            rows = [(each.key, each.change, _why(each.after)) for each in effects.moved.items]
    if json:
        return told.as_json([{"ratePlan": key, "change": change, "why": why} for key, change, why in rows])
    return told.table(("rate plan", "change", "why"), rows)


def _why(membership: Any) -> str:
    return str(membership.rule or membership.out or membership.source or "")


def _said(
    include: list[str] | None, exclude: list[str] | None, file: Path | None
) -> tuple[list[SaidRule], list[SaidMask]]:
    if file is not None:
        return _from_file(file)
    rules = [SaidRule(f"include-{n}", "include", when, "/include") for n, when in enumerate(include or [], 1)]
    rules += [SaidRule(f"exclude-{n}", "exclude", when, "/exclude") for n, when in enumerate(exclude or [], 1)]
    if not rules:
        raise BadArgument("say --include, --exclude or --file", pointer="/rules")
    return rules, []


def _from_file(file: Path) -> tuple[list[SaidRule], list[SaidMask]]:
    try:
        said = read_exactly(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())
    except OSError as wrong:
        raise BadArgument(f"{file} cannot be read: {wrong.strerror}") from wrong
    try:
        rules = [_rule_of(each, f"/rules/{position}") for position, each in enumerate(said["rules"])]
        masks = [SaidMask(each["key"], f"/masks/{n}/key") for n, each in enumerate(said.get("masks", ()))]
    except (TypeError, KeyError, AttributeError) as wrong:
        raise BadArgument('a file of rules is {"rules": [{"key", "effect", "expression" or "when"}]}') from wrong
    return rules, masks


def _rule_of(said: dict[str, Any], pointer: str) -> SaidRule:
    when = said["when"] if "when" in said else said["expression"]
    details = {name: said[name] for name in ("mandatory", "description", "audience") if name in said}
    return SaidRule(said["key"], said.get("effect", "include"), when, pointer, **details)


def _said_rule(rule: Rule) -> dict[str, Any]:
    return {"key": rule.key, "effect": rule.effect, "expression": rule.text, "mandatory": rule.mandatory}
