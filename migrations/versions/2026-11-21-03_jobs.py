"""Long work and what it reads.

Revision: 03, after 02
"""

from migrations.ddl import run

revision = "03"
down_revision = "02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run()
