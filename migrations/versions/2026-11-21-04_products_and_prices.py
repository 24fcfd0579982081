"""The attribute registry, products, rate plans with their charges, tariffs.

Revision: 04, after 03
"""

from migrations.ddl import of_environment, run, service_role

revision = "04"
down_revision = "03"
branch_labels = None
depends_on = None

SCOPE = """
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
            environment_id uuid NOT NULL DEFAULT nullif(current_setting('app.environment', true), '')::uuid,
"""
STATED = """
            status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'retired')),
            effective_from date,
            effective_to date CHECK (effective_to > effective_from),
            tags jsonb NOT NULL DEFAULT '[]',
            attributes jsonb NOT NULL DEFAULT '{}',
"""
KEPT = """
            revision bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
"""


def upgrade() -> None:
    run(
        f"""
        CREATE TABLE attribute ({SCOPE}
            key text COLLATE "C" NOT NULL,
            kind text NOT NULL CHECK (kind IN ('text', 'integer', 'decimal', 'boolean', 'date', 'datetime')),
            many boolean NOT NULL DEFAULT false,
            label jsonb NOT NULL DEFAULT '{{}}',
            unit text,
            allowed jsonb,
            facetable boolean NOT NULL DEFAULT false,
            searchable boolean NOT NULL DEFAULT false,
            {KEPT}
            PRIMARY KEY (tenant_id, environment_id, key),
            FOREIGN KEY (tenant_id, environment_id) REFERENCES environment
        )
        """,
        f"""
        CREATE TABLE product ({SCOPE}
            id uuid NOT NULL,
            key text COLLATE "C" NOT NULL,
            name jsonb NOT NULL DEFAULT '{{}}',
            {STATED}
            one_time jsonb,
            {KEPT}
            deleted_at timestamptz,
            PRIMARY KEY (tenant_id, environment_id, id),
            UNIQUE (tenant_id, environment_id, key),
            FOREIGN KEY (tenant_id, environment_id) REFERENCES environment
        )
        """,
        f"""
        CREATE TABLE rate_plan ({SCOPE}
            id uuid NOT NULL,
            key text COLLATE "C" NOT NULL,
            product_id uuid NOT NULL,
            sku text,
            name jsonb NOT NULL DEFAULT '{{}}',
            {STATED}
            charges jsonb NOT NULL DEFAULT '[]',
            implied boolean NOT NULL DEFAULT false,
            {KEPT}
            deleted_at timestamptz,
            PRIMARY KEY (tenant_id, environment_id, id),
            UNIQUE (tenant_id, environment_id, key)
        )
        """,
        # Led by the product: while a table has no statistics, the planner takes a tenant for rare, and an index that
        # begins with it for as good as the primary key. Nobody looks for all plans of a tenant by this one.
        "CREATE INDEX rate_plan_product_ix ON rate_plan (product_id, tenant_id, environment_id)",
        "CREATE INDEX rate_plan_implied_ix ON rate_plan (product_id, tenant_id, environment_id) WHERE implied",
        f"""
        CREATE TABLE tariff ({SCOPE}
            id uuid NOT NULL,
            reference text COLLATE "C" NOT NULL,
            currency text NOT NULL CHECK (currency ~ '^[A-Z]{{3}}$'),
            country text CHECK (country ~ '^[A-Z]{{2}}$'),
            segment text,
            valid_from timestamptz,
            valid_to timestamptz CHECK (valid_to > valid_from),
            model text NOT NULL CHECK (model IN ('flat', 'tiered', 'volume', 'package', 'on_request')),
            amount numeric,
            tiers jsonb,
            package_size bigint CHECK (package_size > 0),
            unit text,
            note text,
            revision bigint NOT NULL DEFAULT 1,
            updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, environment_id, id),
            FOREIGN KEY (tenant_id, environment_id) REFERENCES environment
        )
        """,
        "CREATE INDEX tariff_reference_ix ON tariff (tenant_id, environment_id, reference, currency)",
    )
    of_environment("attribute")
    of_environment("tariff")
    # Nothing deletes a product or a rate plan for good, so rate_plan needs no foreign key to product: its check, row
    # by row, was 40 % of an import, and with a plan cached on an empty table it was 100 times that.
    of_environment("product", "SELECT, INSERT, UPDATE")
    of_environment("rate_plan", "SELECT, INSERT, UPDATE")
    run(
        # A table that grows a thousandfold in one transaction is planned as if it were empty, and autovacuum cannot see
        # it. An import says when it has grown; only the columns of keys, and never waiting for somebody else's lock.
        """
        CREATE FUNCTION refresh_product_statistics() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            ANALYZE (SKIP_LOCKED) product (tenant_id, environment_id, id, key, deleted_at);
            ANALYZE (SKIP_LOCKED) rate_plan (tenant_id, environment_id, id, key, product_id, deleted_at);
        END $$
        """,
        "REVOKE ALL ON FUNCTION refresh_product_statistics() FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION refresh_product_statistics() TO {service_role()}",
    )
