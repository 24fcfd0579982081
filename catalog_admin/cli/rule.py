"""The rules of a node: set, show, delete, and see what they would do."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from catalog_admin.catalogs import commands, queries, rate_plans
from catalog_admin.catalogs.commands.rulesets import checked_masks, checked_rules
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.ruleset import Mask, Rule, Ruleset
from catalog_admin.catalogs.schemas.previews import EffectsOut, PreviewOut, SampleOut
from catalog_admin.catalogs.schemas.rule_language import LanguageOut, ParsedOut, ValuesOut
from catalog_admin.catalogs.schemas.rules import InheritedOut, InheritedRulesOut, RuleOut, RulesetIn, RulesetOut
from catalog_admin.cli import told
from catalog_admin.cli.asked import (
    ANYTHING,
    CatalogArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    PathArgument,
    document,
    expected,
    words,
)
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.places import standing
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.work import Reads
from catalog_admin.predicates.drafting import read_draft

app = typer.Typer(no_args_is_help=True)
IncludeOption = Annotated[list[str] | None, typer.Option("--include", help="An expression; may be repeated.")]
ExcludeOption = Annotated[list[str] | None, typer.Option("--exclude", help="An expression; may be repeated.")]
IncludeRefOption = Annotated[
    list[str] | None, typer.Option("--include-ref", help="predicates/top-shelf@main; may be repeated.")
]
ExcludeRefOption = Annotated[
    list[str] | None, typer.Option("--exclude-ref", help="predicates/top-shelf@main; may be repeated.")
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help="The body of PUT …/rule, or what `rule show --json` prints; - reads stdin."),
]


class RulesFile(RulesetIn):
    """Also what `rule show --json` prints: which node and version the rules were read from is not a rule."""

    node_id: UUID | None = None
    version: int | None = None


@app.command("set")
@seated
def set_rules(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    include_ref: IncludeRefOption = None,
    exclude_ref: ExcludeRefOption = None,
    file: FileOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Replace the node's rules; their version grows."""
    said = _said(_told(include, exclude, include_ref, exclude_ref), file)
    with desk.work() as work:
        node = standing(work, catalog, path)
        ruleset = commands.put_ruleset(work, node.id, said.said_rules(), said.said_masks(), expected(if_match))
    if json:
        return told.thing(RulesetOut.of(ruleset), etag(ruleset.version), json=True)
    return typer.echo(f"version {ruleset.version}")


@app.command()
@seated
def show(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    json: JsonOption = False,
) -> None:
    """The node's own rules and masks; nothing for a static node. `rule set --file` takes the JSON back."""
    with desk.reads() as reads:
        node = standing(reads, catalog, path)
        ruleset = queries.ruleset_of(reads, node.id) or Ruleset(node.id, 0, (), ())
    if json:
        return told.thing(RulesetOut.of(ruleset), etag(ruleset.version) if ruleset.version else None, json=True)
    rows: list[tuple[object, ...]] = [
        (
            rule.key,
            rule.effect,
            rule.text or (rule.fault.detail if rule.fault else ""),
            rule.ref,
            "mandatory" if rule.mandatory else "",
            rule.audience,
            rule.description,
        )
        for rule in ruleset.rules
    ]
    rows += [(mask.key, "mask", "", None, "", None, None) for mask in ruleset.masks]
    if ruleset.version:
        told.note(f"version {ruleset.version}, ETag {etag(ruleset.version)}")
    return told.table(("key", "effect", "expression", "from", "mandatory", "audience", "description"), rows)


@app.command()
@seated
def delete(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    if_match: IfMatchOption = ANYTHING,
) -> None:
    """The node becomes static; what was put there by hand stays."""
    with desk.work() as work:
        commands.delete_ruleset(work, standing(work, catalog, path).id, expected(if_match))


@app.command()
@seated
def inherited(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    json: JsonOption = False,
) -> None:
    """The exclude rules of the node's ancestors: which of them stand here, and what masked the others."""
    with desk.reads() as reads:
        node = standing(reads, catalog, path)
        found = queries.inherited_rules(reads, queries.catalog(reads, catalog), node)
    if json:
        return told.as_json(InheritedRulesOut(items=[InheritedOut.of(each) for each in found]))
    rows = [(each.rule.key, each.path or "the root", each.rule.text, each.masked_at) for each in found]
    return told.table(("key", "node", "expression", "masked at"), rows)


@app.command()
@seated
def parse(
    desk: Desk,
    expression: Annotated[str, typer.Argument(help="The short form, or JSONLogic if it begins with {.")],
    json: JsonOption = False,
) -> None:
    """Whether this is a rule, in both notations; if not, what is wrong and how it would be right."""
    source = read_exactly(expression) if expression.lstrip().startswith("{") else expression
    with desk.reads() as reads:
        parsed = ParsedOut.of(read_draft(source, rate_plans.scope(reads)))
    if json:
        told.as_json(parsed)
    elif parsed.fault is None:
        told.table(("expression", "reads"), [(parsed.expression, ", ".join(parsed.reads))])
    else:
        told.table(("code", "detail", "repaired"), [(parsed.fault.code, parsed.fault.detail, parsed.fault.repaired)])


@app.command()
@seated
def language(desk: Desk, json: JsonOption = False) -> None:
    """What rules may read here, and the functions they may use."""
    with desk.reads() as reads:
        found = LanguageOut.of(rate_plans.scope(reads))
    if json:
        return told.as_json(found)
    rows = [(each.name, f"list of {each.type}" if each.many else each.type, each.title) for each in found.attributes]
    rows += [(each.spelling, "function", each.short) for each in found.operators if each.spelling]
    return told.table(("name", "type", "meaning"), rows)


@app.command()
@seated
def values(
    desk: Desk,
    attribute: Annotated[str, typer.Argument(help="A name that rules may read.")],
    search: Annotated[str | None, typer.Option(help="Only values with this in them.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    json: JsonOption = False,
) -> None:
    """What rate plans say under a name, the most frequent first."""
    with desk.reads() as reads:
        found = ValuesOut.of(queries.values_of(reads, attribute, search, limit))
    if json:
        return told.as_json(found)
    told.table(("value", "rate plans"), [(each.value, each.plans) for each in found.items])
    return told.note(f"{found.distinct} values; {found.missing} of {found.total} rate plans have none")


@app.command()
@seated
def preview(
    desk: Desk,
    paging: Paging,
    catalog: CatalogArgument,
    path: PathArgument,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    include_ref: IncludeRefOption = None,
    exclude_ref: ExcludeRefOption = None,
    file: FileOption = None,
    sample: Annotated[list[str] | None, typer.Option(help="Only these rate plans, on this node.")] = None,
    search: Annotated[str | None, typer.Option(help="Of who comes and goes, those with this in their key.")] = None,
    json: JsonOption = False,
) -> None:
    """Who would come and go, here and below, if these were the node's rules; saves nothing."""
    said = _said(_told(include, exclude, include_ref, exclude_ref), file)
    with desk.reads() as reads:
        node = standing(reads, catalog, path)
        rules, masks = _checked(reads, catalog, node, said)
        ruleset = Ruleset(node.id, 0, rules, masks)
        out = PreviewOut(instant=reads.now, rules=[RuleOut.of(rule) for rule in rules])
        if sample:
            out.samples = [
                SampleOut.previewed(each, node.path, rules)
                for each in queries.sample(reads, node, ruleset, sample, reads.now)
            ]
        else:
            found = queries.Preview(reads, node, ruleset, reads.now)
            moved = found.moved(after=paging.after, limit=None if paging.every else paging.limit, search=search)
            out.effects = effects = EffectsOut.of(found.effects(), moved)
    if json:
        return told.as_json(out)
    return _tell_samples(out.samples) if out.effects is None else _tell_effects(effects)


def _checked(reads: Reads, catalog: str, node: Node, said: RulesFile) -> tuple[tuple[Rule, ...], tuple[Mask, ...]]:
    rules = checked_rules(reads, said.said_rules(), rate_plans.scope(reads))
    there = queries.ruleset_of(reads, node.id)
    return rules, checked_masks(reads, queries.catalog(reads, catalog), node, said.said_masks(), there)


def _tell_samples(samples: list[SampleOut] | None) -> None:
    rows = [
        (each.rate_plan_id, "is in" if each.membership.is_member else "is out", _why(each.membership))
        for each in samples or ()
    ]
    told.table(("rate plan", "change", "why"), rows)


def _tell_effects(effects: EffectsOut) -> None:
    told.note(f"{effects.enters} enter, {effects.leaves} leave, {effects.stays} stay")
    for each in effects.nodes if effects.node_count > 1 else ():
        told.note(f"  {each.path or 'the root'}: {each.enters} enter, {each.leaves} leave, {each.stays} stay")
    if effects.node_count > len(effects.nodes):
        told.note(f"  and {effects.node_count - len(effects.nodes)} more nodes")
    rows = [(each.rate_plan_id, each.change, _why(each.after), each.path) for each in effects.items]
    told.table(("rate plan", "change", "why", "node"), rows)
    if effects.next is not None:
        told.note(f"these are {len(rows)} rows of more: --all, or --after {effects.next}")


def _why(membership: Any) -> str:
    return str(membership.rule or membership.out or membership.source or "")


def _told(
    include: list[str] | None, exclude: list[str] | None, include_ref: list[str] | None, exclude_ref: list[str] | None
) -> list[dict[str, str]]:
    """Numbered by their effect, whether they say a condition or name one."""
    said = {
        "include": [*(("expression", each) for each in include or ()), *(("ref", each) for each in include_ref or ())],
        "exclude": [*(("expression", each) for each in exclude or ()), *(("ref", each) for each in exclude_ref or ())],
    }
    return [
        {"key": f"{effect}-{n}", "effect": effect, member: text}
        for effect, each in said.items()
        for n, (member, text) in enumerate(each, 1)
    ]


def _said(rules: list[dict[str, str]], file: Path | None) -> RulesFile:
    if file is not None:
        return words(RulesFile, document(file))
    if not rules:
        raise BadArgument("say --include, --exclude, --include-ref, --exclude-ref or --file", pointer="/rules")
    return words(RulesFile, {"rules": rules})
