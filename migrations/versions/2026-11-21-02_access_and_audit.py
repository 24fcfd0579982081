"""Tokens, role bindings, the audit chain, the event outbox.

Revision: 02, after 01
"""

from migrations.ddl import append_only, of_tenant, run, service_role

revision = "02"
down_revision = "01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tokens()
    _bindings()
    _audit()
    _events()


def _tokens() -> None:
    run(
        """
        CREATE TABLE api_token (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            id uuid NOT NULL UNIQUE,
            name text NOT NULL,
            secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
            grants jsonb NOT NULL,
            environments text[],
            created_by text NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            revoked_at timestamptz,
            last_used_at timestamptz,
            PRIMARY KEY (tenant_id, id)
        )
        """,
    )
    of_tenant("api_token", "SELECT, INSERT")
    run(
        f"GRANT UPDATE (revoked_at, last_used_at) ON api_token TO {service_role()}",
        # The token itself says whose it is, so it is looked up before any tenant is set.
        """
        CREATE FUNCTION find_token(wanted uuid)
        RETURNS TABLE (
            tenant_id uuid, tenant_key text, secret_hash bytea, grants jsonb, environments text[],
            expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz
        )
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT t.tenant_id, tenant.key, t.secret_hash, t.grants, t.environments,
                   t.expires_at, t.revoked_at, t.last_used_at
            FROM api_token t JOIN tenant USING (tenant_id) WHERE t.id = wanted
        $$
        """,
        "REVOKE ALL ON FUNCTION find_token(uuid) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION find_token(uuid) TO {service_role()}",
    )


def _bindings() -> None:
    run(
        """
        CREATE TABLE role_binding (
            tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid REFERENCES tenant,
            subject text NOT NULL,
            grants jsonb NOT NULL,
            environments text[],
            revision bigint NOT NULL DEFAULT 1,
            updated_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, subject)
        )
        """,
    )
    of_tenant("role_binding")


def _audit() -> None:
    run(
        # `body` is what the hash is taken over; the columns beside it repeat what people filter by.
        """
        CREATE TABLE audit_entry (
            tenant_id uuid NOT NULL REFERENCES tenant,
            seq bigint NOT NULL CHECK (seq > 0),
            environment_id uuid,
            environment text,
            at timestamptz NOT NULL,
            actor text NOT NULL,
            action text NOT NULL,
            subject text COLLATE "C" NOT NULL,
            before_digest bytea CHECK (length(before_digest) = 32),
            after_digest bytea CHECK (length(after_digest) = 32),
            request_id text NOT NULL,
            detail jsonb,
            body text NOT NULL,
            prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (tenant_id, seq)
        )
        """,
        "CREATE INDEX audit_entry_actor_ix ON audit_entry (tenant_id, actor, seq)",
        "CREATE INDEX audit_entry_action_ix ON audit_entry (tenant_id, action, seq)",
        "CREATE INDEX audit_entry_subject_ix ON audit_entry (tenant_id, subject, seq)",
        "CREATE INDEX audit_entry_at_ix ON audit_entry (tenant_id, at)",
        """
        CREATE TABLE audit_head (
            tenant_id uuid PRIMARY KEY REFERENCES tenant,
            seq bigint NOT NULL CHECK (seq >= 0),
            hash bytea NOT NULL CHECK (length(hash) = 32)
        )
        """,
    )
    of_tenant("audit_entry", "SELECT")
    of_tenant("audit_head", "SELECT")
    append_only("audit_entry")
    run(
        """
        CREATE FUNCTION refuse_head_going_back() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'UPDATE' OR NEW.tenant_id <> OLD.tenant_id OR NEW.seq <= OLD.seq THEN
                RAISE EXCEPTION 'the head of an audit chain only moves forward: % refused', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$
        """,
        "CREATE TRIGGER audit_head_forward BEFORE UPDATE OR DELETE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION refuse_head_going_back()",
        "CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        # The only way to write either table. The tenant comes from the transaction, never from the caller; the
        # head's row lock puts writers in line, so callers make this their last statement before COMMIT.
        """
        CREATE FUNCTION audit_append(bodies text[]) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
            head audit_head;
            entry text;
            said jsonb;
            previous bytea;
        BEGIN
            SELECT * INTO head FROM audit_head WHERE tenant_id = mine FOR UPDATE;
            IF NOT FOUND THEN
                INSERT INTO audit_head VALUES (mine, 0, sha256(convert_to('catalog-admin audit ' || mine, 'UTF8')))
                    ON CONFLICT DO NOTHING;
                SELECT * INTO head FROM audit_head WHERE tenant_id = mine FOR UPDATE;
            END IF;
            FOREACH entry IN ARRAY bodies LOOP
                said := entry::jsonb;
                previous := head.hash;
                head.seq := head.seq + 1;
                head.hash := sha256(previous || int8send(head.seq) || convert_to(entry, 'UTF8'));
                INSERT INTO audit_entry VALUES (
                    mine, head.seq, (said ->> 'environmentId')::uuid, said ->> 'environment',
                    (said ->> 'at')::timestamptz, said ->> 'actor', said ->> 'action', said ->> 'subject',
                    decode(said ->> 'before', 'hex'), decode(said ->> 'after', 'hex'), said ->> 'requestId',
                    nullif(said -> 'detail', 'null'), entry, previous, head.hash
                );
            END LOOP;
            UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE tenant_id = mine AND seq < head.seq;
            RETURN head.seq;
        END $$
        """,
        "REVOKE ALL ON FUNCTION audit_append(text[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION audit_append(text[]) TO {service_role()}",
    )


def _events() -> None:
    run(
        # Numbered under a lock that is held until COMMIT: whoever reads position n has seen all before it.
        """
        CREATE TABLE event (
            tenant_id uuid NOT NULL REFERENCES tenant,
            position bigint NOT NULL CHECK (position > 0),
            id uuid NOT NULL,
            type text NOT NULL,
            subject text NOT NULL,
            data jsonb NOT NULL,
            at timestamptz NOT NULL,
            environment text,
            PRIMARY KEY (tenant_id, position),
            UNIQUE (tenant_id, id)
        )
        """,
        """
        CREATE TABLE event_head (
            tenant_id uuid PRIMARY KEY REFERENCES tenant,
            position bigint NOT NULL CHECK (position >= 0)
        )
        """,
    )
    of_tenant("event", "SELECT")
    of_tenant("event_head", "SELECT")
    append_only("event")
    run(
        """
        CREATE FUNCTION event_append(events jsonb) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            mine uuid := nullif(current_setting('app.tenant', true), '')::uuid;
            last bigint;
        BEGIN
            INSERT INTO event_head VALUES (mine, jsonb_array_length(events))
                ON CONFLICT (tenant_id) DO UPDATE SET position = event_head.position + excluded.position
                RETURNING position INTO last;
            INSERT INTO event (tenant_id, position, id, type, subject, data, at, environment)
                SELECT mine, last - jsonb_array_length(events) + n, (said ->> 'id')::uuid, said ->> 'type',
                       said ->> 'subject', said -> 'data', (said ->> 'at')::timestamptz, said ->> 'environment'
                FROM jsonb_array_elements(events) WITH ORDINALITY AS each (said, n);
            RETURN last;
        END $$
        """,
        "REVOKE ALL ON FUNCTION event_append(jsonb) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION event_append(jsonb) TO {service_role()}",
    )
