"""The attribute registry, products, rate plans with their charges, tariffs.

Revision: 04, after 03
"""

from migrations.ddl import of_environment, run

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
            UNIQUE (tenant_id, environment_id, key),
            FOREIGN KEY (tenant_id, environment_id, product_id) REFERENCES product
        )
        """,
        "CREATE INDEX rate_plan_product_ix ON rate_plan (tenant_id, environment_id, product_id)",
        "CREATE INDEX rate_plan_implied_ix ON rate_plan (tenant_id, environment_id, product_id) WHERE implied",
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
    for table in ("attribute", "product", "rate_plan", "tariff"):
        of_environment(table)
