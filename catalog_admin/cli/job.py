"""Jobs: watch long work, see what was wrong with its rows, cancel it."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import ANYTHING, IfMatchOption, JsonOption, Paging, expected
from catalog_admin.cli.desk import TenantDesk, seated
from catalog_admin.jobs import commands, queries
from catalog_admin.jobs.model import JobStatus
from catalog_admin.jobs.schemas import JobOut, JobsOut
from catalog_admin.kit.etags import etag

app = typer.Typer(no_args_is_help=True)
JobArgument = Annotated[UUID, typer.Argument(metavar="JOB", help="Its id.")]


@app.command("list")
@seated
def list_jobs(
    desk: TenantDesk,
    paging: Paging,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    status: Annotated[JobStatus | None, typer.Option(help="Only in this state.")] = None,
    json: JsonOption = False,
) -> None:
    """Newest first."""

    def page(limit: int, after: str | None) -> JobsOut:
        found = queries.jobs_page(reads, limit=limit, after=after, kind=kind, status=status)
        return JobsOut(items=[JobOut.model_validate(job) for job in found.items], next=found.next)

    columns = {
        "job": lambda each: each.id,
        "kind": lambda each: each.kind,
        "status": lambda each: each.status.value,
        "%": lambda each: each.progress,
        "step": lambda each: each.step,
        "attempt": lambda each: f"{each.attempt} of {each.most_attempts}",
        "created": lambda each: each.created_at.isoformat(),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: TenantDesk, job: JobArgument, json: JsonOption = False) -> None:
    """How far it is, and what came of it."""
    with desk.reads() as reads:
        found = queries.job_by_id(reads, job)
    told.thing(JobOut.model_validate(found), etag(found.revision), json=json)


@app.command()
@seated
def errors(desk: TenantDesk, job: JobArgument, json: JsonOption = False) -> None:
    """What was wrong with which line of an import, at most a thousand."""
    with desk.reads() as reads:
        queries.job_by_id(reads, job)
        found = [asdict(each) for each in queries.row_errors(reads, job)]
    if json:
        return told.as_json({"items": found, "next": None})
    names = ("line", "key", "pointer", "code", "detail", "suggestion")
    return told.table(names, ([each[name] for name in names] for each in found))


@app.command()
@seated
def cancel(desk: TenantDesk, job: JobArgument, if_match: IfMatchOption = ANYTHING, json: JsonOption = False) -> None:
    """A queued job ends at once, a running one at its next safe point."""
    with desk.work() as work:
        found = commands.cancel_job(work, job, expected(if_match))
    told.thing(JobOut.model_validate(found), etag(found.revision), json=json)
