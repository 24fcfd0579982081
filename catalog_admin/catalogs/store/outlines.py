"""Statements behind the tree at a glance. The database writes whole columns as one JSON text.

Making Python objects of ten thousand rows took three times as long as all the rest.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.outline import SAID

NAMES = "CASE WHEN jsonb_typeof(n.meta->'displayName') = 'object' THEN n.meta->'displayName' END"
COLUMNS = {
    "id": "n.node_id",
    "parent_id": "n.parent_id",
    "key": "n.key",
    # As kit.texts.in_language chooses; null where nothing is said.
    "name": "(SELECT coalesce(said->>:locale, said->>:language, said->>:first,"  # noqa: S608
    f" (SELECT value FROM jsonb_each_text(said) ORDER BY key LIMIT 1)) FROM (SELECT {NAMES} AS said) names)",
    "type": "n.type",
    "sort_key": "n.sort_key",
    "active_from": "n.active_from",
    "active_to": "n.active_to",
    "revision": "n.revision",
    "said": SAID.format(**{name: f"n.{name}" for name in ("type", "active_from", "active_to", "meta", "attributes")}),
}
LIVING = "n.catalog_id = :catalog AND n.deleted_at IS NULL"
Columns = dict[str, list[Any]]


def count(session: Session, catalog_id: UUID, tops: Sequence[str]) -> int:
    """How many live at or below the paths."""
    reached, ends = _reached(tops)
    counted = text(f"SELECT count(*) FROM node n WHERE {LIVING} AND {reached}")  # noqa: S608 - no input of anybody's
    return int(session.scalar(counted, {"catalog": catalog_id, **ends}) or 0)


def below(session: Session, catalog_id: UUID, tops: Sequence[str], names: Mapping[str, str | None]) -> Columns:
    """All that lives at or below the paths, siblings in order."""
    reached, ends = _reached(tops)
    return _columns(session, reached, {"catalog": catalog_id, **names, **ends})


def children(
    session: Session, parent: Node, behind: tuple[int, str] | None, limit: int, names: Mapping[str, str | None]
) -> Columns:
    """The level below a node, in order, from behind the mark."""
    asked: dict[str, Any] = {"catalog": parent.catalog_id, "parent": parent.id, "limit": limit, **names}
    where = "n.parent_id = :parent"
    if behind is not None:
        where += " AND (n.sort_key, n.key) > (:sort_key, :key)"
        asked |= {"sort_key": behind[0], "key": behind[1]}
    return _columns(session, where, asked, page=" LIMIT :limit")


def at(session: Session, catalog_id: UUID, wanted: Collection[str], names: Mapping[str, str | None]) -> Columns:
    """Those that live at these tpaths."""
    return _columns(session, "n.tpath = ANY(:tpaths)", {"catalog": catalog_id, "tpaths": sorted(wanted), **names})


def matching(session: Session, catalog_id: UUID, tops: Sequence[str], words: Sequence[str], limit: int) -> list[str]:
    """tpaths of those whose key or name, in any language, holds all the words; a pass over all that is reached."""
    reached, ends = _reached(tops)
    told = f"lower(unaccent(concat_ws(' ', n.key, (SELECT string_agg(value, ' ') FROM jsonb_each_text({NAMES})))))"  # noqa: S608
    holds = " AND ".join(f"strpos({told}, lower(unaccent(:word{at}))) > 0" for at in range(len(words)))
    said = {"catalog": catalog_id, "limit": limit, **ends} | {f"word{at}": word for at, word in enumerate(words)}
    where = f"{LIVING} AND {reached} AND {holds}"
    found = text(f"SELECT n.tpath FROM node n WHERE {where} ORDER BY n.tpath LIMIT :limit")  # noqa: S608
    return list(session.scalars(found, said))


def named(
    session: Session, catalog_id: UUID, tpaths: Sequence[str], names: Mapping[str, str | None]
) -> list[tuple[str, str, str | None]]:
    """Id, tpath and name of those that live at these tpaths, in their order."""
    if not tpaths:
        return []
    told = f"SELECT n.node_id::text, n.tpath, {COLUMNS['name']} FROM node n"  # noqa: S608
    found = text(f"{told} WHERE {LIVING} AND n.tpath = ANY(:tpaths) ORDER BY n.tpath")
    return [(*row,) for row in session.execute(found, {"catalog": catalog_id, "tpaths": list(tpaths), **names})]


def paths_of(session: Session, ids: Sequence[str]) -> dict[str, str]:
    found = text("SELECT n.node_id::text, n.tpath FROM node n WHERE n.node_id = ANY(CAST(:ids AS uuid[]))")
    return {row[0]: paths.path_of(row[1]) for row in session.execute(found, {"ids": list(ids)})}


def by_hand(session: Session, catalog_id: UUID, ids: Sequence[str] | None = None) -> dict[str, list[int]]:
    """How many rate plans each node has, and keeps out, by hand; without ids those of the whole catalog."""
    counted = (
        "SELECT json_object_agg(node_id, json_build_array(has, keeps))::text FROM (SELECT a.node_id,"  # noqa: S608
        " count(*) FILTER (WHERE a.effect = 'include') AS has, count(*) FILTER (WHERE a.effect = 'exclude') AS keeps"
        f" FROM assignment a JOIN node n ON n.node_id = a.node_id WHERE {LIVING}{_among('a', ids)} GROUP BY 1) counted"
    )
    return _object(session, counted, catalog_id, ids)


def rules(session: Session, catalog_id: UUID, ids: Sequence[str] | None = None) -> dict[str, tuple[int, str]]:
    """How many rules are written at each node, and what they say."""
    counted = (
        "SELECT json_object_agg(r.node_id, json_build_array(jsonb_array_length(r.body->'rules'), md5(r.body::text)))"  # noqa: S608
        " ::text FROM ruleset r JOIN node n ON n.node_id = r.node_id"
        f" WHERE {LIVING} AND r.deleted_at IS NULL{_among('r', ids)}"
    )
    return _object(session, counted, catalog_id, ids)


def counts_of_children(session: Session, catalog_id: UUID, ids: Sequence[str]) -> dict[str, int]:
    counted = (
        "SELECT json_object_agg(parent_id, children)::text FROM (SELECT n.parent_id, count(*) AS children FROM node n"  # noqa: S608
        f" WHERE {LIVING} AND n.parent_id = ANY(CAST(:ids AS uuid[])) GROUP BY 1) counted"
    )
    return _object(session, counted, catalog_id, ids)


def _among(table: str, ids: Sequence[str] | None) -> str:
    return "" if ids is None else f" AND {table}.node_id = ANY(CAST(:ids AS uuid[]))"


def _object(session: Session, counted: str, catalog_id: UUID, ids: Sequence[str] | None) -> dict[str, Any]:
    asked = {"catalog": catalog_id} | ({} if ids is None else {"ids": list(ids)})
    found: dict[str, Any] = orjson.loads(session.scalar(text(counted), asked) or "{}")
    return found


def _columns(session: Session, where: str, asked: Mapping[str, Any], *, page: str = "") -> Columns:
    told = ", ".join(f"{expression} AS {name}" for name, expression in COLUMNS.items())
    written = ", ".join(f"coalesce(array_agg({name}), '{{}}')" for name in COLUMNS)
    rows = f"SELECT {told} FROM node n WHERE {LIVING} AND {where} ORDER BY n.sort_key, n.key{page}"  # noqa: S608
    found = session.scalar(text(f"SELECT json_build_array({written})::text FROM ({rows}) shown"), asked)  # noqa: S608
    return dict(zip(COLUMNS, orjson.loads(str(found)), strict=True))


def _reached(tops: Sequence[str]) -> tuple[str, dict[str, str]]:
    """What lives at or below any of these paths, as a condition and its values."""
    ranges = [paths.subtree(paths.tpath_of(top)) for top in tops]
    each = " OR ".join(f"(n.tpath >= :from{at} AND n.tpath < :to{at})" for at in range(len(ranges)))
    values = {f"from{at}": first for at, (first, _) in enumerate(ranges)}
    return f"({each})", values | {f"to{at}": behind for at, (_, behind) in enumerate(ranges)}
