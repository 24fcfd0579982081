"""Published content, versions, releases, what environments serve.

Revision: 06, after 05
"""

from migrations.ddl import run

revision = "06"
down_revision = "05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run()
