"""What drafts remember of assignments that were taken away, for as long as a lineage has not been told.

What is forgotten is marked: whoever would compare with a snapshot from before the mark looks at everything instead.
"""

from datetime import timedelta

from sqlalchemy import text

from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.work import Reads, Work

# A catalog that nobody publishes for so long is published in full when somebody does.
TIPS_HOLD = timedelta(days=30)
MINE = "tenant_id = :tenant AND environment_id = :environment"


def forgotten_before(tx: Reads | Work) -> int:
    """What was taken away by transactions below this number may be known no more."""
    found = tx.session.scalar(
        text(f"SELECT before::text FROM draft_forgotten WHERE {MINE}"),  # noqa: S608
        {"tenant": tx.tenant, "environment": tx.environment},
    )
    return int(found or 0)


def is_remembered(tx: Reads | Work, since: Snapshot) -> bool:
    """Whether everything that was taken away since this snapshot is still known here."""
    return int(since.oldest_unseen) >= forgotten_before(tx)


def forget_deletions(work: Work) -> None:
    """Those of this environment that the tip of every lineage knows of."""
    said = {"tenant": work.tenant, "environment": work.environment}
    work.session.execute(
        text(f"DELETE FROM lineage_tip WHERE {MINE} AND moved_at < :at"),  # noqa: S608
        said | {"at": work.now - TIPS_HOLD},
    )
    tips = work.session.scalars(text(f"SELECT read_as FROM lineage_tip WHERE {MINE}"), said)  # noqa: S608
    oldest = min((int(Snapshot.read(each).oldest_unseen) for each in tips), default=None)
    if oldest is not None and work.session.execute(text(FORGET), said | {"oldest": str(oldest)}).first():
        work.session.execute(text(MARK), said | {"oldest": str(oldest)})


OLDEST = "CAST(CAST(:oldest AS text) AS xid8)"
FORGET = f"DELETE FROM draft_deletion WHERE {MINE} AND deleted_in < {OLDEST} RETURNING true"  # noqa: S608
MARK = (
    f"INSERT INTO draft_forgotten (tenant_id, environment_id, before) VALUES (:tenant, :environment, {OLDEST})"  # noqa: S608
    " ON CONFLICT (tenant_id, environment_id)"
    " DO UPDATE SET before = greatest(draft_forgotten.before, excluded.before)"
)
