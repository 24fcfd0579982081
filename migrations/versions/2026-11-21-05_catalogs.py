"""The draft: catalogs, nodes, rulesets, assignments.

Revision: 05, after 04
"""

from migrations.ddl import of_environment, run

revision = "05"
down_revision = "04"
branch_labels = None
depends_on = None

SCOPED = """
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
            environment_id uuid NOT NULL DEFAULT nullif(current_setting('app.environment', true), '')::uuid,
"""


def upgrade() -> None:
    _catalog()
    _node()
    _ruleset()
    _assignment()
    for table in ("catalog", "node", "ruleset", "assignment"):
        of_environment(table)


def _catalog() -> None:
    run(
        f"""
        CREATE TABLE catalog ({SCOPED}
            catalog_id uuid NOT NULL,
            key text COLLATE "C" NOT NULL CHECK (key ~ '^[A-Za-z0-9_-]{{1,63}}$'),
            type text NOT NULL CHECK (type IN ('master', 'child', 'virtual')),
            name jsonb NOT NULL DEFAULT '{{}}',
            locales jsonb NOT NULL DEFAULT '[]',
            currencies jsonb NOT NULL DEFAULT '[]',
            revision bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz,
            PRIMARY KEY (tenant_id, environment_id, catalog_id),
            FOREIGN KEY (tenant_id, environment_id) REFERENCES environment ON DELETE CASCADE
        )
        """,
        "CREATE UNIQUE INDEX catalog_living_key ON catalog (tenant_id, environment_id, key) WHERE deleted_at IS NULL",
    )


def _node() -> None:
    run(
        # tpath is the path with a dot behind every key: then a subtree is one range of text, which row-level
        # security lets use its index. path and depth are the same thing said in other words.
        f"""
        CREATE TABLE node ({SCOPED}
            node_id uuid NOT NULL,
            catalog_id uuid NOT NULL,
            parent_id uuid,
            key text COLLATE "C" NOT NULL CHECK (key ~ '^[A-Za-z0-9_-]{{0,63}}$' AND (key = '') = (parent_id IS NULL)),
            tpath text COLLATE "C" NOT NULL CHECK (length(tpath) <= 2001),
            path ltree NOT NULL GENERATED ALWAYS AS (text2ltree(rtrim(tpath, '.'::text))) STORED,
            depth integer NOT NULL GENERATED ALWAYS AS (nlevel(text2ltree(rtrim(tpath, '.'::text)))) STORED,
            type text NOT NULL CHECK (type <> ''),
            meta jsonb NOT NULL DEFAULT '{{}}',
            attributes jsonb NOT NULL DEFAULT '{{}}',
            sort_key bigint NOT NULL DEFAULT 0,
            active_from timestamptz,
            active_to timestamptz,
            revision bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz,
            deleted_with uuid,
            PRIMARY KEY (node_id, tenant_id, environment_id),
            FOREIGN KEY (tenant_id, environment_id, catalog_id) REFERENCES catalog ON DELETE CASCADE,
            FOREIGN KEY (tenant_id, environment_id, parent_id)
                REFERENCES node (tenant_id, environment_id, node_id) ON DELETE CASCADE,
            CONSTRAINT node_interval_check CHECK (active_from < active_to),
            CONSTRAINT node_deleted_check CHECK ((deleted_at IS NULL) = (deleted_with IS NULL))
        )
        """,
        # Tenant and environment stand last in every index of this table: row-level security puts both into every
        # query, and as long as a young table has no statistics the planner takes any index that begins with them
        # for as good as the right one (seen: 100 ms instead of 0.1 ms in a tree of 100,000 nodes).
        "CREATE UNIQUE INDEX node_living_key ON node (parent_id, key, catalog_id, tenant_id, environment_id)"
        " NULLS NOT DISTINCT WHERE deleted_at IS NULL",
        "CREATE INDEX node_living_path ON node (catalog_id, tpath, tenant_id, environment_id) WHERE deleted_at IS NULL",
        "CREATE INDEX node_siblings ON node (parent_id, sort_key, key, tenant_id, environment_id)"
        " WHERE deleted_at IS NULL",
        "CREATE INDEX node_deletions ON node (deleted_with, tenant_id, environment_id) WHERE deleted_at IS NOT NULL",
    )


def _ruleset() -> None:
    run(
        f"""
        CREATE TABLE ruleset ({SCOPED}
            node_id uuid NOT NULL,
            version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
            body jsonb NOT NULL,
            changed_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz,
            PRIMARY KEY (node_id, tenant_id, environment_id),
            FOREIGN KEY (tenant_id, environment_id, node_id)
                REFERENCES node (tenant_id, environment_id, node_id) ON DELETE CASCADE
        )
        """
    )


def _assignment() -> None:
    run(
        f"""
        CREATE TABLE assignment ({SCOPED}
            node_id uuid NOT NULL,
            rate_plan_id uuid NOT NULL,
            effect text NOT NULL CHECK (effect IN ('include', 'exclude')),
            pin integer CHECK (pin > 0),
            rank integer,
            revision bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (node_id, rate_plan_id, tenant_id, environment_id),
            FOREIGN KEY (tenant_id, environment_id, node_id)
                REFERENCES node (tenant_id, environment_id, node_id) ON DELETE CASCADE,
            CONSTRAINT assignment_excluded_check CHECK (effect = 'include' OR (pin IS NULL AND rank IS NULL))
        )
        """,
        "CREATE INDEX assignment_of_plan ON assignment (rate_plan_id, tenant_id, environment_id)",
    )
