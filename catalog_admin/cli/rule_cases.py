"""Cases beside the rules at a terminal: run, what came of it, and what branches demand."""

from typing import Annotated

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import ANYTHING, IfMatchOption, JsonOption, Paging, expected, words
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.cli.mirrored import BranchOption, mirrors
from catalog_admin.rules import commands, queries
from catalog_admin.rules.etags import etag_of_demands
from catalog_admin.rules.model import MAIN, Demands
from catalog_admin.rules.schemas.cases import (
    CaseRunOut,
    CaseRunPage,
    CaseRunRef,
    DemandsWords,
    ShareOut,
    TriedOut,
)

app = typer.Typer()
RevisionOption = Annotated[str, typer.Option("--revision", "--at", help="A branch, a tag, or a commit.")]
RevisionArgument = Annotated[str, typer.Argument(metavar="REVISION", help="A branch, a tag, or a commit.")]
BranchArgument = Annotated[str, typer.Argument(metavar="BRANCH", help="A branch.")]
PercentOption = Annotated[int, typer.Option(min=0, max=100, help="Per cent that cases must try.")]


@app.command("test")
@seated
def run_all(desk: TenantDesk, at: RevisionOption = MAIN, json: JsonOption = False) -> None:
    """Run all cases of a revision; exit code 1 if one fails. What takes long is left to a job."""
    with desk.work() as work:
        trial = commands.run_cases(work, mirrors(), at)
    run = None if trial.run is None else CaseRunOut.of(trial.run)
    if json:
        told.as_json(TriedOut(run=run, job=trial.job))
    elif run is None:
        told.note(f"this takes a while: job {trial.job}")
    else:
        _say(run)
    if run is not None and run.failed:
        raise typer.Exit(told.REFUSED)


@app.command("test-run")
@seated
def last_run(desk: TenantDesk, revision: RevisionArgument, json: JsonOption = False) -> None:
    """What came of the cases of a revision when they were run last."""
    with desk.reads() as reads:
        run = CaseRunOut.of(queries.case_run(reads, mirrors(), revision))
    if json:
        return told.as_json(run)
    return _say(run)


@app.command("test-runs")
@seated
def runs(desk: TenantDesk, paging: Paging, branch: BranchOption = MAIN, json: JsonOption = False) -> None:
    """What came of the cases of a branch, newest first."""

    def page(limit: int, after: str | None) -> CaseRunPage:
        found = queries.case_runs(reads, branch, limit=limit, after=after)
        return CaseRunPage(items=[CaseRunRef.of(each) for each in found.items], next=found.next)

    columns = {
        "commit": lambda each: each.commit[:12],
        "at": lambda each: each.at.isoformat(),
        "cases": lambda each: each.cases,
        "failed": lambda each: each.failed,
        "tried": lambda each: ", ".join(map(_share, each.shares)),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def demands(desk: TenantDesk, branch: BranchArgument, json: JsonOption = False) -> None:
    """What a branch demands of whatever is merged into it."""
    with desk.reads() as reads:
        found = queries.demands(reads, mirrors(), branch)
    _say_demands(found, json=json)


@app.command()
@seated
def demand(
    desk: TenantDesk,
    branch: BranchArgument,
    cases_pass: Annotated[bool, typer.Option("--cases-pass", help="No case may fail.")] = False,
    rule_percent: PercentOption = 0,
    row_percent: PercentOption = 0,
    condition_percent: PercentOption = 0,
    references_hold: Annotated[
        bool, typer.Option("--references-hold", help="No catalog may be left with a condition that it cannot use.")
    ] = False,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Say what a branch demands from now on; what is not said is not demanded."""
    said = {
        "casesPass": cases_pass,
        "rulePercent": rule_percent,
        "rowPercent": row_percent,
        "conditionPercent": condition_percent,
        "referencesHold": references_hold,
    }
    body = words(DemandsWords, said)
    with desk.work() as work:
        found = commands.demand(work, mirrors(), branch, body.demands(), expected(if_match))
    _say_demands(found, json=json)


def _say_demands(demands: Demands, *, json: bool) -> None:
    told.thing(DemandsWords.model_validate(demands), etag_of_demands(demands), json=json)


def _say(run: CaseRunOut) -> None:
    told.table(("file", "pointer", "detail"), ((each.file, each.pointer, each.detail) for each in run.failures))
    told.note(f"{run.cases} cases, {run.failed} failed; tried: {', '.join(map(_share, run.shares))}")


def _share(share: ShareOut) -> str:
    return f"{share.tried} of {share.total} {share.part}s"
