"""A move may take a catalog out of service.

Expands only: one more cause is allowed.

Revision: 11, after 10
"""

from migrations.ddl import run

revision = "11"
down_revision = "10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        "ALTER TABLE environment_move DROP CONSTRAINT environment_move_cause_check",
        "ALTER TABLE environment_move ADD CONSTRAINT environment_move_cause_check"
        " CHECK (cause IN ('publish', 'rollback', 'promotion', 'withdrawal')) NOT VALID",
        "ALTER TABLE environment_move VALIDATE CONSTRAINT environment_move_cause_check",
    )
