"""A draft can be frozen without being served, and a version remembers what people said by hand that it does not show.

Expands only: what a release before publishes is served, and does not say what else was said by hand.

Revision: 16, after 15
"""

from migrations.ddl import alone

revision = "16"
down_revision = "15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone(
        "ALTER TABLE publication ADD COLUMN IF NOT EXISTS released boolean NOT NULL DEFAULT true,"
        " ADD COLUMN IF NOT EXISTS by_hand_hash bytea"
    )
