"""What storefronts read.

Revision: 07, after 06
"""

from migrations.ddl import run

revision = "07"
down_revision = "06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run()
