"""What was answered and what has ended is found by its time, and swept in bounded steps.

Expands only: a service of the release before goes on calling sweep_leftovers().

Revision: 10, after 09
"""

from migrations.ddl import index, run, service_role

revision = "10"
down_revision = "09"
branch_labels = None
depends_on = None


def upgrade() -> None:
    index("stored_reply_at_ix", "stored_reply (at)")
    index("upload_created_ix", "upload (created_at)")
    index("job_finished_ix", "job (finished_at) WHERE finished_at IS NOT NULL")
    run(
        # By hand and in steps: one DELETE of a year's replies would hold its locks, and the worker, for minutes.
        """
        CREATE OR REPLACE FUNCTION sweep_leftovers() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            DELETE FROM stored_reply WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM stored_reply WHERE at < now() - interval '24 hours'
                ORDER BY at LIMIT 5000 FOR UPDATE SKIP LOCKED));
            DELETE FROM upload WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM upload WHERE created_at < now() - interval '24 hours' AND NOT EXISTS (
                    SELECT FROM job WHERE job.tenant_id = upload.tenant_id AND job.upload_id = upload.id
                        AND job.status IN ('queued', 'running'))
                ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED);
        END $$
        """,
        # Crosses the wall as the other three do, and says nothing but how many. Whoever may call it cannot make it
        # forget what ended today.
        """
        CREATE FUNCTION sweep_finished_jobs(days integer, most integer) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE swept integer;
        BEGIN
            DELETE FROM job WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM job
                WHERE finished_at < now() - make_interval(days => greatest(days, 1))
                    AND status IN ('succeeded', 'failed', 'cancelled')
                ORDER BY finished_at LIMIT most FOR UPDATE SKIP LOCKED);
            GET DIAGNOSTICS swept = ROW_COUNT;
            RETURN swept;
        END $$
        """,
        "REVOKE ALL ON FUNCTION sweep_finished_jobs(integer, integer) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION sweep_finished_jobs(integer, integer) TO {service_role()}",
    )
