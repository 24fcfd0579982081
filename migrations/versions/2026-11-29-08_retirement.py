"""Versions that nobody needs any more can be retired: their content goes, their name and their story stay.

The refusals hold as before, the owner included, but for content of which every ordinal is retired, and for bodies that
were left over by it and that nothing names. Both are facts of the data, so no session can pretend them.

Expands only. Revision: 21, after 20
"""

from migrations.ddl import TENANT, append_only, of_tenant, run, service_role

revision = "21"
down_revision = "20"
branch_labels = None
depends_on = None

MINE = "nullif(current_setting('app.tenant', true), '')::uuid"
FUNCTIONS = (
    "version_needed_by(bytea)",
    "retire_version(bytea, text, text)",
    "revive_version(bytea, bigint, integer)",
    "sweep_retired(bigint, integer)",
    "sweep_bodies(integer)",
)


def upgrade() -> None:
    _tables()
    _refusals()
    _retiring()
    _sweeping()
    for function in FUNCTIONS:
        run(
            f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {function} TO {service_role()}",
        )
    run(
        "CREATE OR REPLACE VIEW storefront_version AS SELECT digest, lineage_id, ordinal, catalog_key, nodes, plans,"
        " memberships, sealed_at, EXISTS (SELECT FROM version_retirement r WHERE r.tenant_id = version.tenant_id"
        " AND r.lineage_id = version.lineage_id AND r.ordinal = version.ordinal) AS is_retired"
        f" FROM version WHERE {TENANT}"
    )


def _tables() -> None:
    run(
        """
        CREATE TABLE version_retirement (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            ordinal integer NOT NULL,
            digest bytea NOT NULL,
            reason text,
            retired_by text NOT NULL,
            retired_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, lineage_id, ordinal),
            FOREIGN KEY (tenant_id, lineage_id, ordinal, digest)
                REFERENCES lineage_ordinal (tenant_id, lineage_id, ordinal, digest)
        )
        """,
        # What swept rows pointed at, until somebody has looked whether anything else does.
        """
        CREATE TABLE body_leftover (
            tenant_id uuid NOT NULL,
            hash bytea NOT NULL,
            kind text NOT NULL,
            of_id uuid,
            of_key text,
            PRIMARY KEY (tenant_id, hash)
        )
        """,
    )
    of_tenant("version_retirement", "SELECT")
    of_tenant("body_leftover", "SELECT")
    append_only("version_retirement")


def _refusals() -> None:
    run(
        # As it was, and: a row may go once every ordinal that it holds for is retired. Ordinals have no gaps.
        """
        CREATE OR REPLACE FUNCTION refuse_sealed_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            filling integer := filling_ordinal(OLD.tenant_id, OLD.lineage_id);
            closed record := OLD;
        BEGIN
            IF TG_OP = 'DELETE' AND OLD.from_ordinal = filling THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'DELETE' AND OLD.until_ordinal < 2147483647 AND OLD.until_ordinal - OLD.from_ordinal = (
                SELECT count(*) FROM version_retirement r
                WHERE r.tenant_id = OLD.tenant_id AND r.lineage_id = OLD.lineage_id
                  AND r.ordinal >= OLD.from_ordinal AND r.ordinal < OLD.until_ordinal) THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE'
               AND (OLD.until_ordinal, NEW.until_ordinal) IN ((2147483647, filling), (filling, 2147483647)) THEN
                closed.until_ordinal := NEW.until_ordinal;
                IF closed *= NEW THEN  -- byte for byte the same row, but for the ordinal
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '% of % is refused: published content is sealed', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END $$
        """,
        # A body says whose it is, so whatever else could have the same one is found by its key, not by its hash.
        """
        CREATE FUNCTION is_body_needed(mine uuid, sought bytea, what text, of_id uuid, of_key text) RETURNS boolean
        LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT FROM publication p WHERE p.tenant_id = mine AND p.by_hand_hash = sought)
                OR EXISTS (SELECT FROM lineage l WHERE l.tenant_id = mine AND CASE what
                    WHEN 'plan' THEN EXISTS (SELECT FROM published_plan p WHERE p.tenant_id = mine
                        AND p.lineage_id = l.lineage_id AND p.plan_id = of_id AND p.body_hash = sought)
                    WHEN 'node' THEN EXISTS (SELECT FROM published_node n WHERE n.tenant_id = mine
                        AND n.lineage_id = l.lineage_id AND n.node_id = of_id AND n.body_hash = sought)
                    ELSE EXISTS (SELECT FROM published_entry e WHERE e.tenant_id = mine
                        AND e.lineage_id = l.lineage_id AND e.kind = what AND e.key = of_key AND e.body_hash = sought)
                    END)
        $$
        """,
        """
        CREATE FUNCTION refuse_needed_body() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM body_leftover l
                WHERE l.tenant_id = OLD.tenant_id AND l.hash = OLD.hash
                  AND NOT is_body_needed(l.tenant_id, l.hash, l.kind, l.of_id, l.of_key)) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'body is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
        END $$
        """,
        "CREATE OR REPLACE TRIGGER body_append_only BEFORE UPDATE OR DELETE ON body "
        "FOR EACH ROW EXECUTE FUNCTION refuse_needed_body()",
        # A retired version that is published again lies elsewhere from then on; its name stays.
        """
        CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.tenant_id, NEW.digest, NEW.catalog_key, NEW.entries, NEW.nodes, NEW.plans,
                                     NEW.memberships) = (OLD.tenant_id, OLD.digest, OLD.catalog_key, OLD.entries,
                                                         OLD.nodes, OLD.plans, OLD.memberships)
               AND EXISTS (SELECT FROM version_retirement r WHERE r.tenant_id = OLD.tenant_id
                           AND r.lineage_id = OLD.lineage_id AND r.ordinal = OLD.ordinal)
               AND NOT EXISTS (SELECT FROM version_retirement r WHERE r.tenant_id = NEW.tenant_id
                               AND r.lineage_id = NEW.lineage_id AND r.ordinal = NEW.ordinal) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'version is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
        END $$
        """,
        "CREATE OR REPLACE TRIGGER version_append_only BEFORE UPDATE OR DELETE ON version "
        "FOR EACH ROW EXECUTE FUNCTION refuse_version_change()",
    )


def _retiring() -> None:
    run(
        # The first reason that holds: the newest of its lineage is what the next publish is compared with.
        f"""
        CREATE FUNCTION version_needed_by(content bytea) RETURNS text
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            WITH v AS (SELECT * FROM version WHERE tenant_id = {MINE} AND digest = content),
            served AS (
                SELECT e.environment_id, c.version_digest FROM v
                JOIN environment e ON e.tenant_id = v.tenant_id
                JOIN release_catalog c ON c.tenant_id = e.tenant_id AND c.release_digest = e.release_digest
                    AND c.catalog_key = v.catalog_key),
            moves AS (
                SELECT m.environment_id, m.generation, m.cause, c.version_digest FROM v
                JOIN environment_move m ON m.tenant_id = v.tenant_id
                    AND (m.catalog_key = v.catalog_key OR m.catalog_key IS NULL)
                JOIN release_catalog c ON c.tenant_id = m.tenant_id AND c.release_digest = m.release_digest
                    AND c.catalog_key = v.catalog_key
                JOIN environment e ON e.tenant_id = m.tenant_id AND e.environment_id = m.environment_id),
            back AS (  -- where each environment would go back to, as a rollback finds it
                SELECT DISTINCT ON (m.environment_id) m.version_digest FROM moves m
                LEFT JOIN served s ON s.environment_id = m.environment_id
                WHERE s.version_digest IS NULL OR (m.version_digest <> s.version_digest AND m.generation < (
                    SELECT max(o.generation) FROM moves o WHERE o.environment_id = m.environment_id
                    AND o.version_digest = s.version_digest AND o.cause <> 'rollback'))
                ORDER BY m.environment_id, m.generation DESC)
            SELECT CASE
                WHEN EXISTS (SELECT FROM served WHERE version_digest = content) THEN 'served'
                WHEN EXISTS (SELECT FROM tag t WHERE t.tenant_id = {MINE} AND t.digest = content) THEN 'tagged'
                WHEN EXISTS (SELECT FROM back WHERE version_digest = content) THEN 'way_back'
                WHEN v.ordinal = (SELECT max(o.ordinal) FROM lineage_ordinal o WHERE o.tenant_id = v.tenant_id
                    AND o.lineage_id = v.lineage_id AND o.sealed_at IS NOT NULL) THEN 'newest'
                END FROM v
        $$
        """,
        f"""
        CREATE FUNCTION retire_version(content bytea, why text, who text) RETURNS text
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE needed text;
        BEGIN
            PERFORM FROM version WHERE tenant_id = {MINE} AND digest = content FOR UPDATE;
            needed := version_needed_by(content);
            IF needed IS NULL THEN
                INSERT INTO version_retirement (tenant_id, lineage_id, ordinal, digest, reason, retired_by)
                SELECT tenant_id, lineage_id, ordinal, digest, why, who FROM version
                WHERE tenant_id = {MINE} AND digest = content ON CONFLICT DO NOTHING;
            END IF;
            RETURN needed;
        END $$
        """,
        f"""
        CREATE FUNCTION revive_version(content bytea, lineage bigint, filled integer) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            UPDATE version v SET lineage_id = lineage, ordinal = filled, sealed_at = now()
            WHERE v.tenant_id = {MINE} AND v.digest = content
              AND EXISTS (SELECT FROM version_retirement r WHERE r.tenant_id = v.tenant_id
                          AND r.lineage_id = v.lineage_id AND r.ordinal = v.ordinal);
            RETURN FOUND;
        END $$
        """,
    )


def _sweeping() -> None:
    run(
        # One bounded step; 0 means that nothing is left. Between two kept neighbours nobody reads what neither holds.
        f"""
        CREATE FUNCTION sweep_retired(lineage bigint, most integer) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            mine uuid := {MINE};
            run record;
            name text;
            swept integer;
            kept_until constant integer := 2147483647;
        BEGIN
            FOR run IN
                SELECT min(ordinal) - 1 AS before, max(ordinal) + 1 AS after FROM (
                    SELECT ordinal, ordinal - row_number() OVER (ORDER BY ordinal) AS island FROM version_retirement
                    WHERE tenant_id = mine AND lineage_id = lineage) r
                GROUP BY island ORDER BY 1
            LOOP
                FOR name IN
                    SELECT c.relname FROM pg_class c
                    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND starts_with(c.relname, 'published_')
                      AND 3 = (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid
                               AND a.attname IN ('lineage_id', 'from_ordinal', 'until_ordinal'))
                    ORDER BY 1
                LOOP
                    EXECUTE format(
                        'WITH gone AS (DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I'
                        ' WHERE tenant_id = $1 AND lineage_id = $2 AND from_ordinal > $3 AND until_ordinal <= $4'
                        ' AND until_ordinal < %2$s LIMIT $5)) RETURNING *)'
                        || CASE name
                            WHEN 'published_plan' THEN ', left_over AS (INSERT INTO body_leftover'
                                ' SELECT DISTINCT ON (body_hash) tenant_id, body_hash, ''plan'', plan_id, NULL FROM gone'
                                ' ON CONFLICT DO NOTHING)'
                            WHEN 'published_node' THEN ', left_over AS (INSERT INTO body_leftover'
                                ' SELECT DISTINCT ON (body_hash) tenant_id, body_hash, ''node'', node_id, NULL FROM gone'
                                ' ON CONFLICT DO NOTHING)'
                            WHEN 'published_entry' THEN ', left_over AS (INSERT INTO body_leftover'
                                ' SELECT DISTINCT ON (body_hash) tenant_id, body_hash, kind, NULL::uuid, key FROM gone'
                                ' ON CONFLICT DO NOTHING)'
                            ELSE '' END
                        || ' SELECT count(*) FROM gone', name, kept_until)
                    INTO swept USING mine, lineage, run.before, run.after, most;
                    IF swept > 0 THEN
                        RETURN swept;
                    END IF;
                END LOOP;
            END LOOP;
            RETURN 0;
        END $$
        """,
        # Who writes bodies meanwhile waits: a publish that finds one there leaves it out, and points at it.
        f"""
        CREATE FUNCTION sweep_bodies(most integer) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            mine uuid := {MINE};
            looked_at bytea[];
        BEGIN
            LOCK TABLE body IN SHARE ROW EXCLUSIVE MODE;
            looked_at := ARRAY(SELECT hash FROM body_leftover WHERE tenant_id = mine ORDER BY hash LIMIT most FOR UPDATE);
            DELETE FROM body b USING body_leftover l
            WHERE l.tenant_id = mine AND l.hash = ANY (looked_at) AND b.tenant_id = l.tenant_id AND b.hash = l.hash
              AND NOT is_body_needed(l.tenant_id, l.hash, l.kind, l.of_id, l.of_key);
            DELETE FROM body_leftover WHERE tenant_id = mine AND hash = ANY (looked_at);
            RETURN cardinality(looked_at);
        END $$
        """,
    )
