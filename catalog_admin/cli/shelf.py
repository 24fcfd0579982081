"""What stands on a node in the draft: put there by hand, listed, explained. Verbs of `node`."""

from pathlib import Path
from typing import Annotated

import typer

from catalog_admin.catalogs import commands, queries, rate_plans
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.bulk import BulkItem, BulkResult, ErrorPolicy
from catalog_admin.catalogs.schemas.assignments import PLAN_COLUMNS, AssignmentOut, BulkOut, MemberPage, StandingOut
from catalog_admin.catalogs.schemas.reasons import ExplanationOut
from catalog_admin.cli import told
from catalog_admin.cli.asked import CatalogArgument, JsonOption, Paging, PathArgument, expected
from catalog_admin.cli.assignments import assign_rows, rows_in
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.places import standing
from catalog_admin.kit.etags import etag

app = typer.Typer()
PlansArgument = Annotated[list[str], typer.Argument(metavar="PLAN...", help="Keys of rate plans.")]


@app.command()
@seated
def assign(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    plans: PlansArgument,
    exclude: Annotated[bool, typer.Option("--exclude", help="Keep them out instead.")] = False,
    pin: Annotated[int | None, typer.Option(min=1, help="A fixed place before everything unpinned, 1 first.")] = None,
    rank: Annotated[int | None, typer.Option(min=0, help="Order among the unpinned, smallest first.")] = None,
    if_match: Annotated[str | None, typer.Option(help="For one rate plan: the ETag `explain` printed.")] = None,
    json: JsonOption = False,
) -> None:
    """Put rate plans on a node by hand; all of them or none."""
    wanted = Wanted("exclude" if exclude else "include", pin, rank)
    with desk.work() as work:
        node = standing(work, catalog, path).id
        if if_match is not None:
            _, is_new = commands.assign(work, node, _only(plans), wanted, expected(if_match))
            results = [BulkResult(plans[0], "created" if is_new else "changed")]
        else:
            items = [BulkItem(plan, wanted) for plan in plans]
            results = commands.assign_in_bulk(work, node, items, ErrorPolicy.REJECT_EVERYTHING)
    if json:
        return told.as_json(BulkOut.of(results))
    return told.table(("rate plan", "status"), ((each.plan_key, each.status) for each in results))


@app.command()
@seated
def unassign(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    plans: PlansArgument,
    if_match: Annotated[str | None, typer.Option(help="For one rate plan: the ETag `explain` printed.")] = None,
) -> None:
    """Take rate plans away that were put there by hand; rules may still hold them."""
    with desk.work() as work:
        node = standing(work, catalog, path).id
        if if_match is not None:
            return commands.unassign(work, node, _only(plans), expected(if_match))
        items = [BulkItem(plan) for plan in plans]
        commands.assign_in_bulk(work, node, items, ErrorPolicy.REJECT_EVERYTHING)
    return None


@app.command("assign-file")
@seated
def assign_file(
    desk: Desk,
    catalog: CatalogArgument,
    file: Annotated[Path, typer.Argument(help=".csv, .ndjson, or .txt with a rate plan's key a line; - reads NDJSON.")],
    path: Annotated[str | None, typer.Option(help="The node of rows that name none.")] = None,
    policy: Annotated[ErrorPolicy, typer.Option(help="What one bad row does to the others.")] = (
        ErrorPolicy.REJECT_EVERYTHING
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each row.")] = False,
    json: JsonOption = False,
) -> None:
    """Assign from a file of rows {path, ratePlanId, action, effect, pin, rank}; exit code 1 if a row was refused."""
    rows = rows_in(file, path)
    with desk.work() as work:
        results = assign_rows(work, catalog, rows, policy, dry=dry_run)
    if json:
        told.as_json(BulkOut.of(results))
    else:
        told.table(("status", "rows"), sorted(BulkOut.of(results).counts.items()))
        for row, result in zip(rows, results, strict=True):
            if result.refusal:
                told.note(f"line {row.line}: {result.refusal.code}: {result.refusal.detail}")
    if any(result.status == "refused" for result in results):
        raise typer.Exit(told.REFUSED)


@app.command()
@seated
def members(
    desk: Desk,
    paging: Paging,
    catalog: CatalogArgument,
    path: PathArgument,
    search: Annotated[str | None, typer.Option(help="Part of a key, a SKU or a name.")] = None,
    out: Annotated[bool, typer.Option("--out", help="Those named by hand that are not there, instead.")] = False,
    json: JsonOption = False,
) -> None:
    """Who stands on the node in the draft, and why."""

    def page(limit: int, after: str | None) -> MemberPage:
        shelf = queries.members_of(reads, node, reads.now, after, limit, search=search, out=out)
        plans = rate_plans.columns(reads, PLAN_COLUMNS, [member.key for member in shelf.items])
        return MemberPage.of(shelf, plans.to_dicts())

    columns = {
        "rate plan": lambda each: each.rate_plan_id,
        "source": lambda each: each.source,
        "rule": lambda each: each.rule,
        **({"out": lambda each: each.out} if out else {}),
    }
    with desk.reads() as reads:
        node = standing(reads, catalog, path)
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def explain(
    desk: Desk,
    catalog: CatalogArgument,
    path: PathArgument,
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The rate plan's key.")],
    json: JsonOption = False,
) -> None:
    """Why the rate plan stands on the node, or why not: what was said by hand, and what every rule answers."""
    with desk.reads() as reads:
        node = standing(reads, catalog, path)
        assignment = queries.assignment_of(reads, node, plan)
        reasons = queries.reasons_for(reads, node, queries.rules_in_force(reads, node), [plan], reads.now)[plan]
    by_hand = AssignmentOut.of(plan, assignment) if assignment else None
    found = StandingOut.of(reasons, assignment=by_hand)
    tag = etag(assignment.revision) if assignment else None
    if json:
        return told.thing(found, tag, json=True)
    return _explain(found, tag)


def _explain(found: StandingOut, tag: str | None) -> None:
    membership = found.membership
    typer.echo(f"{found.rate_plan_id} " + ("is in" if membership.is_member else f"is out: {membership.out}"))
    if found.assignment:
        typer.echo(f"by hand: {found.assignment.effect}, etag {tag}")
    for each in found.rules:
        typer.echo(f"{each.effect} {each.key} at {each.at or 'the root'}: {each.outcome}")
        _reasoning(each.explanation, 1)


def _reasoning(part: ExplanationOut, depth: int) -> None:
    said = part.outcome or told.cell(part.value)
    typer.echo(f"{'  ' * depth}{part.expression}: {said}" + (f" ({part.reason})" if part.reason else ""))
    for each in part.parts:
        _reasoning(each, depth + 1)


def _only(plans: list[str]) -> str:
    if len(plans) > 1:
        raise BadArgument("--if-match speaks of one rate plan", pointer="/plans")
    return plans[0]
