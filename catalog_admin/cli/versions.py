"""Publishing, going back, and what was published."""

import gzip
from json import dumps
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.cli import told, weighing
from catalog_admin.cli.asked import (
    ANYTHING,
    CatalogArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    expected,
    instant,
    words,
)
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.cli.errors import BadArgument
from catalog_admin.cli.places import standing
from catalog_admin.jobs import commands as jobs
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Reads
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions import listing
from catalog_admin.promotions import queries as releases
from catalog_admin.promotions.commands import Served
from catalog_admin.promotions.model import PublishWish
from catalog_admin.promotions.schemas.moves import (
    DifferenceOut,
    PublishIn,
    RollbackIn,
    ServedOut,
    WithdrawIn,
    WithdrawnOut,
)
from catalog_admin.promotions.schemas.versions import ListedPage
from catalog_admin.promotions.summary_words import SummaryOut
from catalog_admin.promotions.telling import Form, lines_of
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import freezing, proving, queries, restoring, retiring, storage
from catalog_admin.publishing import history as past
from catalog_admin.publishing.change_words import ChangeOut
from catalog_admin.publishing.model import Kind, check_tag_name
from catalog_admin.publishing.packed import Part
from catalog_admin.publishing.past_words import HistoryStepOut, PastPage, StoragePage
from catalog_admin.publishing.proof import checked
from catalog_admin.publishing.proof import read as read_proof
from catalog_admin.publishing.restoring import RestoreWish
from catalog_admin.publishing.retiring import Wish
from catalog_admin.publishing.schemas import FreezeIn, RetiredOut, RetireIn, VersionOut
from catalog_admin.publishing.verify import verify_file

app = typer.Typer(no_args_is_help=True)
VersionArgument = Annotated[str, typer.Argument(help="live, a number, a digest (12 digits or more) or a tag.")]
GenerationOption = Annotated[
    str, typer.Option("--if-match", help="The environment's generation you decided on, as publish and rollback say it.")
]

MOST_CHANGES = 10_000
SIDE = "live, previous, a number, a digest or a tag."


@seated
def publish(
    desk: Desk,
    catalog: CatalogArgument,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Names for the version; move if they exist.")] = None,
    effective_from: Annotated[str | None, typer.Option(help="An instant in the past, for history.")] = None,
    if_match: GenerationOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Freeze the draft into a version and serve it."""
    body = words(PublishIn, {"note": note, "effectiveFrom": instant(effective_from)})
    wish = PublishWish(catalog, body.note, body.effective_from, _generation(if_match).header)
    served = published(desk, wish, tag or [])
    if json:
        return told.as_json(ServedOut.of(served))
    news = "new" if served.is_new else "the same content as before"
    return typer.echo(f"{catalog} version {served.version.hex} ({news}), generation {served.generation}")


@seated
def rollback(
    desk: Desk,
    catalog: CatalogArgument,
    to: Annotated[str, typer.Argument(help="previous, a number, a digest or a tag.")] = "previous",
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    if_match: GenerationOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Serve an earlier version again; the draft keeps what it says."""
    body = words(RollbackIn, {"to": to, "reason": reason})
    with desk.work() as work:
        served = promotions.rollback(work, catalog, body.to, reason=body.reason, expected=_generation(if_match))
    if json:
        return told.as_json(ServedOut.of(served))
    return typer.echo(f"{catalog} serves {served.version.hex}, generation {served.generation}")


@seated
def withdraw(
    desk: Desk,
    catalog: CatalogArgument,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    if_match: GenerationOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Take a catalog out of service; rollback or publish serves it again."""
    body = words(WithdrawIn, {"reason": reason})
    with desk.work() as work:
        withdrawn = promotions.withdraw(work, catalog, reason=body.reason, expected=_generation(if_match))
    if json:
        return told.as_json(WithdrawnOut.of(withdrawn))
    return typer.echo(f"{catalog} is not served any more, generation {withdrawn.generation}")


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


@seated
def diff(
    desk: Desk,
    paging: Paging,
    catalog: CatalogArgument,
    old: Annotated[str, typer.Argument(metavar="BEFORE", help="live, previous, a number, a digest or a tag.")] = "live",
    new: Annotated[str, typer.Argument(metavar="AFTER", help="draft, or as before.")] = "draft",
    kind: Annotated[Kind | None, typer.Option(help="List entries of this kind alone.")] = None,
    shelf: Annotated[UUID | None, typer.Option(help="A node's id: list its rate plans alone.")] = None,
    form: Annotated[Form | None, typer.Option("--as", help="Every change, as a line of JSON of this form.")] = None,
    json: JsonOption = False,
) -> None:
    """What makes one state another: which rate plans enter and leave which shelf, and every changed field."""
    if form is not None:
        return _stream(desk, catalog, (old, new), Part(kind, shelf), form)

    totals: list[int] = []

    def page(limit: int, behind: str | None) -> DifferenceOut:
        most = MOST_CHANGES if paging.every else limit
        of = Part(kind, shelf)
        found = DifferenceOut.of(releases.difference(reads, catalog, old, new, limit=most, behind=behind, of=of))
        totals.append(found.total)
        return found

    columns = {
        "change": lambda each: each.sort,
        "of": lambda each: each.kind,
        "node": lambda each: each.path if each.path is not None else each.node_id,
        "rate plan": lambda each: each.rate_plan,
        "key": lambda each: None if each.node_id or each.rate_plan else each.key,
        "fields": _fields,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)
    if not json:
        told.note(f"{totals[0]} changes")
    return None


@seated
def impact(
    desk: Desk,
    catalog: CatalogArgument,
    old: Annotated[str, typer.Argument(metavar="BEFORE", help=f"nothing, {SIDE}")] = "live",
    new: Annotated[str, typer.Argument(metavar="AFTER", help=f"draft, nothing, {SIDE}")] = "draft",
    json: JsonOption = False,
) -> None:
    """What a change amounts to, before it is made: a publish (to draft), a rollback (to a version), a withdrawal."""
    with desk.reads() as reads:
        told_of = SummaryOut.told(releases.weighed(reads, catalog, old, new))
    if json:
        return told.as_json(told_of)
    return weighing.show(told_of)


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
        "served in": lambda each: ",".join(each.served_in),
        "note": lambda each: each.note,
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: Desk, catalog: CatalogArgument, version: VersionArgument = "live", json: JsonOption = False) -> None:
    """What a version is called and how much it holds."""
    with desk.reads() as reads:
        found = releases.record(reads, catalog, version)
        told.thing(VersionOut.of(found, queries.number_of(reads, found)), json=json)


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


def published(desk: Desk, wish: PublishWish, tags: list[str]) -> Served:
    """With a progress bar for whoever watches. Raises BadTagName before anything is published."""
    for name in tags:
        check_tag_name(name)
    with told.Bar(f"publishing {wish.catalog_key}") as bar:
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
            publishing.move_tag(work, wish.catalog_key, name, served.version.hex, Expected(ANYTHING))
    return served


def _generation(if_match: str) -> Expected:
    """Also as the bare number that publish and rollback print."""
    return expected(f"r{if_match}" if if_match.isdecimal() else if_match)


def _stream(desk: Desk, catalog: str, ends: tuple[str, str], of: Part, form: Form) -> None:
    with desk.reads() as reads:
        for line in lines_of(releases.whole_difference(reads, catalog, *ends, of=of), form):
            typer.echo(line, nl=False)


def _node(reads: Reads, catalog: str, said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        return standing(reads, catalog, said).id


def _became(step: HistoryStepOut) -> str:
    said = [
        f"{each.sort} {each.kind} {each.path if each.path is not None else each.key}: {_fields(each)}".rstrip(": ")
        for each in step.changes
    ]
    if step.path != step.was:
        said.append(f"{step.was or '-'} → {step.path or '-'}")
    if step.rate_plans is not None:
        said.append(f"+{step.rate_plans.enters} -{step.rate_plans.leaves} rate plans")
    return "; ".join(said)


def _fields(change: ChangeOut) -> str:
    return ", ".join(field.pointer for field in change.fields)
