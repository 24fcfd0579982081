"""A move may take a catalog out of service.

Expands only: one more cause is allowed.

Revision: 11, after 10
"""

from migrations.ddl import alone, run

revision = "11"
down_revision = "10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone(
        "ALTER TABLE environment_move DROP CONSTRAINT IF EXISTS environment_move_cause_check,"
        " ADD CONSTRAINT environment_move_cause_check"
        " CHECK (cause IN ('publish', 'rollback', 'promotion', 'withdrawal')) NOT VALID"
    )
    # Only now, when nobody waits for the table any more, the rows that are there are looked at.
    run("ALTER TABLE environment_move VALIDATE CONSTRAINT environment_move_cause_check")
