"""Retention: whole versions that nothing needs give up their content; their names, and who published them, stay.

A version is retired at once, in one transaction; what it alone needed is swept after that, in steps that hold nobody
up. Publishing the same content again brings it back under the same name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from catalog_admin.audit import commands as audit
from catalog_admin.environments import queries as environments
from catalog_admin.events import commands as events
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Role
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import naming, store
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.errors import VersionNeeded
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.queries import check_known

SWEEP = "publishing.sweep"
ROWS_AT_ONCE, BODIES_AT_ONCE = 5_000, 1_000
MOST_AT_ONCE = 1_000
WHY = {
    "served": "an environment serves it",
    "tagged": "a tag names it",
    "way_back": "a rollback to `previous` would go back to it in some environment",
    "newest": "the next publish is compared with it",
}
INSTEAD = {
    "served": "have every environment serve another version first",
    "tagged": "delete the tag, or let it name another version",
    "way_back": "it is free once that environment has served two other versions since",
    "newest": "it is free once a newer version is published",
}


@dataclass(frozen=True)
class Wish:
    """Versions by name, or all that nothing needs but so many of the newest."""

    catalog_key: str
    versions: Sequence[str] | None = None
    keep: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Retired:
    """Versions with their numbers; the job sweeps what they alone needed. Without one: nothing to do, or a dry run."""

    versions: tuple[tuple[VersionRef, int | None], ...]
    job: JobId | None = None


def retire(work: Work, wish: Wish, *, is_dry: bool = False, defer: bool = True) -> Retired:
    """All of them or none. With `defer=False` the caller runs the job.

    Raises NotPermitted, CatalogNotFound, VersionNeeded, VersionRetired and what naming a version raises.
    """
    work.actor.must(Role.TENANT_ADMIN)
    work.actor.must_use_all()
    check_known(work, wish.catalog_key)
    _hold_environments(work)
    chosen = _named(work, wish) if wish.versions is not None else _unneeded(work, wish)
    found = tuple((each, naming.number_of(work, each)) for each in chosen)
    if is_dry or not found:
        return Retired(found)
    for each in chosen:
        _retire(work, each, wish.reason)
    lineages = sorted({each.lineage_id for each in chosen})
    return Retired(found, jobs.enqueue(work, SWEEP, {"lineages": lineages}, defer=defer))


@job_kind(SWEEP, resumable=True)
def run_sweep(context: JobContext) -> dict[str, Any]:
    return sweep(context, context.params["lineages"])


def sweep(desk: Desk, lineages: Sequence[int]) -> dict[str, Any]:
    """Rows, then the bodies that they were the last to need; each step a transaction. Begun again, it goes on."""
    rows = 0
    for lineage in lineages:
        for swept in _steps(desk, "SELECT sweep_retired(:what, :most)", lineage, ROWS_AT_ONCE):
            rows += swept
            desk.progress(50, f"{rows:,} rows swept")
    bodies = 0
    for looked_at in _steps(desk, "SELECT sweep_bodies(:most)", None, BODIES_AT_ONCE):
        bodies += looked_at
        desk.progress(90, f"{bodies:,} bodies looked at")
    desk.progress(100, "swept")
    return {"rows": rows, "bodies": bodies}


def _steps(desk: Desk, statement: str, what: int | None, most: int) -> Iterator[int]:
    while True:
        desk.check_cancelled()
        with desk.work() as work:
            done = int(work.session.scalar(text(statement), {"what": what, "most": most}) or 0)
        if not done:
            return
        yield done


def _hold_environments(work: Work) -> None:
    """Nobody begins to serve one of them before this transaction ends."""
    after: str | None = None
    while True:
        page = environments.environments(work, after=after)
        for each in page.items:
            locks.take(work.session, locks.Lock.RELEASE, each.id)
        if page.next is None:
            return
        after = page.next


def _named(work: Work, wish: Wish) -> list[VersionRef]:
    found: dict[bytes, VersionRef] = {}
    for place, name in enumerate(wish.versions or ()):
        each = naming.version(work, wish.catalog_key, name, f"/versions/{place}")
        if (because := _needed_by(work, each.digest)) is not None:
            raise _needed(each, because)
        found[each.digest] = each
    return list(found.values())


def _needed(version: VersionRef, because: str) -> VersionNeeded:
    detail = f"{version.catalog_key} version {version.hex[:12]} is needed: {WHY[because]}"
    return VersionNeeded(detail, suggestion=INSTEAD[because], because=because, version=version.hex)


def _unneeded(work: Work, wish: Wish) -> list[VersionRef]:
    """Of this environment's lineage, the oldest first; so many at once that the answer can be read."""
    lineage = store.find_lineage(work, wish.catalog_key, work.environment)
    digests = work.session.scalars(
        text(
            "SELECT v.digest FROM (SELECT * FROM version v WHERE v.tenant_id = :tenant AND v.lineage_id = :lineage"
            " ORDER BY v.ordinal DESC OFFSET :keep) v WHERE NOT EXISTS (SELECT FROM version_retirement r"
            " WHERE r.tenant_id = v.tenant_id AND r.lineage_id = v.lineage_id AND r.ordinal = v.ordinal)"
            " AND version_needed_by(v.digest) IS NULL ORDER BY v.ordinal LIMIT :most"
        ),
        {"tenant": work.tenant, "lineage": lineage, "keep": wish.keep, "most": MOST_AT_ONCE},
    )
    return [naming.version_by_digest(work, digest) for digest in digests.all()]


def _needed_by(tx: Reads | Work, digest: bytes) -> str | None:
    needed: str | None = tx.session.scalar(text("SELECT version_needed_by(:digest)"), {"digest": digest})
    return needed


def _retire(work: Work, version: VersionRef, reason: str | None) -> None:
    said = {"digest": version.digest, "reason": reason, "who": work.actor.subject}
    because = work.session.scalar(text("SELECT retire_version(:digest, :reason, :who)"), said)
    if because is not None:  # the database has the last word
        raise _needed(version, because)
    subject = f"catalog:{version.catalog_key}"
    detail = {"version": version.digest, "reason": reason}
    audit.record(work, action="publishing.version_retired", subject=subject, before=detail, detail=detail)
    events.emit(work, type="VersionRetired", subject=subject, data={"version": version.hex, "reason": reason})
