"""What was published: versions, their past, what they take, proofs; the draft that comes from one, or becomes one."""

import gzip
from json import dumps
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.cli import told
from catalog_admin.cli.asked import (
    ANYTHING,
    CatalogArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    expected,
    words,
)
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.moves import fields_of
from catalog_admin.cli.places import standing
from catalog_admin.jobs import commands as jobs
from catalog_admin.kit.work import Reads
from catalog_admin.promotions import listing
from catalog_admin.promotions import queries as releases
from catalog_admin.promotions.schemas.versions import ListedPage
from catalog_admin.publishing import freezing, proving, queries, restoring, retiring, storage
from catalog_admin.publishing import history as past
from catalog_admin.publishing.model import Kind
from catalog_admin.publishing.past_words import HistoryStepOut, PastPage, StoragePage
from catalog_admin.publishing.proof import checked
from catalog_admin.publishing.proof import read as read_proof
from catalog_admin.publishing.restoring import RestoreWish
from catalog_admin.publishing.retiring import Wish
from catalog_admin.publishing.schemas import FreezeIn, RetiredOut, RetireIn, VersionOut
from catalog_admin.publishing.verify import verify_file

app = typer.Typer(no_args_is_help=True)
VersionArgument = Annotated[str, typer.Argument(help="live, a number, a digest (12 digits or more) or a tag.")]


@app.command()
@seated
def freeze(
    desk: Desk,
    catalog: CatalogArgument,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    json: JsonOption = False,
) -> None:
    """Make a version of the draft that nobody serves."""
    body = words(FreezeIn, {"note": note})
    with told.Bar(f"freezing {catalog}") as bar:
        kept = freezing.freeze_draft(
            desk.database,
            desk.actor,
            desk.environment,
            catalog,
            body.note,
            environment_key=desk.environment_key,
            request_id=desk.request_id,
            on_progress=bar.move,
        )
    if json:
        return told.as_json(kept.report())
    return typer.echo(f"{catalog} version {kept.publication.version.hex}, served nowhere by this")


@app.command("restore-draft")
@seated
def restore_draft(
    desk: Desk,
    catalog: CatalogArgument,
    version: Annotated[str, typer.Argument(help="A number, a digest (12 digits or more) or a tag.")],
    keep_draft: Annotated[bool, typer.Option(help="Freeze what the draft says first: the way back.")] = True,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Make the draft say again what a version says; what is served is not touched."""
    wish = RestoreWish(catalog, version, keep_draft, expected(if_match).header)
    with told.Bar(f"restoring the draft of {catalog}") as bar:
        restored = restoring.restore_draft(
            desk.database,
            desk.actor,
            desk.environment,
            wish,
            environment_key=desk.environment_key,
            request_id=desk.request_id,
            on_progress=bar.move,
        )
    if json:
        return told.as_json(restored.report())
    for warning in restored.warnings:
        told.note(f"{warning.code.replace('_', ' ')}: {warning.count} {', '.join(warning.names)}".rstrip())
    back = f"; undo with: versions restore-draft {catalog} {restored.draft_before}" if restored.draft_before else ""
    return typer.echo(f"the draft of {catalog} says what {restored.version.hex[:12]} says{back}")


@app.command("list")
@seated
def list_versions(desk: Desk, paging: Paging, catalog: CatalogArgument, json: JsonOption = False) -> None:
    """Publications of the environment, newest first, and where each is served."""

    def page(limit: int, after: str | None) -> ListedPage:
        return ListedPage.of(listing.versions(reads, catalog, limit=limit, after=after))

    columns = {
        "number": lambda each: each.version.number,
        "version": lambda each: each.version.digest[:16],
        "tags": lambda each: ",".join(each.tags),
        "published": lambda each: each.published_at.isoformat(),
        "frozen only": lambda each: "" if each.is_released else "yes",
        "next boundary": lambda each: each.boundaries[0].isoformat() if each.boundaries else "",
        "served in": lambda each: "retired" if each.version.retired_at else ",".join(each.served_in),
        "note": lambda each: each.note,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: Desk, catalog: CatalogArgument, version: VersionArgument = "live", json: JsonOption = False) -> None:
    """What a version is called, how much it holds, and when time alone changes what it answers."""
    with desk.reads() as reads:
        found = releases.record(reads, catalog, version)
        last = queries.last_publication(reads, found)
        told.thing(VersionOut.of(found, queries.number_of(reads, found)), json=json)
    for each in last.boundaries if last is not None and not json else ():
        typer.echo(f"boundary  {each.isoformat()}")


@app.command()
@seated
def export(
    desk: Desk,
    catalog: CatalogArgument,
    version: VersionArgument,
    file: Annotated[Path, typer.Argument(help="Where to; .gz is packed.")],
) -> None:
    """Write a version so that anybody can recompute its digest."""
    if file.exists():
        raise BadArgument(f"{file} is there already", pointer="/file")
    with desk.reads() as reads:
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


@app.command()
@seated
def prove(
    desk: Desk,
    catalog: CatalogArgument,
    version: VersionArgument,
    kind: Annotated[Kind, typer.Argument(help="The entry's kind.")],
    entry: Annotated[str, typer.Argument(help="The entry's key, as an export has it.")],
) -> None:
    """A proof that a version holds an entry, as JSON: to be checked without the rest of it."""
    with desk.reads() as reads:
        proof = proving.prove(reads, releases.version(reads, catalog, version=version), kind, entry)
    typer.echo(dumps(proof.said(), indent=2, ensure_ascii=False))


@app.command()
@seated
def retire(
    desk: Desk,
    catalog: CatalogArgument,
    version: Annotated[list[str] | None, typer.Argument(help="Numbers or digests (12 digits or more).")] = None,
    keep: Annotated[int | None, typer.Option(help="Instead: all that nothing needs but so many newest.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would be retired, and retire nothing.")] = False,
    json: JsonOption = False,
) -> None:
    """Give up the content of versions that nothing needs; their names stay."""
    body = words(RetireIn, {"versions": version or None, "keep": keep, "reason": reason, "dryRun": dry_run})
    wish = Wish(catalog, body.versions, body.keep, body.reason)
    with desk.work() as work:
        retired = retiring.retire(work, wish, is_dry=dry_run, defer=False)
    if retired.job is not None:
        with told.Bar(f"sweeping {catalog}") as bar:
            jobs.run_now(desk.database, desk.actor, retired.job, on_progress=bar.move)
    if json:
        return told.as_json(RetiredOut.of(retired))
    for each, number in retired.versions:
        typer.echo(f"{number or ''}\t{each.hex}")
    return told.note(f"{len(retired.versions)} versions {'would be ' if dry_run else ''}retired")


@app.command("verify-proof")
def verify_proof(file: Annotated[Path, typer.Argument(help="A proof.")]) -> None:
    """Compute the digest from a proof alone; needs no database."""
    if not file.is_file():
        raise BadArgument(f"there is no file {file}", pointer="/file")
    found = checked(read_proof(file))
    typer.echo(f"{found.kind} {found.key} is in {found.catalog_key} {found.digest.hex()}")


@app.command()
@seated
def history(
    desk: Desk,
    paging: Paging,
    catalog: CatalogArgument,
    rate_plan: Annotated[str | None, typer.Option(help="A rate plan's key.")] = None,
    node: Annotated[str | None, typer.Option(help="A node's id, or its path in the draft.")] = None,
    json: JsonOption = False,
) -> None:
    """What became of one rate plan or one node, version by version."""
    if (rate_plan is None) == (node is None):
        raise BadArgument("name one of --rate-plan and --node", pointer="/node")

    def page(limit: int, after: str | None) -> PastPage:
        if rate_plan is not None:
            return PastPage.of(past.of_rate_plan(reads, catalog, rate_plan, limit=limit, after=after))
        return PastPage.of(past.of_node(reads, catalog, _node(reads, catalog, str(node)), limit=limit, after=after))

    columns = {
        "number": lambda each: each.number,
        "version": lambda each: each.version[:16],
        "published": lambda each: each.published_at.isoformat(),
        "by": lambda each: each.published_by,
        "what": _became,
        "note": lambda each: each.note,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command("storage")
@seated
def show_storage(desk: Desk, paging: Paging, catalog: CatalogArgument, json: JsonOption = False) -> None:
    """What each version takes alone, and what it shares with its neighbours; bytes without indexes."""

    def page(limit: int, after: str | None) -> StoragePage:
        return StoragePage.of(storage.report(reads, catalog, limit=limit, after=after))

    columns = {
        "number": lambda each: each.number,
        "version": lambda each: each.version[:16],
        "own entries": lambda each: each.own.entries,
        "own bytes": lambda each: each.own.bytes,
        "shared entries": lambda each: each.shared.entries,
        "shared bytes": lambda each: each.shared.bytes,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


def _node(reads: Reads, catalog: str, said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        return standing(reads, catalog, said).id


def _became(step: HistoryStepOut) -> str:
    said = [
        f"{each.sort} {each.kind} {each.path if each.path is not None else each.key}: {fields_of(each)}".rstrip(": ")
        for each in step.changes
    ]
    if step.path != step.was:
        said.append(f"{step.was or '-'} → {step.path or '-'}")
    if step.rate_plans is not None:
        said.append(f"+{step.rate_plans.enters} -{step.rate_plans.leaves} rate plans")
    return "; ".join(said)
