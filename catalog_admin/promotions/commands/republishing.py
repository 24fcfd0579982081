"""Publishing again by itself: a rule answers differently by time alone, or its condition is another one in the channel
of the rule repository that it is taken from, and nobody has to be there for that.

From what was published last, never from the draft; through the same queue, the same gates and the same move as every
publish. What somebody decided stands: after a rollback or a withdrawal nothing is done until somebody publishes again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.events import commands as events
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.jobs.sweeps import sweep_of
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.errors import Refusal
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
BY_TIME, BY_RULES = "time_boundary", "rule_change"
MOST_AT_ONCE = 100
NAMED = 5  # rules in a note


@dataclass(frozen=True)
class Due:
    """A catalog that has become another one by time alone, or may have by `rules`: they say where its channels are."""

    actor: Actor
    environment: EnvironmentId
    environment_key: str
    catalog_key: str
    boundary: datetime | None
    rules: str | None

    def params(self) -> dict[str, Any]:
        said = {"boundary": instant_text(self.boundary), "rules": self.rules}
        return {"catalog": self.catalog_key} | {name: value for name, value in said.items() if value is not None}


@sweep_of(REPUBLISH)
def ask_for_what_is_due(database: Database) -> int:
    """How many jobs were asked for. One worker looks at a time, so that each is asked for once."""
    with Session(database.engine) as session, session.begin():
        if not locks.take_if_free(session, locks.Lock.AUTOMATION, REPUBLISH):
            return 0
        return sum(_ask(database, each) for each in _due(session))


def _due(session: Session) -> Iterator[Due]:
    found = session.execute(text("SELECT * FROM catalogs_due(:most)"), {"most": MOST_AT_ONCE}).all()
    for row in found:
        actor = Actor(
            subject=CLOCK,
            tenant=TenantId(row.tenant_id),
            tenant_key=row.tenant_key,
            grants=(Grant(Role.PUBLISHER, row.catalog_key),),
            environments=frozenset({row.environment_key}),
        )
        environment = EnvironmentId(row.environment_id)
        yield Due(actor, environment, row.environment_key, row.catalog_key, row.boundary, row.rules)


def _ask(database: Database, due: Due) -> bool:
    """False if it cannot be asked for, its environment having gone: the next catalog's turn all the same."""
    try:
        with database.work(due.actor, due.environment, environment_key=due.environment_key) as work:
            jobs.enqueue(work, REPUBLISH, due.params())
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
            again = _again(work, catalog_key)
        if not again.is_due:
            return again.nothing_done(context.params)
        try:
            report = _republish(context, again)
        except RolledBackMeanwhile:
            return {"done": False, "held": "rolled_back"}
        except Refusal as refused:
            _tell_refused(context, again, refused)
            raise
    context.progress(100, "serving")
    return report


@dataclass(frozen=True)
class Again:
    """What is to be published again, as of the instant `at` at which that was found to be due, or not to be."""

    catalog: Catalog
    standing: Automation
    at: datetime
    wish: PublishWish

    @property
    def is_due(self) -> bool:
        return self.standing.is_due(self.catalog, self.at)

    @property
    def trigger(self) -> str:
        return BY_RULES if self.standing.follows_moved_rules(self.catalog) else BY_TIME

    def nothing_done(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """`unchanged`: its channels went on, and have the conditions that they had; nobody has to look again."""
        is_unchanged = "rules" in params and self.standing.held is None and not self.standing.rules_moved
        said = {"done": False, "held": self.standing.held}
        return said | ({"unchanged": True} if is_unchanged else {})


def _republish(context: JobContext, again: Again) -> dict[str, Any]:
    """A catalog that follows rules takes what its channels have now also when it is time that brings it here."""
    wish = again.wish
    watching = Watching(context, partial(refuse_after_rollback, wish=wish))
    frozen = publishing.freeze_as_published(
        watching, wish.catalog_key, again.at, follows_rules=again.catalog.follows_rules
    )
    context.check_cancelled()
    context.progress(*frozen.next_step)
    told = {"trigger": again.trigger, "boundary": context.params.get("boundary"), "leftOut": frozen.left_out}
    with context.work() as work:
        report = seal_and_serve(work, frozen, wish, context.progress, told).report() | {"done": True, **told}
        context.checkpoint(work, report)
    return report


def _now(work: Work) -> datetime:
    """By the database's clock, as it was found to be due: by another one it might not be yet."""
    now: datetime = work.session.scalars(select(func.clock_timestamp())).one()
    return now


def _tell_refused(context: JobContext, again: Again, refused: Refusal) -> None:
    """What is served stays as it is; whoever published it last, or changed the rule, wants to know."""
    with context.work() as work:
        data = {"trigger": again.trigger, "problem": refused.problem()}
        events.emit(work, type="AutoPublishRefused", subject=f"catalog:{again.catalog.key}", data=data)


def _again(work: Work, catalog_key: str) -> Again:
    """Raises NotPermitted, GateClosed, CatalogNotFound."""
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_gates(work.environment_key, "publish")
    catalog, at = catalogs.catalog(work, catalog_key), _now(work)
    standing = _standing(work, catalog)
    note = _note(catalog, standing)
    wish = PublishWish(catalog_key, note, rollback_known=store.last_rollback(work, catalog_key))
    return Again(catalog, standing, at, wish)


def _standing(work: Work, catalog: Catalog) -> Automation:
    if catalog.auto_publish == "none":
        return Automation()
    release = serving.served_release(work)
    live = {key: bytes.fromhex(version) for key, version in release.catalogs.items()}
    return automation(work, [catalog], live)[catalog.key]


def _note(catalog: Catalog, standing: Automation) -> str:
    if not standing.follows_moved_rules(catalog):
        return f"at the time boundary {instant_text(standing.next_boundary)}"
    names = [str(each.ref) for each in standing.rules_moved]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"as rules changed: {', '.join(names[:NAMED])}{more}"
