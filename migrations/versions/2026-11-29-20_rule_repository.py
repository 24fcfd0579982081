"""git inside Postgres: objects, refs, and the log of every move, which nobody can change.

What a mirror or an auditor relies on is refused here, whoever writes: numbers without gaps, one log row for each move
in the move's own transaction, one hash chain per repository, refs that never point at nothing.

Expands only. Revision: 32, after 31
"""

from migrations.ddl import append_only, of_tenant, run, service_role

revision = "32"
down_revision = "31"
branch_labels = None
depends_on = None

MINE = """
    tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
    repo_id bigint NOT NULL
"""
# Foreign keys look past row-level security: the tenant in them is what keeps one tenant's rows off another's.
OF_REPO = "FOREIGN KEY (tenant_id, repo_id) REFERENCES repo"
OID = "CHECK (octet_length({0}) = 20)"


def upgrade() -> None:
    _repositories()
    _objects()
    _log()
    _refs()
    _derived()


def _repositories() -> None:
    run(
        """
        CREATE TABLE repo (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            repo_id bigint GENERATED ALWAYS AS IDENTITY,
            name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
            head text NOT NULL CHECK (starts_with(head, 'refs/heads/')),
            txn_no bigint NOT NULL DEFAULT 0,
            moved_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
            PRIMARY KEY (tenant_id, repo_id),
            UNIQUE (tenant_id, name)
        )
        """,
        # Held until COMMIT by whoever lands: numbers follow the order of commits, so a mirror that has n has all to n.
        """
        CREATE FUNCTION count_repo() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                NEW.txn_no := 0;
            ELSIF NEW.txn_no <> OLD.txn_no + 1 OR (NEW.tenant_id, NEW.repo_id) <> (OLD.tenant_id, OLD.repo_id) THEN
                RAISE EXCEPTION 'a repository counts its transactions one by one' USING ERRCODE = 'check_violation';
            END IF;
            NEW.moved_in := pg_current_xact_id();
            RETURN NEW;
        END $$
        """,
        "CREATE TRIGGER repo_counts BEFORE INSERT OR UPDATE ON repo FOR EACH ROW EXECUTE FUNCTION count_repo()",
        "CREATE TRIGGER repo_stays BEFORE DELETE ON repo FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER repo_no_truncate BEFORE TRUNCATE ON repo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
    of_tenant("repo", "SELECT, INSERT")
    run(f"GRANT UPDATE (txn_no) ON repo TO {service_role()}")


def _objects() -> None:
    run(
        # `data` is zlib of the bare content, as the body of an entry in a pack: a pack is a header before each.
        f"""
        CREATE TABLE git_object (
            {MINE},
            oid bytea NOT NULL {OID.format("oid")},
            type smallint NOT NULL CHECK (type BETWEEN 1 AND 4),
            size integer NOT NULL CHECK (size >= 0),
            txn_no bigint NOT NULL,
            data bytea NOT NULL,
            PRIMARY KEY (tenant_id, repo_id, oid),
            {OF_REPO}
        )
        """,
        "ALTER TABLE git_object ALTER data SET STORAGE EXTERNAL",  # it is packed already
        "CREATE INDEX git_object_txn_ix ON git_object (tenant_id, repo_id, txn_no)",
        # One added under a number that is already past would be missing from every mirror for ever.
        """
        CREATE FUNCTION refuse_late_objects() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT tenant_id, repo_id, txn_no FROM added) a
                JOIN repo r USING (tenant_id, repo_id)
                WHERE r.txn_no <> a.txn_no OR r.moved_in <> pg_current_xact_id()
            ) THEN
                RAISE EXCEPTION 'objects belong to the transaction that counts them' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """,
        "CREATE TRIGGER git_object_in_time AFTER INSERT ON git_object REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_objects()",
    )
    of_tenant("git_object", "SELECT, INSERT")
    append_only("git_object")


def _log() -> None:
    run(
        f"""
        CREATE TABLE ref_log (
            {MINE},
            txn_no bigint NOT NULL,
            seq integer NOT NULL,
            kind text NOT NULL CHECK (kind IN ('move', 'protect', 'unprotect')),
            name text NOT NULL,
            old bytea {OID.format("old")},
            new bytea {OID.format("new")},
            actor text NOT NULL,
            reason text NOT NULL,
            at timestamptz NOT NULL,
            made_in xid8 NOT NULL,
            prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (tenant_id, repo_id, txn_no, seq),
            {OF_REPO}
        )
        """,
        "CREATE INDEX ref_log_name_ix ON ref_log (tenant_id, repo_id, name, txn_no)",
        # Hashed as JSON, because joined by a separator two different rows could read the same.
        """
        CREATE FUNCTION chain_ref_log() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            mine repo;
            last ref_log;
        BEGIN
            SELECT * INTO mine FROM repo WHERE tenant_id = NEW.tenant_id AND repo_id = NEW.repo_id;
            IF mine.txn_no IS DISTINCT FROM NEW.txn_no OR mine.moved_in <> pg_current_xact_id() THEN
                RAISE EXCEPTION 'a log row belongs to the transaction it tells of' USING ERRCODE = 'check_violation';
            END IF;
            SELECT * INTO last FROM ref_log WHERE tenant_id = NEW.tenant_id AND repo_id = NEW.repo_id
                ORDER BY txn_no DESC, seq DESC LIMIT 1;
            NEW.seq := CASE WHEN last.txn_no = NEW.txn_no THEN last.seq + 1 ELSE 0 END;
            NEW.at := clock_timestamp();
            NEW.made_in := pg_current_xact_id();
            NEW.prev_hash := coalesce(
                last.hash, sha256(convert_to('rulestore ' || NEW.tenant_id || ' ' || NEW.repo_id, 'UTF8'))
            );
            NEW.hash := sha256(NEW.prev_hash || convert_to(json_build_array(
                NEW.txn_no, NEW.seq, NEW.kind, NEW.name, encode(NEW.old, 'hex'), encode(NEW.new, 'hex'),
                NEW.actor, NEW.reason, (extract(epoch FROM NEW.at) * 1000000)::bigint
            )::text, 'UTF8'));
            RETURN NEW;
        END $$
        """,
        "CREATE TRIGGER ref_log_chained BEFORE INSERT ON ref_log FOR EACH ROW EXECUTE FUNCTION chain_ref_log()",
        """
        CREATE FUNCTION demand_log_of_repo() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (
                SELECT FROM ref_log
                WHERE tenant_id = NEW.tenant_id AND repo_id = NEW.repo_id AND txn_no = NEW.txn_no
            ) THEN
                RAISE EXCEPTION 'transaction % of a repository moved nothing', NEW.txn_no
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """,
        "CREATE CONSTRAINT TRIGGER repo_is_logged AFTER UPDATE ON repo DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION demand_log_of_repo()",
    )
    of_tenant("ref_log", "SELECT, INSERT")
    append_only("ref_log")


def _refs() -> None:
    run(
        # One that was deleted stays as a row without target: rows are never taken away, so each change is an event.
        f"""
        CREATE TABLE git_ref (
            {MINE},
            name text NOT NULL CHECK (
                name ~ '^refs/(heads|tags)/.' AND length(name) <= 250
                AND name !~ '(\\.\\.|[[:cntrl:] ~^:?*\\[\\\\]|//|/$|\\.$|/\\.|\\.lock(/|$)|@\\{{)'
            ),
            target bytea,
            protected boolean NOT NULL DEFAULT false,
            born_txn bigint NOT NULL,
            txn_no bigint NOT NULL,
            PRIMARY KEY (tenant_id, repo_id, name),
            {OF_REPO},
            FOREIGN KEY (tenant_id, repo_id, target) REFERENCES git_object,
            CHECK (target IS NOT NULL OR NOT protected)
        )
        """,
        """
        CREATE FUNCTION demand_log_of_ref() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.tenant_id, NEW.repo_id, NEW.name) <> (OLD.tenant_id, OLD.repo_id, OLD.name)
            OR NOT EXISTS (
                SELECT FROM ref_log l
                WHERE l.tenant_id = NEW.tenant_id AND l.repo_id = NEW.repo_id AND l.txn_no = NEW.txn_no
                    AND l.name = NEW.name AND l.made_in = pg_current_xact_id()
                    AND l.old IS NOT DISTINCT FROM OLD.target AND l.new IS NOT DISTINCT FROM NEW.target
                    AND l.kind = CASE WHEN NEW.protected = coalesce(OLD.protected, false) THEN 'move'
                                      WHEN NEW.protected THEN 'protect' ELSE 'unprotect' END
                    AND (l.kind = 'move' OR l.old = l.new)
            ) THEN
                RAISE EXCEPTION 'ref % changed without a log row in the same transaction', NEW.name
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """,
        "CREATE CONSTRAINT TRIGGER git_ref_is_logged AFTER INSERT OR UPDATE ON git_ref "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION demand_log_of_ref()",
        "CREATE TRIGGER git_ref_stays BEFORE DELETE ON git_ref FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER git_ref_no_truncate BEFORE TRUNCATE ON git_ref "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
    of_tenant("git_ref", "SELECT, INSERT")
    run(f"GRANT UPDATE (target, protected, born_txn, txn_no) ON git_ref TO {service_role()}")


def _derived() -> None:
    """Both can be dropped and made again from the objects."""
    run(
        f"""
        CREATE TABLE commit_change (
            {MINE},
            path text COLLATE "C" NOT NULL,
            txn_no bigint NOT NULL,
            nr integer NOT NULL,
            ref text NOT NULL,
            commit bytea NOT NULL {OID.format("commit")},
            before bytea {OID.format("before")},
            after bytea {OID.format("after")},
            PRIMARY KEY (tenant_id, repo_id, path, txn_no, nr),
            {OF_REPO}
        )
        """,
        f"""
        CREATE TABLE git_checkpoint (
            {MINE},
            txn_no bigint NOT NULL,
            part text NOT NULL CHECK (part IN ('pack', 'idx')),
            piece integer NOT NULL CHECK (piece >= 0),
            data bytea NOT NULL,
            PRIMARY KEY (tenant_id, repo_id, txn_no, part, piece),
            {OF_REPO}
        )
        """,
        "ALTER TABLE git_checkpoint ALTER data SET STORAGE EXTERNAL",
    )
    of_tenant("commit_change", "SELECT, INSERT, DELETE")
    of_tenant("git_checkpoint", "SELECT, INSERT, DELETE")
