"""Publishing again by itself: a rule answers differently by time alone, and nobody has to be there for that.

From what was published last, never from the draft; through the same queue, the same gates and the same move as every
publish. What somebody decided stands: after a rollback or a withdrawal nothing is done until somebody publishes again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.jobs.sweeps import sweep_of
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.work import Database, Work
from catalog_admin.promotions import serving, store
from catalog_admin.promotions.automation import REPUBLISH, Automation, automation
from catalog_admin.promotions.commands.publishing import refuse_after_rollback, seal_and_serve
from catalog_admin.promotions.commands.watching import Watching
from catalog_admin.promotions.errors import RolledBackMeanwhile
from catalog_admin.promotions.model import PublishWish, check_gates
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing.model import instant_text

log = structlog.get_logger()

CLOCK = "system:clock"
TRIGGER = "time_boundary"
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Due:
    """A catalog that has become another one by time alone."""

    actor: Actor
    environment: EnvironmentId
    environment_key: str
    catalog_key: str
    boundary: datetime


@sweep_of(REPUBLISH)
def ask_for_what_is_due(database: Database) -> int:
    """How many jobs were asked for. One worker looks at a time, so that each is asked for once."""
    with Session(database.engine) as session, session.begin():
        if not locks.take_if_free(session, locks.Lock.AUTOMATION, REPUBLISH):
            return 0
        return sum(_ask(database, each) for each in _due(session))


def _due(session: Session) -> Iterator[Due]:
    found = session.execute(text("SELECT * FROM due_republications(:most)"), {"most": MOST_AT_ONCE}).all()
    for row in found:
        actor = Actor(
            subject=CLOCK,
            tenant=TenantId(row.tenant_id),
            tenant_key=row.tenant_key,
            grants=(Grant(Role.PUBLISHER, row.catalog_key),),
            environments=frozenset({row.environment_key}),
        )
        yield Due(actor, EnvironmentId(row.environment_id), row.environment_key, row.catalog_key, row.boundary)


def _ask(database: Database, due: Due) -> bool:
    """False if it cannot be asked for, its environment having gone: the next catalog's turn all the same."""
    try:
        with database.work(due.actor, due.environment, environment_key=due.environment_key) as work:
            jobs.enqueue(work, REPUBLISH, {"catalog": due.catalog_key, "boundary": instant_text(due.boundary)})
    except Exception:
        log.warning("could not ask for a publish", catalog=due.catalog_key, exc_info=True)
        return False
    return True


@job_kind(REPUBLISH, resumable=True, turn=publishing.turn_of)
def run_republish(context: JobContext) -> dict[str, Any]:
    """What was asked for may be done or held by now: then it ends well, and says so. Raises what a publish raises."""
    if context.last_checkpoint is not None:
        return context.last_checkpoint
    catalog_key = context.params["catalog"]
    with publishing.queue(context, catalog_key):
        with context.work() as work:
            at, standing = _now(work), _standing(work, catalog_key)
            wish = _wish(work, catalog_key, standing)
        if not standing.is_due(at):
            return {"done": False, "held": standing.held}
        try:
            report = _republish(context, wish, at)
        except RolledBackMeanwhile:
            return {"done": False, "held": "rolled_back"}
    context.progress(100, "serving")
    return report


def _republish(context: JobContext, wish: PublishWish, at: datetime) -> dict[str, Any]:
    watching = Watching(context, partial(refuse_after_rollback, wish=wish))
    frozen = publishing.freeze_as_published(watching, wish.catalog_key, at)
    context.check_cancelled()
    context.progress(*frozen.next_step)
    told = {"trigger": TRIGGER, "boundary": context.params["boundary"], "leftOut": frozen.left_out}
    with context.work() as work:
        report = seal_and_serve(work, frozen, wish, context.progress, told).report() | {"done": True, **told}
        context.checkpoint(work, report)
    return report


def _now(work: Work) -> datetime:
    """By the database's clock, as it was found to be due: by another one it might not be yet."""
    now: datetime = work.session.scalars(select(func.clock_timestamp())).one()
    return now


def _standing(work: Work, catalog_key: str) -> Automation:
    """Raises NotPermitted, GateClosed, CatalogNotFound."""
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_gates(work.environment_key, "publish")
    catalog = catalogs.catalog(work, catalog_key)
    if catalog.auto_publish == "none":
        return Automation()
    release = serving.served_release(work)
    live = {key: bytes.fromhex(version) for key, version in release.catalogs.items()}
    return automation(work, [catalog], live)[catalog_key]


def _wish(work: Work, catalog_key: str, standing: Automation) -> PublishWish:
    note = f"at the time boundary {instant_text(standing.next_boundary)}"
    return PublishWish(catalog_key, note, rollback_known=store.last_rollback(work, catalog_key))
