"""Products, rate plans, attributes, tariffs.

Revision: 04, after 03
"""

from migrations.ddl import run

revision = "04"
down_revision = "03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run()
