"""What drafts remember of assignments that were taken away, for as long as a lineage has not been told."""

from datetime import timedelta

from sqlalchemy import text

from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.work import Work

# Whoever compares two looks at a draft within this time is told of everything between them.
REMEMBERED = timedelta(hours=1)
# A catalog that nobody publishes for so long is published in full when somebody does.
TIPS_HOLD = timedelta(days=30)


def forget_deletions(work: Work) -> None:
    """Those of this environment that every lineage's tip knows of."""
    said = {"tenant": work.tenant, "environment": work.environment}
    work.session.execute(
        text("DELETE FROM lineage_tip WHERE tenant_id = :tenant AND environment_id = :environment AND moved_at < :at"),
        said | {"at": work.now - TIPS_HOLD},
    )
    tips = work.session.scalars(
        text("SELECT read_as FROM lineage_tip WHERE tenant_id = :tenant AND environment_id = :environment"), said
    )
    oldest = min((int(Snapshot.read(each).oldest_unseen) for each in tips), default=None)
    if oldest is not None:
        work.session.execute(
            text(
                "DELETE FROM draft_deletion WHERE tenant_id = :tenant AND environment_id = :environment"
                " AND deleted_in < CAST(CAST(:oldest AS text) AS xid8) AND deleted_at < :at"
            ),
            said | {"oldest": str(oldest), "at": work.now - REMEMBERED},
        )
