"""Drafts say in which transaction they changed, so that a publish looks at what came after the last one alone.

`changed_in` is the draft's change log: a column and an index instead of rows of their own. Compared with a snapshot it
is exact, whatever the order in which transactions commit, and an import of a million rows pays for it with one more
index that only grows at its end. Only an assignment that is taken away leaves a line.

Expands only. Revision: 24, after 23
"""

from migrations.ddl import alone, index

revision = "24"
down_revision = "23"
branch_labels = None
depends_on = None

CHANGING = ("rate_plan", "product", "node", "assignment")


def upgrade() -> None:
    for table in CHANGING:
        # Zero is before everything; a default that is computed would rewrite the table.
        alone(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS changed_in xid8 NOT NULL DEFAULT '0'")
        alone(f"ALTER TABLE {table} ALTER COLUMN changed_in SET DEFAULT pg_current_xact_id()")
        alone(
            f"CREATE OR REPLACE TRIGGER {table}_changes BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION note_change()"
        )
        index(f"{table}_changed_ix", f"{table} (tenant_id, environment_id, changed_in)")
    alone(
        "CREATE OR REPLACE TRIGGER assignment_deletions AFTER DELETE ON assignment REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION note_unassigned()"
    )
    alone("ALTER TABLE publication ADD COLUMN IF NOT EXISTS read_as text")
