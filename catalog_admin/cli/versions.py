"""Publishing, going back, and what was published."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog_admin.cli import told
from catalog_admin.cli.catalog import ANY, KeyArgument
from catalog_admin.cli.desk import DEFAULT_TENANT, Desk, EnvironmentOption, JsonOption, TenantOption, at_desk
from catalog_admin.cli.errors import BadArgument
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions import queries as releases
from catalog_admin.promotions.commands import Served
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import queries
from catalog_admin.publishing.model import check_tag_name
from catalog_admin.publishing.verify import verify_file

app = typer.Typer(help="Immutable versions, named by their content.", no_args_is_help=True)
VersionArgument = Annotated[str, typer.Argument(help="live, a number, a digest (12 digits or more) or a tag.")]


def publish(
    catalog: KeyArgument,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Names for the version; move if they exist.")] = None,
    effective_from: Annotated[str | None, typer.Option(help="An instant in the past, for history.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Freeze the draft into a version and serve it."""
    with at_desk(tenant, environment) as desk:
        served = published(desk, catalog, note, instant_of(effective_from), tag or [])
    if json:
        return told.as_json(served.report())
    news = "new" if served.is_new else "the same content as before"
    return typer.echo(f"{catalog} version {served.version.hex} ({news}), generation {served.generation}")


def rollback(
    catalog: KeyArgument,
    to: Annotated[str, typer.Argument(help="previous, a number, a digest or a tag.")] = "previous",
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Serve an earlier version again; the draft keeps what it says."""
    with at_desk(tenant, environment) as desk, desk.work() as work:
        served = promotions.rollback(work, catalog, to, reason=reason, expected=ANY)
    if json:
        return told.as_json(served.report())
    return typer.echo(f"{catalog} serves {served.version.hex}, generation {served.generation}")


def diff(
    catalog: KeyArgument,
    before: Annotated[str, typer.Argument(help="live, previous, a number, a digest or a tag.")] = "live",
    after: Annotated[str, typer.Argument(help="draft, or as before.")] = "draft",
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """What makes one state another: which rate plans enter and leave which shelf, and every changed field."""
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        found = releases.difference(reads, catalog, before, after, limit=LARGEST_PAGE)
    if json:
        return told.as_json({"counts": found.tally.counts, "changes": [_said(each) for each in found.changes.items]})
    rows = [
        (each.sort, each.kind, found.paths.get(each.node or "", each.node), each.plan, _fields(each))
        for each in found.changes.items
    ]
    told.table(("change", "of", "node", "rate plan", "fields"), rows)
    told.note(f"{found.tally.total} changes" + (f", {len(rows)} shown" if found.changes.next else ""))
    return None


@app.command("list")
def list_versions(
    catalog: KeyArgument,
    limit: Annotated[int, typer.Option(min=1, max=LARGEST_PAGE)] = 20,
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
    json: JsonOption = False,
) -> None:
    """Publications of the environment, newest first."""
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        page = queries.publications(reads, catalog, limit=limit)
    rows = [(each.number, each.version.hex, each.tags, each.published_at, each.note) for each in page.items]
    if json:
        names = ("number", "version", "tags", "publishedAt", "note")
        return told.as_json([dict(zip(names, row, strict=True)) for row in rows])
    return told.table(
        ("number", "version", "tags", "published", "note"),
        ((number, digest[:16], ",".join(tags), at.isoformat(), note) for number, digest, tags, at, note in rows),
    )


@app.command()
def export(
    catalog: KeyArgument,
    version: VersionArgument,
    file: Annotated[Path, typer.Argument(help="Where to; .gz is packed.")],
    tenant: TenantOption = DEFAULT_TENANT,
    environment: EnvironmentOption = None,
) -> None:
    """Write a version so that anybody can recompute its digest."""
    if file.exists():
        raise BadArgument(f"{file} is there already", pointer="/file")
    with at_desk(tenant, environment) as desk, desk.reads() as reads:
        ref = releases.version(reads, catalog, version=version)
        with gzip.open(file, "wb") if file.suffix == ".gz" else file.open("wb") as out:
            for line in queries.export(reads, ref):
                out.write(line)
    typer.echo(f"{ref.entries} entries of {ref.hex} in {file}")


@app.command()
def verify(file: Annotated[Path, typer.Argument(help="An export.")]) -> None:
    """Recompute the digest from an export alone; needs no database."""
    if not file.is_file():
        raise BadArgument(f"there is no file {file}", pointer="/file")
    found = verify_file(file)
    typer.echo(f"{found.entries} entries are {found.catalog_key} {found.digest.hex()}")


def published(desk: Desk, catalog: str, note: str | None, since: datetime | None, tags: list[str]) -> Served:
    """With a progress bar for whoever watches. Raises BadTagName before anything is published."""
    for name in tags:
        check_tag_name(name)
    wish = PublishWish(catalog, note=note, effective_from=since)
    with told.Bar(f"publishing {catalog}") as bar:
        served = promotions.publish(
            desk.database,
            desk.actor,
            desk.environment,
            wish,
            environment_key=desk.environment_key,
            request_id=desk.request_id,
            on_progress=bar.move,
        )
    for name in tags:
        with desk.work() as work:
            publishing.move_tag(work, catalog, name, served.version.hex, Expected("*"))
    return served


def instant_of(said: str | None) -> datetime | None:
    """A date means its first moment in UTC; raises BadArgument."""
    if said is None:
        return None
    try:
        instant = datetime.fromisoformat(said)
    except ValueError as wrong:
        raise BadArgument(f"{said!r} is no date or instant", suggestion="2021-01-01T00:00:00Z") from wrong
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _fields(change: Any) -> str:
    return ", ".join(field.pointer for field in change.fields)


def _said(change: Any) -> dict[str, Any]:
    fields = [{"pointer": each.pointer, "before": each.before, "after": each.after} for each in change.fields]
    said = {"change": change.sort, "kind": change.kind, "node": change.node, "ratePlan": change.plan}
    return {**said, "key": change.key, "fields": fields}
