"""Nodes that say an instant have an index of their own.

Each publish asks when the catalog would be another by itself; few nodes say so, and it read all of them.

Expands only. Revision: 26, after 25
"""

from migrations.ddl import index

revision = "26"
down_revision = "25"
branch_labels = None
depends_on = None


def upgrade() -> None:
    index(
        "node_scheduled_ix",
        "node (tenant_id, environment_id, catalog_id, active_from, active_to)"
        " WHERE deleted_at IS NULL AND (active_from IS NOT NULL OR active_to IS NOT NULL)",
    )
