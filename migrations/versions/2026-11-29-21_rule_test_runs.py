"""What came of the cases of a commit is kept beside it, and branches ask something of it.

Expands only. Revision: 33, after 32
"""

from migrations.ddl import append_only, of_tenant, run

revision = "33"
down_revision = "32"
branch_labels = None
depends_on = None

MINE = "tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant"


def upgrade() -> None:
    run(
        f"""
        CREATE TABLE rule_test_run (
            {MINE},
            run_id uuid NOT NULL,
            branch text,
            commit_oid bytea NOT NULL CONSTRAINT rule_test_run_commit_check CHECK (octet_length(commit_oid) = 20),
            tree_oid bytea NOT NULL CONSTRAINT rule_test_run_tree_check CHECK (octet_length(tree_oid) = 20),
            cases integer NOT NULL,
            failed integer NOT NULL,
            shares jsonb NOT NULL,
            coverage jsonb NOT NULL,
            failures jsonb NOT NULL,
            seconds double precision NOT NULL,
            ran_by text NOT NULL,
            ran_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, run_id),
            CONSTRAINT rule_test_run_failed_check CHECK (failed BETWEEN 0 AND cases)
        )
        """,
        "CREATE INDEX rule_test_run_branch_ix ON rule_test_run (tenant_id, branch, run_id)",
        "CREATE INDEX rule_test_run_commit_ix ON rule_test_run (tenant_id, commit_oid, run_id)",
        "CREATE INDEX rule_test_run_tree_ix ON rule_test_run (tenant_id, tree_oid, run_id)",
        f"""
        CREATE TABLE rule_demand (
            {MINE},
            branch text NOT NULL,
            cases_pass boolean NOT NULL,
            rule_percent smallint NOT NULL,
            row_percent smallint NOT NULL,
            condition_percent smallint NOT NULL,
            PRIMARY KEY (tenant_id, branch),
            CONSTRAINT rule_demand_rule_check CHECK (rule_percent BETWEEN 0 AND 100),
            CONSTRAINT rule_demand_row_check CHECK (row_percent BETWEEN 0 AND 100),
            CONSTRAINT rule_demand_condition_check CHECK (condition_percent BETWEEN 0 AND 100)
        )
        """,
    )
    of_tenant("rule_test_run", "SELECT, INSERT")
    append_only("rule_test_run")
    of_tenant("rule_demand")
