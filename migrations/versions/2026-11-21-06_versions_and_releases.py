"""Published content, versions, releases, what environments serve.

Published rows carry the tenant only: versions outlive the environment that made them. A row is valid for the
ordinals [from_ordinal, until_ordinal) of its lineage; the service may insert rows and close open ones, at an
unsealed ordinal, and nothing else.

Revision: 06, after 05
"""

from migrations.ddl import append_only, of_tenant, run, service_role

revision = "06"
down_revision = "05"
branch_labels = None
depends_on = None

OPEN = 2147483647  # until_ordinal of a row that still holds
# No foreign key to the lineage: refuse_sealed_insert checks once per statement what it would check per row.
INTERVAL = f"""
    from_ordinal integer NOT NULL CHECK (from_ordinal > 0),
    until_ordinal integer NOT NULL DEFAULT {OPEN},
    leaf integer NOT NULL CHECK (leaf BETWEEN 0 AND 65535),
    entry_hash bytea NOT NULL CHECK (length(entry_hash) = 32),
    CHECK (until_ordinal > from_ordinal)
"""
PUBLISHED = (
    "published_node",
    "published_slug",
    "published_count",
    "published_plan",
    "published_membership",
    "published_entry",
    "published_leaf",
)


def upgrade() -> None:
    _bodies_and_lineages()
    _entries()
    _versions()
    _releases()
    _sealing()


def _bodies_and_lineages() -> None:
    run(
        """
        CREATE TABLE body (
            tenant_id uuid NOT NULL,
            hash bytea NOT NULL CHECK (length(hash) = 32),
            body text NOT NULL,
            PRIMARY KEY (tenant_id, hash)
        )
        """,
        """
        CREATE TABLE lineage (
            tenant_id uuid NOT NULL REFERENCES tenant,
            lineage_id bigint GENERATED ALWAYS AS IDENTITY,
            catalog_key text NOT NULL,
            environment_id uuid NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, lineage_id),
            UNIQUE (tenant_id, catalog_key, environment_id)
        )
        """,
        """
        CREATE TABLE lineage_ordinal (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            ordinal integer NOT NULL CHECK (ordinal > 0),
            digest bytea CHECK (length(digest) = 32),
            started_at timestamptz NOT NULL DEFAULT now(),
            sealed_at timestamptz,
            PRIMARY KEY (tenant_id, lineage_id, ordinal),
            UNIQUE (tenant_id, lineage_id, ordinal, digest),
            CHECK ((digest IS NULL) = (sealed_at IS NULL)),
            FOREIGN KEY (tenant_id, lineage_id) REFERENCES lineage
        )
        """,
        # At most one publish of a lineage is under way.
        "CREATE UNIQUE INDEX lineage_ordinal_unsealed_key ON lineage_ordinal (tenant_id, lineage_id) WHERE sealed_at IS NULL",
    )
    of_tenant("body", "SELECT, INSERT")
    of_tenant("lineage", "SELECT, INSERT")
    of_tenant("lineage_ordinal", "SELECT, INSERT")
    # Not to change it: a publish holds its ordinal by a row lock, which takes a right to update something.
    run(f"GRANT UPDATE (started_at) ON lineage_ordinal TO {service_role()}")
    append_only("body")
    append_only("lineage")


def _entries() -> None:
    run(
        f"""
        CREATE TABLE published_node (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            node_id uuid NOT NULL,
            parent_id uuid,
            key text NOT NULL,
            path text COLLATE "C" NOT NULL,
            tpath text COLLATE "C" NOT NULL,
            depth integer NOT NULL,
            type text NOT NULL,
            sort_key bigint NOT NULL,
            active_from timestamptz,
            active_to timestamptz,
            body_hash bytea NOT NULL,
            PRIMARY KEY (tenant_id, lineage_id, node_id, from_ordinal),
            {INTERVAL}
        )
        """,
        "CREATE INDEX published_node_tree_ix ON published_node (tenant_id, lineage_id, tpath) "
        "INCLUDE (node_id, from_ordinal, until_ordinal)",
        "CREATE INDEX published_node_children_ix ON published_node (tenant_id, lineage_id, parent_id, sort_key, key) "
        "INCLUDE (node_id, from_ordinal, until_ordinal)",
        """
        CREATE TABLE published_slug (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            slug text COLLATE "C" NOT NULL,
            locale text NOT NULL,
            node_id uuid NOT NULL,
            from_ordinal integer NOT NULL,
            until_ordinal integer NOT NULL DEFAULT 2147483647,
            PRIMARY KEY (tenant_id, lineage_id, slug, locale, node_id, from_ordinal)
        )
        """,
        """
        CREATE TABLE published_count (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            node_id uuid NOT NULL,
            direct integer NOT NULL,
            subtree integer NOT NULL,
            from_ordinal integer NOT NULL,
            until_ordinal integer NOT NULL DEFAULT 2147483647,
            PRIMARY KEY (tenant_id, lineage_id, node_id, from_ordinal)
        )
        """,
        f"""
        CREATE TABLE published_plan (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            plan_id uuid NOT NULL,
            key text COLLATE "C" NOT NULL,
            sku text COLLATE "C",
            product_key text COLLATE "C" NOT NULL,
            name text NOT NULL,
            status text NOT NULL,
            effective_from date,
            effective_to date,
            facts jsonb NOT NULL,
            search tsvector NOT NULL,
            body_hash bytea NOT NULL,
            PRIMARY KEY (tenant_id, lineage_id, plan_id, from_ordinal),
            {INTERVAL}
        )
        """,
        "CREATE INDEX published_plan_key_ix ON published_plan (tenant_id, lineage_id, key)",
        "CREATE INDEX published_plan_sku_ix ON published_plan (tenant_id, lineage_id, sku)",
        "CREATE INDEX published_plan_search_ix ON published_plan USING gin (search)",
        "CREATE INDEX published_plan_facts_ix ON published_plan USING gin (facts jsonb_path_ops)",
        "CREATE INDEX published_plan_name_ix ON published_plan USING gin (name gin_trgm_ops)",
        f"""
        CREATE TABLE published_membership (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            node_id uuid NOT NULL,
            plan_id uuid NOT NULL,
            source text NOT NULL CHECK (source IN ('manual', 'rule', 'inherited')),
            pin integer,
            order_key text COLLATE "C" NOT NULL,
            audience jsonb,
            PRIMARY KEY (tenant_id, lineage_id, node_id, plan_id, from_ordinal),
            {INTERVAL}
        )
        """,
        "CREATE INDEX published_membership_page_ix ON published_membership "
        "(tenant_id, lineage_id, node_id, order_key, plan_id) INCLUDE (source, pin, from_ordinal, until_ordinal)",
        "CREATE INDEX published_membership_plan_ix ON published_membership "
        "(tenant_id, lineage_id, plan_id, node_id) INCLUDE (from_ordinal, until_ordinal)",
        f"""
        CREATE TABLE published_entry (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            kind text NOT NULL,
            key text COLLATE "C" NOT NULL,
            body_hash bytea NOT NULL,
            PRIMARY KEY (tenant_id, lineage_id, kind, key, from_ordinal),
            {INTERVAL}
        )
        """,
        """
        CREATE TABLE published_leaf (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            leaf integer NOT NULL CHECK (leaf BETWEEN 0 AND 65535),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            from_ordinal integer NOT NULL,
            until_ordinal integer NOT NULL DEFAULT 2147483647,
            PRIMARY KEY (tenant_id, lineage_id, leaf, from_ordinal)
        )
        """,
    )
    for table in PUBLISHED:
        of_tenant(table, "SELECT, INSERT")
        run(f"GRANT UPDATE (until_ordinal) ON {table} TO {service_role()}")
    # The difference of two ordinals is what opens or closes between them; an abort undoes the same rows.
    for table in ("published_node", "published_plan", "published_membership", "published_entry"):
        run(
            f"CREATE INDEX {table}_from_ix ON {table} (tenant_id, lineage_id, from_ordinal)",
            f"CREATE INDEX {table}_until_ix ON {table} (tenant_id, lineage_id, until_ordinal) "
            f"WHERE until_ordinal < {OPEN}",
        )


def _versions() -> None:
    run(
        """
        CREATE TABLE version (
            tenant_id uuid NOT NULL,
            digest bytea NOT NULL CHECK (length(digest) = 32),
            lineage_id bigint NOT NULL,
            ordinal integer NOT NULL,
            catalog_key text NOT NULL,
            entries integer NOT NULL,
            nodes integer NOT NULL,
            plans integer NOT NULL,
            memberships integer NOT NULL,
            sealed_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, digest),
            UNIQUE (tenant_id, lineage_id, ordinal),
            FOREIGN KEY (tenant_id, lineage_id, ordinal, digest)
                REFERENCES lineage_ordinal (tenant_id, lineage_id, ordinal, digest)
        )
        """,
        """
        CREATE TABLE publication (
            tenant_id uuid NOT NULL,
            publication_id uuid NOT NULL,
            digest bytea NOT NULL,
            catalog_key text NOT NULL,
            lineage_id bigint NOT NULL,
            environment_id uuid NOT NULL,
            published_by text NOT NULL,
            published_at timestamptz NOT NULL DEFAULT now(),
            evaluated_at timestamptz NOT NULL,
            boundaries timestamptz[] NOT NULL DEFAULT '{}',
            note text,
            request_id text NOT NULL DEFAULT '',
            PRIMARY KEY (tenant_id, publication_id),
            FOREIGN KEY (tenant_id, digest) REFERENCES version
        )
        """,
        "CREATE INDEX publication_catalog_ix ON publication (tenant_id, catalog_key, environment_id, published_at)",
        """
        CREATE TABLE tag (
            tenant_id uuid NOT NULL,
            catalog_key text NOT NULL,
            name text COLLATE "C" NOT NULL CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
            digest bytea NOT NULL,
            revision integer NOT NULL DEFAULT 1,
            moved_by text NOT NULL,
            moved_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, catalog_key, name),
            FOREIGN KEY (tenant_id, digest) REFERENCES version
        )
        """,
    )
    of_tenant("version", "SELECT, INSERT")
    of_tenant("publication", "SELECT, INSERT")
    of_tenant("tag")
    append_only("version")
    append_only("publication")


def _releases() -> None:
    run(
        """
        CREATE TABLE release (
            tenant_id uuid NOT NULL REFERENCES tenant,
            digest bytea NOT NULL CHECK (length(digest) = 32),
            body text NOT NULL,
            created_by text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, digest)
        )
        """,
        """
        CREATE TABLE release_catalog (
            tenant_id uuid NOT NULL,
            release_digest bytea NOT NULL,
            catalog_key text NOT NULL,
            version_digest bytea NOT NULL,
            PRIMARY KEY (tenant_id, release_digest, catalog_key),
            FOREIGN KEY (tenant_id, release_digest) REFERENCES release,
            FOREIGN KEY (tenant_id, version_digest) REFERENCES version
        )
        """,
        """
        CREATE TABLE environment_move (
            tenant_id uuid NOT NULL,
            environment_id uuid NOT NULL,
            generation bigint NOT NULL CHECK (generation > 0),
            release_digest bytea NOT NULL,
            cause text NOT NULL CHECK (cause IN ('publish', 'rollback', 'promotion')),
            catalog_key text,
            reason text,
            moved_by text NOT NULL,
            moved_at timestamptz NOT NULL DEFAULT now(),
            effective_from timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, environment_id, generation),
            FOREIGN KEY (tenant_id, release_digest) REFERENCES release
        )
        """,
        "CREATE INDEX environment_move_instant_ix ON environment_move "
        "(tenant_id, environment_id, effective_from, generation)",
        "ALTER TABLE environment ADD FOREIGN KEY (tenant_id, release_digest) REFERENCES release",
    )
    for table in ("release", "release_catalog", "environment_move"):
        of_tenant(table, "SELECT, INSERT")
        append_only(table)


def _sealing() -> None:
    """Definer functions are the only way to seal or abort; triggers let rows only close, at an unsealed ordinal."""
    run(
        """
        CREATE FUNCTION filling_ordinal(mine uuid, lineage bigint) RETURNS integer LANGUAGE sql STABLE AS $$
            SELECT ordinal FROM lineage_ordinal
            WHERE tenant_id = mine AND lineage_id = lineage AND sealed_at IS NULL
        $$
        """,
        # Once per statement: a full publish inserts millions of rows.
        """
        CREATE FUNCTION refuse_sealed_insert() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT tenant_id, lineage_id, from_ordinal, until_ordinal FROM fresh) f
                WHERE f.until_ordinal <> 2147483647
                   OR f.from_ordinal IS DISTINCT FROM filling_ordinal(f.tenant_id, f.lineage_id)
            ) THEN
                RAISE EXCEPTION '%: rows open only at the ordinal being filled', TG_TABLE_NAME
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NULL;
        END $$
        """,
        # Closing at the ordinal being filled, or taking that closing back while it is still being filled.
        """
        CREATE FUNCTION refuse_sealed_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            filling integer := filling_ordinal(OLD.tenant_id, OLD.lineage_id);
            closed record := OLD;
        BEGIN
            IF TG_OP = 'DELETE' AND OLD.from_ordinal = filling THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE'
               AND (OLD.until_ordinal, NEW.until_ordinal) IN ((2147483647, filling), (filling, 2147483647)) THEN
                closed.until_ordinal := NEW.until_ordinal;
                IF closed *= NEW THEN  -- byte for byte the same row, but for the ordinal
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '% of % is refused: published content is sealed', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END $$
        """,
        # A lineage counts 1, 2, 3…; what is sealed stays, what is not may be sealed or given up.
        """
        CREATE FUNCTION refuse_ordinal_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW.sealed_at IS NULL AND NEW.ordinal = 1 + coalesce(
                    (SELECT max(ordinal) FROM lineage_ordinal
                     WHERE tenant_id = NEW.tenant_id AND lineage_id = NEW.lineage_id), 0) THEN
                    RETURN NEW;
                END IF;
            ELSIF OLD.sealed_at IS NULL AND TG_OP = 'DELETE' THEN
                RETURN OLD;
            ELSIF OLD.sealed_at IS NULL
                  AND (NEW.tenant_id, NEW.lineage_id, NEW.ordinal) = (OLD.tenant_id, OLD.lineage_id, OLD.ordinal) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% of lineage_ordinal is refused: ordinals follow each other and stay sealed', TG_OP
                USING ERRCODE = 'insufficient_privilege';
        END $$
        """,
        "CREATE TRIGGER lineage_ordinal_change BEFORE INSERT OR UPDATE OR DELETE ON lineage_ordinal "
        "FOR EACH ROW EXECUTE FUNCTION refuse_ordinal_change()",
        "CREATE TRIGGER lineage_ordinal_no_truncate BEFORE TRUNCATE ON lineage_ordinal "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        """
        CREATE FUNCTION seal_ordinal(lineage bigint, filled integer, content bytea) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            UPDATE lineage_ordinal SET digest = content, sealed_at = now()
            WHERE tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
              AND lineage_id = lineage AND ordinal = filled AND sealed_at IS NULL;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'ordinal % of lineage % is not being filled', filled, lineage;
            END IF;
        END $$
        """,
        """
        CREATE FUNCTION abort_publish(lineage bigint) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
            filling integer;
            name text;
        BEGIN
            SELECT ordinal INTO filling FROM lineage_ordinal
            WHERE tenant_id = mine AND lineage_id = lineage AND sealed_at IS NULL FOR UPDATE;
            IF filling IS NULL THEN
                RETURN NULL;
            END IF;
            FOREACH name IN ARRAY ARRAY['published_node', 'published_slug', 'published_count', 'published_plan',
                                        'published_membership', 'published_entry', 'published_leaf'] LOOP
                EXECUTE format('DELETE FROM %I WHERE tenant_id = $1 AND lineage_id = $2 AND from_ordinal = $3', name)
                    USING mine, lineage, filling;
                EXECUTE format('UPDATE %I SET until_ordinal = 2147483647 '
                               'WHERE tenant_id = $1 AND lineage_id = $2 AND until_ordinal = $3', name)
                    USING mine, lineage, filling;
            END LOOP;
            DELETE FROM lineage_ordinal WHERE tenant_id = mine AND lineage_id = lineage AND ordinal = filling;
            RETURN filling;
        END $$
        """,
        "REVOKE ALL ON FUNCTION seal_ordinal(bigint, integer, bytea), abort_publish(bigint) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION seal_ordinal(bigint, integer, bytea), abort_publish(bigint) TO {service_role()}",
    )
    for table in PUBLISHED:
        run(
            f"CREATE TRIGGER {table}_sealed_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed_insert()",
            f"CREATE TRIGGER {table}_sealed_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_sealed_change()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        )
