"""Tokens, role bindings, the audit chain, the event outbox.

Revision: 02, after 01
"""

from migrations.ddl import run

revision = "02"
down_revision = "01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run()
