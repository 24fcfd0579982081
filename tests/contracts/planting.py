"""One row of one tenant in every table there is, whatever its columns: isolation is then tested on all of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from tests.contracts.examples import Names

RELATIONS = """
    SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relrowsecurity AS secured,
           coalesce((SELECT string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') FROM pg_policy p
                     WHERE p.polrelid = c.oid), '') AS policy
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    ORDER BY 1, 2
"""
COLUMNS = """
    SELECT attname, format_type(atttypid, NULL), attnotnull, attidentity <> '' OR attgenerated <> ''
    FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


@dataclass(frozen=True)
class Relation:
    schema: str
    name: str
    kind: str
    secured: bool
    policy: str

    @property
    def is_table(self) -> bool:
        return self.kind in "rp"

    @property
    def quoted(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)

    @property
    def dotted(self) -> str:
        return f'"{self.schema}"."{self.name}"'


def relations(connection: psycopg.Connection) -> list[Relation]:
    return [Relation(*row) for row in connection.execute(RELATIONS)]


def unlock(owner: psycopg.Connection) -> None:
    """Let any row in: checks are dropped, foreign keys and triggers sleep. Row-level security is what is tested."""
    for table in relations(owner):
        if table.kind == "r":
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER ALL").format(table.quoted))
    checks = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
    for table, name in owner.execute(checks).fetchall():
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
        owner.execute(drop.format(sql.SQL(table), sql.Identifier(name)))


def row_for(connection: psycopg.Connection, table: Relation, tenant: UUID, environment: UUID, names: Names) -> Any:
    """The statement and values that insert one row of the tenant; texts, ids and numbers are the names'."""
    given = {"tenant_id": tenant, "environment_id": environment}
    chosen: dict[str, Any] = {}
    for name, kind, _, is_made_by_the_database in connection.execute(COLUMNS, [table.dotted]):
        if not is_made_by_the_database:
            chosen[name] = given.get(name, _value(kind, names))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        table.quoted,
        sql.SQL(", ").join(map(sql.Identifier, chosen)),
        sql.SQL(", ").join([sql.Placeholder()] * len(chosen)),
    )
    return statement, list(chosen.values())


def _value(kind: str, names: Names) -> Any:
    if kind.endswith("[]"):
        return "{}"
    if kind == "xid8":
        return str(names.number)
    if kind in ("integer", "bigint", "smallint", "numeric", "double precision"):
        return names.number
    by_kind = {
        "uuid": names.id,
        "bytea": (names.id.bytes * 2),
        "boolean": False,
        "jsonb": "{}",
        "date": "2026-01-02",
        "timestamp with time zone": "2026-01-02T03:04:05Z",
        "interval": "1 day",
        "tsvector": names.text,
    }
    return by_kind.get(kind, names.text)
