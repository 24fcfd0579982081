"""Long work and what it reads: jobs, the files sent for them, what was wrong with their rows, stored replies.

Procrastinate moves the jobs. Its tables live in a schema of their own, without tenants; the service role may call
the few functions a worker needs (they run with the owner's rights) and can read neither arguments nor tenants there.

Revision: 03, after 02
"""

from pathlib import Path

from alembic import op

from migrations.ddl import of_tenant, run, service_role

revision = "03"
down_revision = "02"
branch_labels = None
depends_on = None

# A copy, because what a migration does must not change when the library is upgraded.
PROCRASTINATE = Path(__file__).parents[1] / "procrastinate" / "3.10.sql"
FOR_WORKERS = (
    "procrastinate_fetch_job_v2(character varying[], bigint)",
    "procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)",
    "procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying)",
    "procrastinate_register_worker_v1()",
    "procrastinate_unregister_worker_v1(bigint)",
    "procrastinate_update_heartbeat_v1(bigint)",
    "procrastinate_prune_stalled_workers_v1(double precision)",
)


def upgrade() -> None:
    jobs()
    uploads()
    replies()
    queue()
    across_tenants()


def jobs() -> None:
    run(
        """
        CREATE TABLE job (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            id uuid NOT NULL,
            environment_id uuid,
            environment_key text NOT NULL DEFAULT '',
            kind text NOT NULL,
            status text NOT NULL DEFAULT 'queued'
                CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
            progress integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
            step text NOT NULL DEFAULT '',
            params jsonb NOT NULL DEFAULT '{}',
            checkpoint jsonb,
            result jsonb,
            error jsonb,
            cancel_requested boolean NOT NULL DEFAULT false,
            attempt integer NOT NULL DEFAULT 0,
            upload_id uuid,
            actor jsonb NOT NULL,
            created_by text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            started_at timestamptz,
            finished_at timestamptz,
            heartbeat_at timestamptz,
            revision bigint NOT NULL DEFAULT 1,
            PRIMARY KEY (tenant_id, id),
            FOREIGN KEY (tenant_id, environment_id) REFERENCES environment
        )
        """,
        "CREATE INDEX job_unfinished_ix ON job (status, heartbeat_at) WHERE status IN ('queued', 'running')",
        """
        CREATE TABLE import_error (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
            job_id uuid NOT NULL,
            ordinal integer NOT NULL,
            line bigint NOT NULL,
            key text,
            pointer text NOT NULL,
            code text NOT NULL,
            detail text NOT NULL,
            suggestion text,
            PRIMARY KEY (tenant_id, job_id, ordinal),
            FOREIGN KEY (tenant_id, job_id) REFERENCES job ON DELETE CASCADE
        )
        """,
    )
    of_tenant("job", "SELECT, INSERT, UPDATE")
    of_tenant("import_error", "SELECT, INSERT, DELETE")


def uploads() -> None:
    run(
        """
        CREATE TABLE upload (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            id uuid NOT NULL,
            size bigint NOT NULL DEFAULT 0,
            sha256 bytea CHECK (length(sha256) = 32),
            created_by text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, id)
        )
        """,
        """
        CREATE TABLE upload_chunk (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
            upload_id uuid NOT NULL,
            position integer NOT NULL,
            body bytea NOT NULL CHECK (length(body) <= 1048576),
            PRIMARY KEY (tenant_id, upload_id, position),
            FOREIGN KEY (tenant_id, upload_id) REFERENCES upload ON DELETE CASCADE
        )
        """,
        # Files are read once, from front to back: compressing them would cost more than it saves.
        "ALTER TABLE upload_chunk ALTER COLUMN body SET STORAGE EXTERNAL",
    )
    of_tenant("upload")
    of_tenant("upload_chunk", "SELECT, INSERT, DELETE")


def replies() -> None:
    run(
        """
        CREATE TABLE stored_reply (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            environment_key text NOT NULL,
            actor text NOT NULL,
            key text NOT NULL,
            fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
            status integer,
            headers jsonb,
            body bytea,
            at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, environment_key, actor, key)
        )
        """,
    )
    of_tenant("stored_reply")


def queue() -> None:
    raw = op.get_bind().connection.driver_connection
    run("CREATE SCHEMA procrastinate", "SET LOCAL search_path = procrastinate, public")
    # Many statements at once go only without parameters, which SQLAlchemy always sends.
    raw.execute(PROCRASTINATE.read_text())
    run(
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA procrastinate FROM PUBLIC",
        """
        DO $$
        DECLARE f regprocedure;
        BEGIN
            FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'procrastinate'::regnamespace LOOP
                EXECUTE format('ALTER FUNCTION %s SET search_path = procrastinate, pg_temp', f);
            END LOOP;
        END $$
        """,
        *(f"ALTER FUNCTION {function} SECURITY DEFINER" for function in FOR_WORKERS),
        *(f"GRANT EXECUTE ON FUNCTION {function} TO {service_role()}" for function in FOR_WORKERS),
        f"GRANT USAGE ON SCHEMA procrastinate TO {service_role()}",
        f"GRANT SELECT (id, queue_name, status, abort_requested) ON procrastinate_jobs TO {service_role()}",
        "SET LOCAL search_path TO DEFAULT",
    )


def across_tenants() -> None:
    """The only three things about jobs that cross the wall, each saying no more than ids."""
    run(
        """
        CREATE FUNCTION enqueue_job(wanted uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
        BEGIN
            PERFORM 1 FROM job WHERE tenant_id = mine AND id = wanted AND status = 'queued';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'no queued job % of this tenant', wanted USING ERRCODE = 'insufficient_privilege';
            END IF;
            PERFORM procrastinate.procrastinate_defer_jobs_v1(ARRAY[ROW(
                'jobs', 'run_job', 0, NULL, NULL, jsonb_build_object('tenant', mine, 'job', wanted), NULL
            )::procrastinate.procrastinate_job_to_defer_v1]);
        END $$
        """,
        # Running without a pulse (or with none since the server was started), or taken from the queue by a worker
        # that died before it said so.
        """
        CREATE FUNCTION abandoned_jobs(seconds double precision) RETURNS TABLE (tenant_id uuid, id uuid)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            DELETE FROM procrastinate.procrastinate_jobs q WHERE q.status = 'doing' AND q.worker_id IS NULL;
            RETURN QUERY SELECT job.tenant_id, job.id FROM job
            WHERE job.status IN ('queued', 'running')
                AND coalesce(job.heartbeat_at, job.created_at)
                    < greatest(now() - make_interval(secs => seconds), pg_postmaster_start_time())
                AND (job.status = 'running' OR NOT EXISTS (
                    SELECT FROM procrastinate.procrastinate_jobs q
                    WHERE q.status = 'todo' AND q.args->>'job' = job.id::text));
        END $$
        """,
        """
        CREATE FUNCTION sweep_leftovers() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            DELETE FROM stored_reply WHERE at < now() - interval '24 hours';
            DELETE FROM upload WHERE created_at < now() - interval '24 hours' AND NOT EXISTS (
                SELECT FROM job WHERE job.tenant_id = upload.tenant_id AND job.upload_id = upload.id
                    AND job.status IN ('queued', 'running'));
        END $$
        """,
        "REVOKE ALL ON FUNCTION enqueue_job(uuid), abandoned_jobs(double precision), sweep_leftovers() FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION enqueue_job(uuid), abandoned_jobs(double precision), sweep_leftovers() "
        f"TO {service_role()}",
    )
