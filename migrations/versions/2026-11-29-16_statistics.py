"""What has just been filled is counted before anybody reads it: ANALYZE of these tables, for who does not own them.

Of a table that was filled a moment ago PostgreSQL expects single rows, and compares everything with everything.
Autovacuum comes within a minute; a small catalog beside large ones it does not notice at all.

Expands only. Revision: 28, after 27
"""

from migrations.ddl import run, service_role

revision = "28"
down_revision = "27"
branch_labels = None
depends_on = None

INTERVALS = ("node", "slug", "count", "plan", "membership", "entry", "leaf")
OF_ORDINAL = ", ".join(f"'published_{table}'" for table in INTERVALS)
OF_ENVIRONMENT = "'product', 'rate_plan', 'node', 'assignment'"
KNOWN = f"{OF_ORDINAL}, {OF_ENVIRONMENT}, 'body', 'search_word'"


def upgrade() -> None:
    run(
        # Asked of the planner itself: whatever statistics say (or do not), this is what plans are made by. It is asked
        # as the owner, so that policies do not narrow it. EXPLAIN runs nothing, and PostgreSQL calls it volatile.
        f"""
        CREATE FUNCTION statistics_of(
            relation text, lineage bigint, opened integer, OUT held double precision, OUT expected double precision
        )
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            tenant uuid := nullif(current_setting('app.tenant', true), '');
            environment uuid := nullif(current_setting('app.environment', true), '');
            these text := CASE
                WHEN relation IN ({OF_ORDINAL})
                    THEN format('lineage_id = %L::bigint AND from_ordinal = %L::integer', lineage, opened)
                WHEN relation IN ({OF_ENVIRONMENT}) THEN format('environment_id = %L::uuid', environment)
                WHEN relation = 'search_word' THEN format('lineage_id = %L::bigint', lineage)
                WHEN relation = 'body' THEN format('tenant_id = %L::uuid', tenant)
            END;
            plan json;
        BEGIN
            IF these IS NULL THEN
                RAISE EXCEPTION 'no statistics of % are told', relation USING ERRCODE = 'insufficient_privilege';
            END IF;
            SELECT reltuples INTO held FROM pg_class WHERE oid = format('public.%I', relation)::regclass;
            EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM public.%I WHERE %s', relation, these) INTO plan;
            expected := plan -> 0 -> 'Plan' ->> 'Plan Rows';
        END $$
        """,
        f"""
        CREATE FUNCTION refresh_statistics(relation text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            IF relation IN ({KNOWN}) THEN
                EXECUTE format('ANALYZE public.%I', relation);
            ELSE
                RAISE EXCEPTION 'no statistics of % are made', relation USING ERRCODE = 'insufficient_privilege';
            END IF;
        END $$
        """,
        "REVOKE ALL ON FUNCTION statistics_of(text, bigint, integer), refresh_statistics(text) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION statistics_of(text, bigint, integer), refresh_statistics(text)"
        f" TO {service_role()}",
    )
