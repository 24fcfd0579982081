"""The rules of a node: set, show, delete, and see what they would do."""

import sys
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import ValidationError

from catalog_admin.catalogs import commands, queries, rate_plans
from catalog_admin.catalogs.commands.rulesets import checked_masks, checked_rules
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.ruleset import Ruleset
from catalog_admin.catalogs.queries.reasons import Reasons
from catalog_admin.catalogs.schemas.rules import EffectsOut, ReasonsOut, RulesetIn, RulesetOut
from catalog_admin.cli import told
from catalog_admin.cli.asked import (
    ANYTHING,
    DEFAULT_TENANT,
    CatalogArgument,
    EnvironmentOption,
    IfMatchOption,
    JsonOption,
    PathArgument,
    TenantOption,
    expected,
)
from catalog_admin.cli.desk import at_desk
from catalog_admin.cli.errors import BadArgument, FileUnusable
from catalog_admin.cli.places import standing
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.faults import step
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.work import Reads

app = typer.Typer(no_args_is_help=True)
IncludeOption = Annotated[list[str] | None, typer.Option("--include", help="An expression; may be repeated.")]
ExcludeOption = Annotated[list[str] | None, typer.Option("--exclude", help="An expression; may be repeated.")]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help="The body of PUT …/rule, or what `rule show --json` prints; - reads stdin."),
]


class RulesFile(RulesetIn):
    """Also what `rule show --json` prints: which node and version the rules were read from is not a rule."""

    node_id: UUID | None = None
    version: int | None = None


@app.command("set")
def set_rules(
    catalog: CatalogArgument,
    path: PathArgument,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    file: FileOption = None,
    if_match: IfMatchOption = ANYTHING,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Replace the node's rules; their version grows."""
    said = _said(include, exclude, file)
    with at_desk(tenant, environment) as desk, desk.work() as work:
        node = standing(work, catalog, path)
        ruleset = commands.put_ruleset(work, node.id, said.said_rules(), said.said_masks(), expected(if_match))
    typer.echo(f"version {ruleset.version}")


@app.command()
def show(
    catalog: CatalogArgument,
    path: PathArgument,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """The node's own rules and masks; nothing for a static node. `rule set --file` takes the JSON back."""
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        node = standing(reads, catalog, path)
        ruleset = queries.ruleset_of(reads, node.id) or Ruleset(node.id, 0, (), ())
    if json:
        return told.as_json(RulesetOut.of(ruleset).model_dump(by_alias=True))
    rows: list[tuple[object, ...]] = [
        (rule.key, rule.effect, rule.text, "mandatory" if rule.mandatory else "", rule.audience, rule.description)
        for rule in ruleset.rules
    ]
    rows += [(mask.key, "mask", "", "", None, None) for mask in ruleset.masks]
    if ruleset.version:
        told.note(f"version {ruleset.version}")
    return told.table(("key", "effect", "expression", "mandatory", "audience", "description"), rows)


@app.command()
def delete(
    catalog: CatalogArgument,
    path: PathArgument,
    if_match: IfMatchOption = ANYTHING,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """The node becomes static; what was put there by hand stays."""
    with at_desk(tenant, environment) as desk, desk.work() as work:
        commands.delete_ruleset(work, standing(work, catalog, path).id, expected(if_match))


@app.command()
def preview(
    catalog: CatalogArgument,
    path: PathArgument,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    file: FileOption = None,
    sample: Annotated[list[str] | None, typer.Option(help="Only these rate plans, on this node.")] = None,
    limit: Annotated[
        int, typer.Option(min=1, help="Rows at once; the counts are always of everything.")
    ] = LARGEST_PAGE,
    after: Annotated[str | None, typer.Option(help="The `next` of the rows before.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All rows, however many.")] = False,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Who would come and go, here and below, if these were the node's rules; saves nothing."""
    said = _said(include, exclude, file)
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        node = standing(reads, catalog, path)
        ruleset = _previewed(reads, catalog, node, said)
        if sample:
            return _tell_samples(queries.sample(reads, node, ruleset, sample, reads.now), json)
        found = queries.Preview(reads, node, ruleset, reads.now)
        effects = EffectsOut.of(found.effects(), found.moved(after=after, limit=None if every else limit))
    return _tell_effects(effects, json)


def _previewed(reads: Reads, catalog: str, node: Node, said: RulesFile) -> Ruleset:
    rules = checked_rules(said.said_rules(), rate_plans.scope(reads))
    there = queries.ruleset_of(reads, node.id)
    return Ruleset(
        node.id, 0, rules, checked_masks(reads, queries.catalog(reads, catalog), node, said.said_masks(), there)
    )


def _tell_samples(samples: list[Reasons], json: bool) -> None:
    if json:
        return told.as_json([ReasonsOut.of(each).model_dump(by_alias=True) for each in samples])
    rows = ((each.key, "is in" if each.membership.is_member else "is out", _why(each.membership)) for each in samples)
    return told.table(("rate plan", "change", "why"), rows)


def _tell_effects(effects: EffectsOut, json: bool) -> None:
    if json:
        return told.as_json(effects.model_dump(by_alias=True))
    told.note(f"{effects.enters} enter, {effects.leaves} leave, {effects.stays} stay")
    for each in effects.nodes if effects.node_count > 1 else ():
        told.note(f"  {each.path or 'the root'}: {each.enters} enter, {each.leaves} leave, {each.stays} stay")
    if effects.node_count > len(effects.nodes):
        told.note(f"  and {effects.node_count - len(effects.nodes)} more nodes")
    rows = [(each.rate_plan_id, each.change, _why(each.after), each.path) for each in effects.items]
    told.table(("rate plan", "change", "why", "node"), rows)
    if effects.next is not None:
        told.note(f"these are {len(rows)} rows of more: --all, or --after {effects.next}")
    return None


def _why(membership: Any) -> str:
    return str(membership.rule or membership.out or membership.source or "")


def _said(include: list[str] | None, exclude: list[str] | None, file: Path | None) -> RulesFile:
    if file is not None:
        return _read(read_exactly(_content(file)))
    rules = [
        {"key": f"include-{n}", "effect": "include", "expression": when} for n, when in enumerate(include or [], 1)
    ]
    rules += [
        {"key": f"exclude-{n}", "effect": "exclude", "expression": when} for n, when in enumerate(exclude or [], 1)
    ]
    if not rules:
        raise BadArgument("say --include, --exclude or --file", pointer="/rules")
    return _read({"rules": rules})


def _content(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as wrong:
        raise FileUnusable(f"{file} cannot be read: {wrong.strerror}") from wrong


def _read(said: Any) -> RulesFile:
    """Raises BadArgument with a pointer for the first thing that is not as the API takes it."""
    try:
        return RulesFile.model_validate(said)
    except ValidationError as wrong:
        fault = wrong.errors(include_input=False)[0]
        pointer = "".join(step(str(part)) for part in fault["loc"])
        raise BadArgument(f"these are no rules: {fault['msg']}", pointer=pointer) from wrong
