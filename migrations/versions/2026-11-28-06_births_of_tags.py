"""A tag that is made again begins at a revision that was never used, as everything else does.

Expands only: numbers of a release before fit into the wider column, and it goes on counting from what it finds.

Revision: 13, after 12
"""

from migrations.ddl import alone

revision = "13"
down_revision = "12"
branch_labels = None
depends_on = None

BIRTH = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


def upgrade() -> None:
    alone(f"ALTER TABLE tag ALTER COLUMN revision TYPE bigint, ALTER COLUMN revision SET DEFAULT {BIRTH}")
