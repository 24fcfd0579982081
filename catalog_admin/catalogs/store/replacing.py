"""Making a tree say something else, as a whole; whoever calls these holds the tree's lock.

A place is free only when who stood there has left it: an index is asked row by row. So everything that stands elsewhere
is taken out first, and comes back at its new place in one statement.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

WANTED = (
    "CREATE TEMP TABLE wanted_node ON COMMIT DROP AS SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS said("
    "node_id uuid, parent_id uuid, key text, tpath text, type text, meta jsonb, attributes jsonb, sort_key bigint,"
    " active_from timestamptz, active_to timestamptz)"
)
STRANGERS = (
    "SELECT EXISTS (SELECT FROM wanted_node w JOIN node n ON n.node_id = w.node_id AND n.catalog_id <> :catalog)"
    " OR NOT EXISTS (SELECT FROM wanted_node w JOIN node n ON n.node_id = w.node_id AND n.parent_id IS NULL"
    " AND n.catalog_id = :catalog AND n.deleted_at IS NULL)"
)
# What vanishes together hangs together: each such subtree can be restored as one.
VANISH = """
    WITH RECURSIVE vanishing AS (
        SELECT node_id, parent_id FROM node n WHERE catalog_id = :catalog AND deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM wanted_node w WHERE w.node_id = n.node_id)
    ), subtree AS (
        SELECT node_id, node_id AS top FROM vanishing v
        WHERE NOT EXISTS (SELECT FROM vanishing above WHERE above.node_id = v.parent_id)
        UNION ALL
        SELECT v.node_id, s.top FROM vanishing v JOIN subtree s ON v.parent_id = s.node_id
    )
    UPDATE node SET deleted_at = :now, deleted_with = subtree.top, deleted_by = :by, revision = revision + 1
    FROM subtree WHERE node.node_id = subtree.node_id
"""
LEAVE = (
    "UPDATE node n SET deleted_at = :now, deleted_with = n.node_id FROM wanted_node w WHERE n.node_id = w.node_id"
    " AND n.deleted_at IS NULL AND (n.parent_id, n.key) IS DISTINCT FROM (w.parent_id, w.key)"
)
NAMES = ("parent_id", "key", "tpath", "type", "meta", "attributes", "sort_key", "active_from", "active_to")
COLUMNS, THERE, THEN = (", ".join(f"{table}{name}" for name in NAMES) for table in ("", "n.", "w."))
COME = (
    f"INSERT INTO node (node_id, catalog_id, {COLUMNS}) SELECT node_id, :catalog, {COLUMNS} FROM wanted_node w"  # noqa: S608
    " WHERE NOT EXISTS (SELECT FROM node n WHERE n.node_id = w.node_id)"
)
RETURN = (
    f"UPDATE node n SET ({COLUMNS}) = ROW({THEN}),"  # noqa: S608
    " deleted_at = NULL, deleted_with = NULL, deleted_by = NULL, revision = n.revision + 1 FROM wanted_node w"
    f" WHERE n.node_id = w.node_id AND (n.deleted_at IS NOT NULL OR ({THERE}) IS DISTINCT FROM ({THEN}))"
)
# Who was deleted with a node that is back can be restored alone from now on.
PART = (
    "UPDATE node n SET deleted_with = n.node_id FROM wanted_node w WHERE n.catalog_id = :catalog"
    " AND n.deleted_at IS NOT NULL AND n.deleted_with = w.node_id AND n.deleted_with <> n.node_id"
)


@dataclass(frozen=True)
class Moved:
    """How many nodes are new, were deleted and are back, say something else, and are deleted now."""

    created: int
    returned: int
    changed: int
    deleted: int


def want(session: Session, nodes: list[dict[str, Any]]) -> None:
    """What the tree is to be, for the statements that follow in this transaction."""
    session.execute(text(WANTED), {"rows": orjson.dumps(nodes).decode()})
    session.execute(text("CREATE UNIQUE INDEX ON wanted_node (node_id)"))
    session.execute(text("ANALYZE wanted_node"))


def belongs_elsewhere(session: Session, catalog_id: UUID) -> bool:
    """Whether the wanted nodes are those of another catalog, or its root is."""
    return bool(session.scalar(text(STRANGERS), {"catalog": catalog_id}))


def hold_nodes(session: Session, catalog_id: UUID) -> None:
    """Wait for whoever is changing what a node says or carries; nobody begins to until this transaction ends."""
    held = "SELECT count(*) FROM (SELECT FROM node WHERE catalog_id = :catalog ORDER BY node_id FOR UPDATE) held"
    session.execute(text(held), {"catalog": catalog_id})


def replace(session: Session, catalog_id: UUID, now: datetime, by: str) -> Moved:
    """What is wanted is there under its ids; everything else is deleted softly."""
    said = {"catalog": catalog_id, "now": now, "by": by}
    dead = "SELECT count(*) FROM wanted_node w JOIN node n ON n.node_id = w.node_id AND n.deleted_at IS NOT NULL"
    returned = int(session.scalar(text(dead)) or 0)
    deleted = _rows(session, VANISH, said)
    _rows(session, LEAVE, said)
    created = _rows(session, COME, said)
    changed = _rows(session, RETURN, said)
    _rows(session, PART, said)
    session.execute(text("DROP TABLE wanted_node"))
    return Moved(created, returned, changed - returned, deleted)


def _rows(session: Session, statement: str, said: dict[str, Any]) -> int:
    wanted = {name: value for name, value in said.items() if f":{name}" in statement}
    return int(session.execute(text(statement), wanted).rowcount)  # type: ignore[attr-defined]  # a CursorResult
