"""What is made again begins at a revision that was never used; what is deleted says by whom.

Expands only: a service of the release before goes on beginning at 1 where it says so itself.

Revision: 12, after 11
"""

from migrations.ddl import run

revision = "12"
down_revision = "11"
branch_labels = None
depends_on = None

# Microseconds: an ETag of a thing that was dropped can never name the one that took its key. A sequence would do
# as well, and tell each tenant how busy all the others are.
BIRTH = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


def upgrade() -> None:
    for table in ("catalog", "assignment", "attribute", "role_binding"):
        run(f"ALTER TABLE {table} ALTER COLUMN revision SET DEFAULT {BIRTH}")
    run(
        "ALTER TABLE catalog ADD COLUMN deleted_by text",
        "ALTER TABLE node ADD COLUMN deleted_by text",
        "CREATE INDEX node_wastebasket ON node (catalog_id, deleted_at, node_id, tenant_id, environment_id)"
        " WHERE deleted_at IS NOT NULL AND deleted_with = node_id",
    )
