"""The draft: catalogs, nodes, rulesets, assignments.

Revision: 05, after 04
"""

from migrations.ddl import run

revision = "05"
down_revision = "04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run()
