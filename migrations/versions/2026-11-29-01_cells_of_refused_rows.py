"""What an import refuses names the column and the cell as well, as the file of the person calls and holds them.

Expands only: a release before writes rows without them.

Revision: 14, after 13
"""

from migrations.ddl import alone

revision = "14"
down_revision = "13"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone('ALTER TABLE import_error ADD COLUMN IF NOT EXISTS "column" text, ADD COLUMN IF NOT EXISTS value text')
