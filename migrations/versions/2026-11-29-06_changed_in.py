"""Drafts say in which transaction they changed, so that a publish looks at what came after the last one alone.

`changed_in` is the draft's change log: a column and an index instead of rows of their own. Compared with a snapshot it
is exact, whatever the order in which transactions commit, and an import of a million rows pays for it with one more
index that only grows at its end. Only what is dropped for good leaves a line.

Expands only. Revision: 19, after 18
"""

from migrations.ddl import alone, index

revision = "19"
down_revision = "18"
branch_labels = None
depends_on = None

# The columns that a deletion is told by: the id, and the rate plan's if there is one.
CHANGING = {
    "rate_plan": ("id", "NULL::uuid"),
    "product": ("id", "NULL::uuid"),
    "node": ("node_id", "NULL::uuid"),
    "assignment": ("node_id", "rate_plan_id"),
}


def upgrade() -> None:
    for table, (column, plan) in CHANGING.items():
        # Zero is before everything; a default that is computed would rewrite the table.
        alone(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS changed_in xid8 NOT NULL DEFAULT '0'")
        alone(f"ALTER TABLE {table} ALTER COLUMN changed_in SET DEFAULT pg_current_xact_id()")
        alone(
            f"CREATE OR REPLACE TRIGGER {table}_changes BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION note_change()"
        )
        alone(
            f"CREATE OR REPLACE TRIGGER {table}_deletions AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
            f"FOR EACH STATEMENT EXECUTE FUNCTION note_deletion('{column}', '{plan}')"
        )
        index(f"{table}_changed_ix", f"{table} (tenant_id, environment_id, changed_in)")
    alone("ALTER TABLE publication ADD COLUMN IF NOT EXISTS read_as text")
