"""Publish: freeze the draft into a version, then let the environment serve it; as a job or here and now."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.environments import queries as environments
from catalog_admin.events import commands as events
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.kit.actor import Actor, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import EnvironmentId, JobId
from catalog_admin.kit.work import Database, Work
from catalog_admin.promotions import serving, store
from catalog_admin.promotions.commands.moving import Served, hold, serve
from catalog_admin.promotions.commands.watching import Watching
from catalog_admin.promotions.errors import RolledBackMeanwhile
from catalog_admin.promotions.model import PublishWish, check_effective_from, check_gates
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import queries as versions
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.filling import Frozen
from catalog_admin.publishing.foreground import Foreground

PUBLISH = "promotions.publish"


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


@job_kind(PUBLISH, resumable=True, turn=publishing.turn_of)
def run_publish(context: JobContext) -> dict[str, Any]:
    """A second attempt begins again from the draft, unless the first one got as far as serving."""
    if context.last_checkpoint is not None:
        return context.last_checkpoint
    wish = PublishWish.of(context.params)
    return _publish(context, wish, lambda work, served: context.checkpoint(work, served.report())).report()


def _publish(
    desk: Desk, wish: PublishWish, remember: Callable[[Work, Served], None], *, unless_served: bool = False
) -> Served:
    with desk.work() as work:
        _check(work, wish)
        if not unless_served:
            _check_instant(work, wish)
        wish = _as_asked(work, wish)
    with publishing.queue(desk, wish.catalog_key):
        with desk.work() as work:
            refuse_after_rollback(work, wish)  # while it waited
        watching = Watching(desk, partial(refuse_after_rollback, wish=wish))
        frozen = publishing.freeze(watching, wish.catalog_key, wish.effective_from or datetime.now(UTC))
        desk.check_cancelled()
        if unless_served and (already := _served_already(desk, frozen)) is not None:
            return already
        desk.progress(*frozen.next_step)
        with desk.work() as work:
            served = seal_and_serve(work, frozen, wish, desk.progress)
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


def seal_and_serve(
    work: Work,
    frozen: Frozen,
    wish: PublishWish,
    tell: Callable[[int, str], None],
    told: Mapping[str, Any] = publishing.NOTHING_MORE,
) -> Served:
    """`told` says what else than a person made it be published: then what comes to the same is no event.

    Raises RolledBackMeanwhile.
    """
    publication = publishing.seal(work, frozen, wish.note, tell, detail=told)
    held = hold(work, Expected(wish.expected))
    refuse_after_rollback(work, wish)
    catalogs.catalog(work, wish.catalog_key)  # deleted meanwhile, it would be served without a draft
    served = serve(
        work,
        held,
        publication.version,
        "publish",
        reason=wish.note,
        effective_from=wish.effective_from,
        is_new=publication.is_new,
    )
    if not told or served.generation != held.serving.generation:
        data = served.report() | {"note": wish.note, **told}
        events.emit(work, type="CatalogPublished", subject=f"catalog:{wish.catalog_key}", data=data)
    return served


def _check(work: Work, wish: PublishWish) -> None:
    """Before hours of work and again in the job: who asked may have lost the right meanwhile."""
    work.actor.must(Role.PUBLISHER, catalog=wish.catalog_key)
    if wish.effective_from is not None:
        work.actor.must(Role.TENANT_ADMIN)
    check_gates(work.environment_key, "publish")
    catalogs.catalog(work, wish.catalog_key)
    Expected(wish.expected).check(environments.serving(work).generation)
    refuse_after_rollback(work, wish)


def _check_instant(work: Work, wish: PublishWish) -> None:
    """Raises BadEffectiveFrom; the move asks once more."""
    if wish.effective_from is not None:
        check_effective_from(wish.effective_from, work.now, store.last_effective(work))


def _as_asked(work: Work, wish: PublishWish) -> PublishWish:
    """With what is known of rollbacks at this moment, unless the wish is older and says what was known then."""
    if wish.rollback_known is not None:
        return wish
    return replace(wish, rollback_known=store.last_rollback(work, wish.catalog_key))


def refuse_after_rollback(work: Work, wish: PublishWish) -> None:
    """Raises RolledBackMeanwhile: whoever asked had not seen that somebody would have to go back."""
    last = store.last_rollback(work, wish.catalog_key)
    if wish.rollback_known is not None and last > wish.rollback_known:
        raise RolledBackMeanwhile(
            f"{wish.catalog_key} was rolled back or withdrawn after this publish was asked for",
            suggestion="look at the difference from live to draft, then publish again",
            generation=last,
        )
