"""The demo's tenant says that it is the demo's; jobs wait in lanes.

Expands only: a service of the release before goes on queueing into the lane it knows.

Revision: 08, after 07
"""

from migrations.ddl import run, service_role

revision = "08"
down_revision = "07"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        # Null in every other tenant: the demo is never loaded into what somebody else has made.
        "ALTER TABLE tenant ADD COLUMN demo text CHECK (demo IN ('loading', 'loaded'))",
        """
        CREATE FUNCTION enqueue_job(wanted uuid, lane text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
        BEGIN
            PERFORM 1 FROM job WHERE tenant_id = mine AND id = wanted AND status = 'queued';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'no queued job % of this tenant', wanted USING ERRCODE = 'insufficient_privilege';
            END IF;
            PERFORM procrastinate.procrastinate_defer_jobs_v1(ARRAY[ROW(
                lane, 'run_job', 0, NULL, NULL, jsonb_build_object('tenant', mine, 'job', wanted), NULL
            )::procrastinate.procrastinate_job_to_defer_v1]);
        END $$
        """,
        "REVOKE ALL ON FUNCTION enqueue_job(uuid, text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION enqueue_job(uuid, text) TO {service_role()}",
    )
