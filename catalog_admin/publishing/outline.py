"""What a version holds of its nodes, in a form that the draft's outline can be laid beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

import orjson
from sqlalchemy import text

from catalog_admin.catalogs.model.outline import SAID
from catalog_admin.kit.kept import Kept
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.place import COUNTED, holds

BYTES_OF_A_NODE = 500
MOST_BYTES = 32 * 1024 * 1024


class HeldNode(NamedTuple):
    """`said` and `rules` are as in catalogs.model.outline; `direct` and `subtree` count rate plans."""

    parent_id: str | None
    key: str
    sort_key: int
    said: str
    direct: int
    subtree: int
    rules: str | None


@dataclass(frozen=True)
class _Version:
    nodes: Mapping[str, HeldNode]
    holds_until: float = inf

    @property
    def size(self) -> int:
        return BYTES_OF_A_NODE * len(self.nodes)


_VERSIONS: Kept[_Version] = Kept(most_bytes=MOST_BYTES, seconds=3_600)


def all_nodes(tx: Reads, ref: VersionRef) -> Mapping[str, HeldNode]:
    """By id; kept, for a version never changes and a tree is looked at again after each edit."""
    return _VERSIONS.get((tx.tenant, ref.digest), lambda: _Version(nodes_among(tx, ref, None))).nodes


def nodes_among(tx: Reads, ref: VersionRef, ids: Sequence[str] | None) -> Mapping[str, HeldNode]:
    """Those of these ids; of all without."""
    said: dict[str, Any] = {"tenant": tx.tenant, "lineage": ref.lineage_id, "ordinal": ref.ordinal}
    said |= {} if ids is None else {"ids": list(ids)}
    columns = orjson.loads(str(tx.session.scalar(text(_statement(ids is not None)), said)))
    rules = orjson.loads(tx.session.scalar(text(_rules(ids is not None)), said) or "{}")
    return {node: HeldNode._make([*said, rules.get(node)]) for node, *said in zip(*columns, strict=True)}


def _statement(is_among: bool) -> str:
    """Whole columns as one JSON text. OFFSET 0: a body is read as JSON once, however often it is looked into."""
    wanted = " AND n.node_id = ANY(CAST(:ids AS uuid[]))" if is_among else ""
    said = SAID.format(
        **{name: name for name in ("type", "active_from", "active_to")},
        meta="body->'meta'",
        attributes="body->'attributes'",
    )
    told = ("node_id", "parent_id", "key", "sort_key", said, "direct", "subtree")
    written = ", ".join(f"coalesce(array_agg({each}), '{{}}')" for each in told)
    return (
        f"SELECT json_build_array({written})::text FROM (SELECT n.node_id, n.parent_id, n.key, n.sort_key, n.type,"  # noqa: S608
        " n.active_from, n.active_to, c.direct, c.subtree, b.body::jsonb AS body FROM published_node n"
        " JOIN body b ON b.tenant_id = n.tenant_id AND b.hash = n.body_hash"
        f" CROSS JOIN LATERAL ({COUNTED}) c"
        f" WHERE {holds('n')}{wanted} OFFSET 0) held"
    )


def _rules(is_among: bool) -> str:
    wanted = " AND e.key = ANY(CAST(:ids AS text[]))" if is_among else ""
    return (
        "SELECT json_object_agg(e.key, md5((b.body::jsonb - 'node')::text))::text"  # noqa: S608
        " FROM published_entry e JOIN body b ON b.tenant_id = e.tenant_id AND b.hash = e.body_hash"
        f" WHERE {holds('e')} AND e.kind = 'ruleset'{wanted}"
    )
