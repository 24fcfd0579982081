"""Freezing a draft into a version that nobody serves: to look at it as customers would, or to come back to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.events import commands as events
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.kit.actor import Actor, NotPermitted, Role
from catalog_admin.kit.ids import EnvironmentId, JobId
from catalog_admin.kit.work import Database, Work
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import naming
from catalog_admin.publishing.commands import Publication
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.foreground import Foreground

FREEZE = "publishing.freeze"
Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Kept:
    """The version that holds the draft; `number` is None for content that another environment froze first."""

    publication: Publication
    number: int | None

    def report(self) -> dict[str, Any]:
        version = self.publication.version
        return {
            "version": version.hex,
            "number": self.number,
            "isNew": self.publication.is_new,
            "nodes": version.nodes,
            "ratePlans": version.plans,
            "memberships": version.memberships,
        }


def ask_to_freeze(work: Work, catalog_key: str, note: str | None) -> JobId:
    """Raises NotPermitted, CatalogNotFound."""
    _check(work, catalog_key)
    return jobs.enqueue(work, FREEZE, {"catalog": catalog_key, "note": note})


def freeze_draft(
    database: Database,
    actor: Actor,
    environment: EnvironmentId,
    catalog_key: str,
    note: str | None = None,
    *,
    environment_key: str,
    request_id: str = "",
    on_progress: Progress | None = None,
) -> Kept:
    """Here and now, by the very code the job runs."""
    desk = Foreground(database, actor, environment, environment_key, request_id, on_progress)
    return _freeze(desk, catalog_key, note, lambda work, kept: None)


@job_kind(FREEZE, resumable=True, turn=publishing.turn_of)
def run_freeze(context: JobContext) -> dict[str, Any]:
    if context.last_checkpoint is not None:
        return context.last_checkpoint
    wish = context.params
    return _freeze(
        context, wish["catalog"], wish["note"], lambda work, kept: context.checkpoint(work, kept.report())
    ).report()


def kept_as_version(desk: Desk, catalog_key: str, note: str | None, remember: Callable[[Work, Kept], None]) -> Kept:
    """Inside the queue of the catalog's publishes."""
    frozen = publishing.freeze(desk, catalog_key, datetime.now(UTC))
    desk.check_cancelled()
    desk.progress(*frozen.next_step)
    with desk.work() as work:
        publication = publishing.seal(work, frozen, note, desk.progress, is_released=False)
        kept = Kept(publication, naming.number_of(work, publication.version))
        events.emit(work, type="DraftFrozen", subject=f"catalog:{catalog_key}", data=kept.report() | {"note": note})
        remember(work, kept)
    return kept


def _freeze(desk: Desk, catalog_key: str, note: str | None, remember: Callable[[Work, Kept], None]) -> Kept:
    with desk.work() as work:
        _check(work, catalog_key)
    with publishing.queue(desk, catalog_key):
        kept = kept_as_version(desk, catalog_key, note, remember)
    desk.progress(100, "frozen")
    return kept


def _check(work: Work, catalog_key: str) -> None:
    """Nothing that is served changes: no gate stands before it, but only who edits or publishes it all may."""
    roles = (Role.PUBLISHER, Role.CATALOG_EDITOR)
    if not any(work.actor.may(role, catalog=catalog_key) for role in roles):
        raise NotPermitted(f"this needs the role publisher on {catalog_key}", needs=Role.PUBLISHER.value)
    catalogs.catalog(work, catalog_key)
