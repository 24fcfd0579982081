"""Publish, rollback, withdraw: each composes a release with one change in it, and moves the environment to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.commands import before_deleting
from catalog_admin.environments import commands as environments_commands
from catalog_admin.environments import queries as environments
from catalog_admin.events import commands as events
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Actor, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import EnvironmentId, JobId
from catalog_admin.kit.work import Database, Work
from catalog_admin.promotions import serving, store
from catalog_admin.promotions.errors import AlreadyServed, NeverServed, RolledBackMeanwhile, StillServed
from catalog_admin.promotions.foreground import Foreground
from catalog_admin.promotions.model import (
    Cause,
    Move,
    PublishWish,
    Release,
    check_effective_from,
    check_gates,
)
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import queries as versions
from catalog_admin.publishing.filling import Desk, Frozen
from catalog_admin.publishing.model import VersionRef

PUBLISH = "promotions.publish"


@dataclass(frozen=True)
class Served:
    """What the environment answers with now; `is_new`: the version did not exist before.

    `number` is None for content that another environment was the first to publish. `was_served`: nothing was done.
    """

    version: VersionRef
    number: int | None
    is_new: bool
    release_digest: bytes
    generation: int
    effective_from: datetime
    was_served: bool = False

    def report(self) -> dict[str, Any]:
        return {
            "version": self.version.hex,
            "number": self.number,
            "isNew": self.is_new,
            "release": self.release_digest.hex(),
            "generation": self.generation,
            "nodes": self.version.nodes,
            "ratePlans": self.version.plans,
            "memberships": self.version.memberships,
        }


@dataclass(frozen=True)
class Withdrawn:
    """`version` is what was served until then."""

    version: VersionRef
    release_digest: bytes
    generation: int

    def report(self) -> dict[str, Any]:
        return {"version": self.version.hex, "release": self.release_digest.hex(), "generation": self.generation}


def ask_to_publish(work: Work, wish: PublishWish) -> JobId:
    """What can be refused at once is; raises NotPermitted, GateClosed, CatalogNotFound, Stale, BadEffectiveFrom."""
    _check(work, wish)
    _check_instant(work, wish)
    return jobs.enqueue(work, PUBLISH, _as_asked(work, wish).params())


def publish(
    database: Database,
    actor: Actor,
    environment: EnvironmentId,
    wish: PublishWish,
    *,
    environment_key: str,
    request_id: str = "",
    on_progress: Callable[[int, str], None] | None = None,
    unless_served: bool = False,
) -> Served:
    """Here and now, by the very code the job runs; raises what the job would report.

    With `unless_served` content that is live already leaves no second publication behind.
    """
    desk = Foreground(database, actor, environment, environment_key, request_id, on_progress)
    return _publish(desk, wish, lambda work, served: None, unless_served=unless_served)


@job_kind(PUBLISH, resumable=True)
def run_publish(context: JobContext) -> dict[str, Any]:
    """A second attempt begins again from the draft, unless the first one got as far as serving."""
    if context.last_checkpoint is not None:
        return context.last_checkpoint
    wish = PublishWish.of(context.params)
    return _publish(context, wish, lambda work, served: context.checkpoint(work, served.report())).report()


def rollback(work: Work, catalog_key: str, to: str, *, reason: str | None = None, expected: Expected) -> Served:
    """Serve an earlier version again: one row moves, whatever the catalog's size; the draft keeps what it says.

    `to` is a digest, a number, a tag or "previous". Raises NotPermitted, GateClosed, Stale, VersionNotFound,
    NothingBefore, NeverServed, AlreadyServed.
    """
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_gates(work.environment_key, "rollback")
    _hold(work, expected)
    current = serving.live_or_withdrawn(work, catalog_key)
    version = serving.rollback_target(work, catalog_key, to, current)
    if current is not None and version.digest == current.digest:
        raise AlreadyServed(f"{work.environment_key} serves {version.hex[:12]} already", pointer="/to")
    if not store.has_served(work, catalog_key, version.digest):
        raise NeverServed(f"{work.environment_key} has never served {version.hex[:12]}", pointer="/to")
    served = _serve(work, version, "rollback", reason=reason)
    audit.record(
        work,
        action="promotions.rolled_back",
        subject=f"catalog:{catalog_key}",
        before={"version": current.digest} if current else None,
        after={"version": version.digest},
        detail={"to": version.digest, "reason": reason},
    )
    events.emit(
        work,
        type="CatalogRolledBack",
        subject=f"catalog:{catalog_key}",
        data=served.report() | {"from": current.hex if current else None, "reason": reason},
    )
    return served


def withdraw(work: Work, catalog_key: str, *, reason: str | None = None, expected: Expected) -> Withdrawn:
    """Take a catalog out of service: readers find no such catalog, its draft and versions stay as they are.

    A rollback or a publish serves it again. Raises NotPermitted, GateClosed, Stale, NothingPublished.
    """
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_gates(work.environment_key, "withdrawal")
    _hold(work, expected)
    current = serving.live(work, catalog_key)
    release = serving.served_release(work).without_catalog(catalog_key)
    generation = _move(work, release, "withdrawal", catalog_key, reason, _effective(work, None))
    withdrawn = Withdrawn(current, release.digest, generation)
    audit.record(
        work,
        action="promotions.withdrawn",
        subject=f"catalog:{catalog_key}",
        before={"version": current.digest},
        detail={"reason": reason},
    )
    events.emit(
        work,
        type="CatalogWithdrawn",
        subject=f"catalog:{catalog_key}",
        data=withdrawn.report() | {"reason": reason},
    )
    return withdrawn


@before_deleting
def refuse_while_served(work: Work, catalog_key: str) -> None:
    """Raises StillServed. Held until the deletion ends, so that no publish slips in between."""
    locks.take(work.session, locks.Lock.RELEASE, work.environment)
    if catalog_key in serving.served_release(work).catalogs:
        raise StillServed(
            f"{work.environment_key} serves {catalog_key}", suggestion=f"withdraw {catalog_key}, then delete it"
        )


def _publish(
    desk: Desk, wish: PublishWish, remember: Callable[[Work, Served], None], *, unless_served: bool = False
) -> Served:
    with desk.work() as work:
        _check(work, wish)
        if not unless_served:
            _check_instant(work, wish)
        wish = _as_asked(work, wish)
    with publishing.queue(desk, wish.catalog_key):
        frozen = publishing.freeze(desk, wish.catalog_key, wish.effective_from or datetime.now(UTC))
        desk.check_cancelled()
        if unless_served and (already := _served_already(desk, frozen)) is not None:
            return already
        desk.progress(97, "sealing")
        with desk.work() as work:
            served = _seal_and_serve(work, frozen, wish)
            remember(work, served)
    desk.progress(100, "serving")
    return served


def _served_already(desk: Desk, frozen: Frozen) -> Served | None:
    with desk.work() as work:
        now = environments.serving(work)
        release = serving.served_release(work)
        if now.release_digest is None or release.catalogs.get(frozen.catalog_key) != frozen.digest.hex():
            return None
        version = serving.live(work, frozen.catalog_key)
        number = versions.number_of(work, version)
        since = store.last_effective(work) or work.now
    return Served(version, number, False, now.release_digest, now.generation, since, was_served=True)


def _seal_and_serve(work: Work, frozen: Frozen, wish: PublishWish) -> Served:
    publication = publishing.seal(work, frozen, wish.note)
    _hold(work, Expected(wish.expected))
    _refuse_after_rollback(work, wish)
    catalogs.catalog(work, wish.catalog_key)  # deleted meanwhile, it would be served without a draft
    served = _serve(
        work,
        publication.version,
        "publish",
        reason=wish.note,
        effective_from=wish.effective_from,
        is_new=publication.is_new,
    )
    events.emit(
        work, type="CatalogPublished", subject=f"catalog:{wish.catalog_key}", data=served.report() | {"note": wish.note}
    )
    return served


def _check(work: Work, wish: PublishWish) -> None:
    """Before hours of work and again in the job: who asked may have lost the right meanwhile."""
    work.actor.must(Role.PUBLISHER, catalog=wish.catalog_key)
    if wish.effective_from is not None:
        work.actor.must(Role.TENANT_ADMIN)
    check_gates(work.environment_key, "publish")
    catalogs.catalog(work, wish.catalog_key)
    Expected(wish.expected).check(environments.serving(work).generation)
    _refuse_after_rollback(work, wish)


def _check_instant(work: Work, wish: PublishWish) -> None:
    """Raises BadEffectiveFrom; the move asks once more."""
    if wish.effective_from is not None:
        check_effective_from(wish.effective_from, work.now, store.last_effective(work))


def _as_asked(work: Work, wish: PublishWish) -> PublishWish:
    """With what is known of rollbacks at this moment, unless the wish is older and says what was known then."""
    if wish.rollback_known is not None:
        return wish
    return replace(wish, rollback_known=store.last_rollback(work, wish.catalog_key))


def _refuse_after_rollback(work: Work, wish: PublishWish) -> None:
    """Raises RolledBackMeanwhile: whoever asked had not seen that somebody would have to go back."""
    last = store.last_rollback(work, wish.catalog_key)
    if wish.rollback_known is not None and last > wish.rollback_known:
        raise RolledBackMeanwhile(
            f"{wish.catalog_key} was rolled back or withdrawn after this publish was asked for",
            suggestion="look at the difference from live to draft, then publish again",
            generation=last,
        )


def _hold(work: Work, expected: Expected) -> None:
    """What the environment serves stays until this transaction ends; raises RevisionStale if it is not as expected.

    The lock makes publishes of two catalogs compose one after the other instead of one refusing the other.
    """
    locks.take(work.session, locks.Lock.RELEASE, work.environment)
    expected.check(environments.serving(work).generation)


def _serve(
    work: Work,
    version: VersionRef,
    cause: Cause,
    *,
    reason: str | None,
    effective_from: datetime | None = None,
    is_new: bool = False,
) -> Served:
    """Replace one component of what the environment, held, serves; the same release again is no move."""
    before = environments.serving(work)
    release = serving.served_release(work).with_catalog(version.catalog_key, version.hex)
    since = _effective(work, effective_from)
    number = versions.number_of(work, version)
    if release.digest == before.release_digest:
        return Served(version, number, is_new, release.digest, before.generation, since)
    generation = _move(work, release, cause, version.catalog_key, reason, since)
    return Served(version, number, is_new, release.digest, generation, since)


def _move(
    work: Work, release: Release, cause: Cause, catalog_key: str, reason: str | None, effective_from: datetime
) -> int:
    """The environment, held, serves this release from now on; its new generation."""
    store.add_release(work, release)
    before = environments.serving(work).generation
    generation = environments_commands.serve_release(work, work.environment, release.digest, before)
    move = Move(
        generation=generation,
        release_digest=release.digest,
        cause=cause,
        catalog_key=catalog_key,
        reason=reason,
        moved_by=work.actor.subject,
        moved_at=work.now,
        effective_from=effective_from,
    )
    store.add_move(work, move)
    return generation


def _effective(work: Work, wanted: datetime | None) -> datetime:
    """Raises BadEffectiveFrom. Clocks of two hosts differ: a move never takes effect before the one it follows."""
    last = store.last_effective(work)
    if wanted is None:
        return max(work.now, last) if last else work.now
    check_effective_from(wanted, work.now, last)
    return wanted
