"""Jobs of one turn are fetched one after the other, instead of waiting for each other in places that others need.

The queue keeps a turn for whoever is `doing` its job, so a worker that died must not keep it for long: its row goes
when the pulse of its job has been missed thrice, long before the job itself is given up. Should that worker live after
all, the next one waits for the lock that every publish takes.

Expands only: a service of the release before goes on queueing without a turn, and waits as it did. Revision: 30,
after 29
"""

from migrations.ddl import run, service_role

revision = "30"
down_revision = "29"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        # The tenant stands in the turn: nobody can wait for, or hold up, somebody else's.
        """
        CREATE FUNCTION enqueue_job(wanted uuid, lane text, turn text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
        BEGIN
            PERFORM 1 FROM job WHERE tenant_id = mine AND id = wanted AND status = 'queued';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'no queued job % of this tenant', wanted USING ERRCODE = 'insufficient_privilege';
            END IF;
            PERFORM procrastinate.procrastinate_defer_jobs_v1(ARRAY[ROW(
                lane, 'run_job', 0, mine || '/' || turn, NULL, jsonb_build_object('tenant', mine, 'job', wanted), NULL
            )::procrastinate.procrastinate_job_to_defer_v1]);
        END $$
        """,
        "REVOKE ALL ON FUNCTION enqueue_job(uuid, text, text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION enqueue_job(uuid, text, text) TO {service_role()}",
        # One that is `queued` and nowhere else in the queue is just being begun.
        """
        CREATE OR REPLACE FUNCTION abandoned_jobs(seconds double precision) RETURNS TABLE (tenant_id uuid, id uuid)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            DELETE FROM procrastinate.procrastinate_jobs q WHERE q.status = 'doing' AND (q.worker_id IS NULL OR EXISTS (
                SELECT FROM job
                WHERE job.tenant_id = (q.args->>'tenant')::uuid AND job.id = (q.args->>'job')::uuid
                    AND coalesce(job.finished_at, job.heartbeat_at, job.created_at)
                        < greatest(now() - make_interval(secs => seconds / 4), pg_postmaster_start_time())
                    AND (job.status <> 'queued' OR EXISTS (
                        SELECT FROM procrastinate.procrastinate_jobs again
                        WHERE again.status = 'todo' AND again.args->>'job' = q.args->>'job'))));
            RETURN QUERY SELECT job.tenant_id, job.id FROM job
            WHERE job.status IN ('queued', 'running')
                AND coalesce(job.heartbeat_at, job.created_at)
                    < greatest(now() - make_interval(secs => seconds), pg_postmaster_start_time())
                AND (job.status = 'running' OR NOT EXISTS (
                    SELECT FROM procrastinate.procrastinate_jobs q
                    WHERE q.status = 'todo' AND q.args->>'job' = job.id::text));
        END $$
        """,
    )
