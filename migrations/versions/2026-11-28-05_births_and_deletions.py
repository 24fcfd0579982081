"""What is made again begins at a revision that was never used; what is deleted says by whom.

Expands only: a service of the release before goes on beginning at 1 where it says so itself.

Revision: 12, after 11
"""

from migrations.ddl import alone, index

revision = "12"
down_revision = "11"
branch_labels = None
depends_on = None

# Microseconds: an ETag of a thing that was dropped can never name the one that took its key. A sequence would do
# as well, and tell each tenant how busy all the others are.
BIRTH = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


def upgrade() -> None:
    index(
        "node_wastebasket",
        "node (catalog_id, deleted_at, node_id, tenant_id, environment_id)"
        " WHERE deleted_at IS NOT NULL AND deleted_with = node_id",
    )
    for table in ("catalog", "assignment", "attribute", "role_binding"):
        alone(f"ALTER TABLE {table} ALTER COLUMN revision SET DEFAULT {BIRTH}")
    for table in ("catalog", "node"):
        alone(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS deleted_by text")
