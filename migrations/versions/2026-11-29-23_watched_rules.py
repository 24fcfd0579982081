"""Workers look after rule repositories of all tenants: which of them needs a checkpoint, and where their logs are.

Expands only. Revision: 35, after 34
"""

from migrations.ddl import index, run, service_role

revision = "35"
down_revision = "34"
branch_labels = None
depends_on = None


def upgrade() -> None:
    index("job_checkpoint_ix", "job (tenant_id, created_at) WHERE kind = 'rules.checkpoint'")
    run(
        # Both cross the wall, and say no more than where something is to be done, and what is told outside.
        # A checkpoint is as much work as the repository is large: it is made again when a tenth has come to it.
        # After an attempt that failed it waits twice as long, six hours at most.
        """
        CREATE OR REPLACE FUNCTION due_rule_checkpoints(every integer, most integer)
        RETURNS TABLE (tenant_id uuid, tenant_key text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT r.tenant_id, t.key
            FROM repo r JOIN tenant t ON t.tenant_id = r.tenant_id
            CROSS JOIN LATERAL (
                SELECT coalesce(max(c.txn_no), 0) AS upto FROM git_checkpoint c
                WHERE c.tenant_id = r.tenant_id AND c.repo_id = r.repo_id
            ) c
            CROSS JOIN LATERAL (
                SELECT bool_or(j.status IN ('queued', 'running')) AS is_at_work,
                    max(j.finished_at) FILTER (WHERE j.status = 'failed')
                        + make_interval(mins => least(power(2, least(count(*) FILTER (WHERE j.status = 'failed'), 9)),
                                                      360)::integer) AS next_attempt
                FROM job j
                WHERE j.tenant_id = r.tenant_id AND j.kind = 'rules.checkpoint'
                    AND j.created_at > now() - interval '1 day'
            ) a
            WHERE r.name = 'rules' AND r.txn_no >= every AND r.txn_no - c.upto >= greatest(every, c.upto / 10)
                AND a.is_at_work IS NOT TRUE AND coalesce(a.next_attempt <= now(), true)
            ORDER BY r.txn_no - c.upto DESC LIMIT most
        $$
        """,
        """
        CREATE OR REPLACE FUNCTION rule_log_heads(behind bigint, most integer)
        RETURNS TABLE (tenant_id uuid, tenant_key text, repo_id bigint, txn_no bigint, chain bytea)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT r.tenant_id, t.key, r.repo_id, r.txn_no, l.hash
            FROM repo r JOIN tenant t ON t.tenant_id = r.tenant_id
            CROSS JOIN LATERAL (
                SELECT hash FROM ref_log l WHERE l.tenant_id = r.tenant_id AND l.repo_id = r.repo_id
                ORDER BY l.txn_no DESC, l.seq DESC LIMIT 1
            ) l
            WHERE r.repo_id > behind
            ORDER BY r.repo_id LIMIT most
        $$
        """,
        "REVOKE ALL ON FUNCTION due_rule_checkpoints(integer, integer) FROM PUBLIC",
        "REVOKE ALL ON FUNCTION rule_log_heads(bigint, integer) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION due_rule_checkpoints(integer, integer) TO {service_role()}",
        f"GRANT EXECUTE ON FUNCTION rule_log_heads(bigint, integer) TO {service_role()}",
    )
