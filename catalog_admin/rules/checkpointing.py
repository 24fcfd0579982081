"""Packs that a new mirror begins with, made by a worker when a repository has moved by enough since the last one.

The mirror that one is made from is a folder of the job's own: a worker needs none beside it, and leaves none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.jobs.sweeps import sweep_of
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.work import Database
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.git.errors import GitMissing
from catalog_admin.rules.model import REPOSITORY
from catalog_admin.rules.refusals import in_our_words
from rulestore import checkpoints
from rulestore.mirror import Mirrors
from rulestore.programs import is_there
from rulestore.refs import find_repository, position

log = structlog.get_logger()

CHECKPOINT = "rules.checkpoint"
CLOCK = "system:clock"
EVERY = 1_000  # transactions, which take a cold mirror about half a second
MOST_AT_ONCE = 20


@sweep_of(CHECKPOINT)
def ask_for_checkpoints(database: Database, every: int = EVERY) -> int:
    """How many jobs were asked for. One worker looks at a time, so that each is asked for once."""
    with Session(database.engine) as session, session.begin():
        if not locks.take_if_free(session, locks.Lock.AUTOMATION, CHECKPOINT):
            return 0
        asked = {"every": every, "most": MOST_AT_ONCE}
        due = session.execute(text("SELECT * FROM due_rule_checkpoints(:every, :most)"), asked).all()
        return sum(_ask(database, Actor(CLOCK, TenantId(row.tenant_id), row.tenant_key)) for row in due)


def _ask(database: Database, actor: Actor) -> bool:
    try:
        with database.work(actor) as work:
            jobs.enqueue(work, CHECKPOINT, {})
    except Exception:
        log.warning("could not ask for a checkpoint", tenant=actor.tenant_key, exc_info=True)
        return False
    return True


@job_kind(CHECKPOINT, resumable=True)
def make_checkpoint(context: JobContext) -> dict[str, Any]:
    """Raises GitMissing."""
    if not is_there():
        raise GitMissing("this machine has no git", suggestion="its operator installs git beside the worker")

    @contextmanager
    def connection() -> Iterator[psycopg.Connection]:
        with context.work() as work:
            yield driver_of(work)

    with in_our_words(), TemporaryDirectory(prefix="catalog-admin-") as place:
        with connection() as raw:
            repo = find_repository(raw, context.actor.tenant, REPOSITORY)
            at = position(raw, repo)
        context.progress(0, "reading")
        mirror = Mirrors(Path(place)).of(repo)
        mirror.bring(connection, at)
        context.check_cancelled()
        context.progress(50, "packing")
        checkpoints.make(connection, connection, repo, mirror.path, at.txn_no)
    return {"transaction": at.txn_no}
