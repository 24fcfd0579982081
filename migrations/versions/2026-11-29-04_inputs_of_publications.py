"""A publication remembers in which state it read the draft and the goods; a job, the steps it went through.

Expands only: what the release before publishes does not say it, and its jobs have no steps.

Revision: 17, after 16
"""

from migrations.ddl import alone

revision = "17"
down_revision = "16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone(
        "ALTER TABLE publication ADD COLUMN IF NOT EXISTS draft_state text, ADD COLUMN IF NOT EXISTS goods_state text",
        "ALTER TABLE job ADD COLUMN IF NOT EXISTS steps jsonb NOT NULL DEFAULT '[]'",
    )
