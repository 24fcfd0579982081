"""What shoppers come upon, kept for some weeks, and how popular rate plans are by it.

No personal data: a session is a name that the shop made up. `weight` grows with time, so that nothing that is stored has
to shrink; see catalog_admin/storefront/discoveries.py.

Expands only. Revision: 22, after 21
"""

from migrations.ddl import ENVIRONMENT, TENANT, of_environment, run, view_for_service

revision = "22"
down_revision = "21"
branch_labels = None
depends_on = None

HERE = """
    tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
    environment_id uuid NOT NULL DEFAULT nullif(current_setting('app.environment', true), '')::uuid,
    catalog_key text COLLATE "C" NOT NULL,
    plan_id uuid NOT NULL,
"""


def upgrade() -> None:
    run(
        f"""
        CREATE TABLE discovery ({HERE}
            discovery_id uuid NOT NULL PRIMARY KEY DEFAULT gen_random_uuid(),
            node_id uuid,
            path text COLLATE "C",
            session text COLLATE "C" NOT NULL,
            noted_at timestamptz NOT NULL DEFAULT now()
        )
        """,
        "CREATE INDEX discovery_age_ix ON discovery (tenant_id, environment_id, noted_at)",
        f"""
        CREATE TABLE popularity ({HERE}
            weight double precision NOT NULL,
            noted_on date NOT NULL,
            PRIMARY KEY (tenant_id, environment_id, catalog_key, plan_id)
        )
        """,
        "CREATE INDEX popularity_age_ix ON popularity (tenant_id, environment_id, noted_on)",
    )
    of_environment("discovery", "SELECT, INSERT, UPDATE, DELETE")
    of_environment("popularity", "SELECT, INSERT, UPDATE, DELETE")
    run(
        "CREATE VIEW storefront_popularity AS SELECT catalog_key, plan_id, weight FROM popularity"  # noqa: S608 - no input
        f" WHERE {TENANT} AND {ENVIRONMENT}"
    )
    view_for_service("storefront_popularity")
