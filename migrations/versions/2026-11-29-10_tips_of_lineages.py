"""What a publish needs so that its cost follows the change: where the newest version of a lineage stands, to go on from.

Beside the interval rows, which never change, each lineage has one tip that is overwritten by every publish: the
snapshot of the draft that its newest sealed ordinal tells of, the contents of the 65,536 leaves and 256 middle nodes
of its tree of hashes, and what is counted over all rate plans. A lineage without one is published in full and has one
then. `draft_deletion` keeps what rows that are gone for good cannot say themselves (the next revision).

Expands only. Revision: 23, after 22
"""

from migrations.ddl import of_environment, of_tenant, run

revision = "23"
down_revision = "22"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _deletions()
    _tips()


def _deletions() -> None:
    run(
        """
        CREATE TABLE draft_deletion (
            tenant_id uuid NOT NULL,
            environment_id uuid NOT NULL,
            deleted_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
            node_id uuid NOT NULL,
            rate_plan_id uuid NOT NULL
        )
        """,
        "CREATE INDEX draft_deletion_ix ON draft_deletion (tenant_id, environment_id, deleted_in)",
        """
        CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.changed_in := pg_current_xact_id();
            RETURN NEW;
        END $$
        """,
        """
        CREATE FUNCTION note_unassigned() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO draft_deletion (tenant_id, environment_id, node_id, rate_plan_id)
            SELECT tenant_id, environment_id, node_id, rate_plan_id FROM gone;
            RETURN NULL;
        END $$
        """,
    )
    run(
        """
        CREATE TABLE draft_forgotten (
            tenant_id uuid NOT NULL,
            environment_id uuid NOT NULL,
            before xid8 NOT NULL,
            PRIMARY KEY (tenant_id, environment_id)
        )
        """
    )
    of_environment("draft_deletion", "SELECT, INSERT, DELETE")
    of_environment("draft_forgotten", "SELECT, INSERT, UPDATE")


def _tips() -> None:
    run(
        """
        CREATE TABLE lineage_tip (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            ordinal integer NOT NULL,
            environment_id uuid NOT NULL,
            catalog_id uuid NOT NULL,
            read_as text NOT NULL,
            moved_at timestamptz NOT NULL DEFAULT now(),
            evaluated_at timestamptz NOT NULL,
            rules_hold_until timestamptz,
            ground bytea NOT NULL,
            by_hand_hash bytea NOT NULL,
            seal bytea NOT NULL,
            PRIMARY KEY (tenant_id, lineage_id)
        )
        """,
        """
        CREATE TABLE tip_leaf (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            leaf integer NOT NULL CHECK (leaf BETWEEN 0 AND 65535),
            pairs bytea NOT NULL CHECK (length(pairs) % 64 = 0),
            PRIMARY KEY (tenant_id, lineage_id, leaf)
        )
        """,
        # Hashes do not compress; some three kilobytes are read fastest where the row is.
        "ALTER TABLE tip_leaf ALTER COLUMN pairs SET STORAGE EXTERNAL",
        "ALTER TABLE tip_leaf SET (toast_tuple_target = 8160)",
        """
        CREATE TABLE tip_middle (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            middle integer NOT NULL CHECK (middle BETWEEN 0 AND 255),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            leaves bytea NOT NULL CHECK (length(leaves) % 34 = 0),
            PRIMARY KEY (tenant_id, lineage_id, middle)
        )
        """,
        "ALTER TABLE tip_middle ALTER COLUMN leaves SET STORAGE EXTERNAL",
        """
        CREATE TABLE tip_tally (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            what text NOT NULL CHECK (what IN ('attribute', 'day')),
            key text COLLATE "C" NOT NULL,
            plans integer NOT NULL CHECK (plans > 0),
            PRIMARY KEY (tenant_id, lineage_id, what, key)
        )
        """,
    )
    for table in ("lineage_tip", "tip_leaf", "tip_middle", "tip_tally"):
        of_tenant(table)
