"""What a candidate is compared with: the entries of one ordinal of one lineage, as hashes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import psycopg
from sqlalchemy.orm import Session

from catalog_admin.kit.work import Reads
from catalog_admin.publishing.draft import Lens

HOLDING = "tenant_id = %s AND lineage_id = %s AND from_ordinal <= %s AND until_ordinal > %s"


@dataclass
class Base:
    """Whatever the candidate has too is taken out; what remains is gone. Empty: everything is new.

    `entries` holds hashes of plans, memberships and other plain entries, by table. Rate plans that were written
    through another lens are to be written again, though their entries are the same.
    """

    nodes: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    entries: dict[str, set[bytes]] = field(default_factory=dict)
    lens: Lens = field(default_factory=Lens)
    attributes: frozenset[str] = frozenset()
    _is_lens_changed: bool = False

    def look_through(self, lens: Lens) -> None:
        self._is_lens_changed = not lens.agrees_with(self.lens, self.attributes)

    def has(self, table: str, entry_hash: bytes) -> bool:
        return entry_hash in self.entries.get(table, ())

    def knows(self, table: str, entry_hash: bytes) -> bool:
        """Takes the entry out if it is there: unchanged."""
        known = self.entries.get(table)
        if not known or entry_hash not in known or (table == "plan" and self._is_lens_changed):
            return False
        known.remove(entry_hash)
        return True

    def knows_node(self, entry_hash: bytes, tpath: str) -> bool:
        """Also its place must be the same: a move far above changes a node's row, but not its entry."""
        if self.nodes.get(entry_hash, ("", None))[1] != tpath:
            return False
        del self.nodes[entry_hash]
        return True


def read_base(reads: Reads, lineage_id: int, ordinal: int) -> Base:
    holding = (reads.tenant, lineage_id, ordinal, ordinal)
    query = f"SELECT entry_hash, node_id::text, tpath FROM published_node WHERE {HOLDING}"  # noqa: S608
    nodes = rows(reads.session, query, holding)
    bodies = _bodies(reads, holding)
    attributes = [body for kind, body in bodies if kind == "attribute"]
    return Base(
        lens=Lens.of(next(body for kind, body in bodies if kind == "catalog"), attributes),
        attributes=frozenset(each["key"] for each in attributes),
        nodes={bytes(hashed): (node, tpath) for hashed, node, tpath in nodes},
        entries={table: _hashes(reads, table, holding) for table in ("plan", "membership", "entry")},
    )


def _hashes(reads: Reads, table: str, holding: tuple[Any, ...]) -> set[bytes]:
    found = rows(reads.session, f"SELECT entry_hash FROM published_{table} WHERE {HOLDING}", holding)  # noqa: S608
    return {bytes(row[0]) for row in found}


def _bodies(reads: Reads, holding: tuple[Any, ...]) -> list[tuple[str, Any]]:
    query = (
        "SELECT kind, body FROM (SELECT e.kind, b.body FROM published_entry e JOIN body b"  # noqa: S608
        " ON b.tenant_id = e.tenant_id AND b.hash = e.body_hash AND e.kind IN ('catalog', 'attribute')"
        f" WHERE {HOLDING.replace('tenant_id', 'e.tenant_id', 1)}) settings"
    )
    return [(kind, orjson.loads(body)) for kind, body in rows(reads.session, query, holding)]


def rows(session: Session, query: str, parameters: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Streamed by COPY, which neither side keeps in memory; the query's columns are bytea or text."""
    with (
        driver(session).cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", parameters) as copy,
    ):
        copy.set_types(_types(query))
        yield from copy.rows()


def _types(query: str) -> list[str]:
    columns = query.removeprefix("SELECT ").split(" FROM ", 1)[0].split(", ")
    return ["bytea" if column.endswith("hash") else "text" for column in columns]


def driver(session: Session) -> "psycopg.Connection[Any]":
    """The session's own psycopg connection, inside its transaction."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - the only driver we use
    return connection
