"""What a publish needs so that its cost follows the change: contents of leaves, middle nodes, a watermark.

Beside the hashes of leaves now stand their contents (for proofs, and to change one entry of many), the hashes of the
256 middle nodes, and what is counted over all rate plans. Rows of versions from before have none of it: the next
publish works everything out and writes it. `lineage_watermark` says up to which snapshot of the draft the newest
sealed ordinal tells; `draft_deletion` keeps what rows that are gone for good cannot say (the next revision).

Expands only. Revision: 18, after 17
"""

from migrations.ddl import of_environment, of_tenant, run, service_role

revision = "18"
down_revision = "17"
branch_labels = None
depends_on = None

FRESH = ("published_pairs", "published_middle", "published_tally")
OPEN = 2147483647
INTERVAL = f"""
    tenant_id uuid NOT NULL,
    lineage_id bigint NOT NULL,
    from_ordinal integer NOT NULL CHECK (from_ordinal > 0),
    until_ordinal integer NOT NULL DEFAULT {OPEN} CHECK (until_ordinal > from_ordinal),
"""


def upgrade() -> None:
    _deletions()
    _published()
    _watermarks()


def _deletions() -> None:
    run(
        """
        CREATE TABLE draft_deletion (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
            environment_id uuid NOT NULL DEFAULT nullif(current_setting('app.environment', true), '')::uuid,
            deleted_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
            source text NOT NULL,
            id uuid NOT NULL,
            rate_plan_id uuid
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
        # TG_ARGV: the column of the id, and that of the rate plan if there is one.
        """
        CREATE FUNCTION note_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            EXECUTE format('INSERT INTO draft_deletion (tenant_id, environment_id, source, id, rate_plan_id)'
                           ' SELECT tenant_id, environment_id, %L, %I, %s FROM gone',
                           TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]);
            RETURN NULL;
        END $$
        """,
    )
    of_environment("draft_deletion", "SELECT, INSERT, DELETE")


def _published() -> None:
    run(
        f"""
        CREATE TABLE published_pairs ({INTERVAL}
            leaf integer NOT NULL CHECK (leaf BETWEEN 0 AND 65535),
            pairs bytea NOT NULL CHECK (length(pairs) % 64 = 0),
            PRIMARY KEY (tenant_id, lineage_id, leaf, from_ordinal)
        )
        """,
        # Hashes do not compress; some three kilobytes are read fastest where the row is.
        "ALTER TABLE published_pairs ALTER COLUMN pairs SET STORAGE EXTERNAL",
        "ALTER TABLE published_pairs SET (toast_tuple_target = 8160)",
        f"""
        CREATE TABLE published_middle ({INTERVAL}
            middle integer NOT NULL CHECK (middle BETWEEN 0 AND 255),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (tenant_id, lineage_id, middle, from_ordinal)
        )
        """,
        f"""
        CREATE TABLE published_tally ({INTERVAL}
            what text NOT NULL CHECK (what IN ('attribute', 'day')),
            key text COLLATE "C" NOT NULL,
            plans integer NOT NULL CHECK (plans > 0),
            PRIMARY KEY (tenant_id, lineage_id, what, key, from_ordinal)
        )
        """,
    )
    for table in FRESH:
        of_tenant(table, "SELECT, INSERT")
        run(
            f"GRANT UPDATE (until_ordinal) ON {table} TO {service_role()}",
            f"CREATE TRIGGER {table}_sealed_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed_insert()",
            f"CREATE TRIGGER {table}_sealed_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_sealed_change()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        )
    run(
        """
        CREATE OR REPLACE FUNCTION abort_publish(lineage bigint) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
            filling integer;
            name text;
        BEGIN
            SELECT ordinal INTO filling FROM lineage_ordinal
            WHERE tenant_id = mine AND lineage_id = lineage AND sealed_at IS NULL FOR UPDATE;
            IF filling IS NULL THEN
                RETURN NULL;
            END IF;
            FOREACH name IN ARRAY ARRAY['published_node', 'published_slug', 'published_count', 'published_plan',
                                        'published_membership', 'published_entry', 'published_leaf',
                                        'published_pairs', 'published_middle', 'published_tally'] LOOP
                EXECUTE format('DELETE FROM %I WHERE tenant_id = $1 AND lineage_id = $2 AND from_ordinal = $3', name)
                    USING mine, lineage, filling;
                EXECUTE format('UPDATE %I SET until_ordinal = 2147483647 '
                               'WHERE tenant_id = $1 AND lineage_id = $2 AND until_ordinal = $3', name)
                    USING mine, lineage, filling;
            END LOOP;
            DELETE FROM lineage_ordinal WHERE tenant_id = mine AND lineage_id = lineage AND ordinal = filling;
            RETURN filling;
        END $$
        """
    )


def _watermarks() -> None:
    run(
        """
        CREATE TABLE lineage_watermark (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            ordinal integer NOT NULL,
            catalog_id uuid NOT NULL,
            read_as text NOT NULL,
            evaluated_at timestamptz NOT NULL,
            rules_hold_until timestamptz,
            by_hand_hash bytea NOT NULL,
            PRIMARY KEY (tenant_id, lineage_id)
        )
        """,
    )
    of_tenant("lineage_watermark")
