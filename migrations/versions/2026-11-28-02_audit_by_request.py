"""The trail is followed by request as well.

Expands only.

Revision: 09, after 08
"""

from migrations.ddl import index

revision = "09"
down_revision = "08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    index("audit_entry_request_ix", "audit_entry (tenant_id, request_id, seq)")
