"""What a version holds of some rate plans and nodes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import text

from catalog_admin.catalogs.model import paths
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.model import membership_key
from catalog_admin.publishing.place import holds


class HeldPlan(NamedTuple):
    """`body` is its card without what it does not say."""

    key: str
    entry_hash: bytes
    body: dict[str, Any]


class HeldMember(NamedTuple):
    node_id: str
    plan_id: str
    key: str
    entry_hash: bytes


class HeldNode(NamedTuple):
    entry_hash: bytes
    tpath: str


@dataclass
class Held:
    """Of one ordinal of one lineage."""

    reads: Reads
    lineage_id: int
    ordinal: int

    def plans(self, plans: Collection[UUID]) -> dict[str, HeldPlan]:
        found = self._rows(
            "SELECT p.plan_id::text, p.key, p.entry_hash, b.body FROM published_plan p"  # noqa: S608
            " JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash"
            f" WHERE {holds('p')} AND p.plan_id = ANY(:plans)",
            plans=list(plans),
        )
        return {plan: HeldPlan(key, bytes(hashed), orjson.loads(body)) for plan, key, hashed, body in found}

    def members(self, plans: Collection[UUID], *, most: int) -> dict[str, list[HeldMember]] | None:
        """None if there are more than so many."""
        found = list(
            self._rows(
                "SELECT m.plan_id::text, m.node_id::text, substr(m.order_key, 34), m.entry_hash"  # noqa: S608
                f" FROM published_membership m WHERE {holds('m')} AND m.plan_id = ANY(:plans) LIMIT :most",
                plans=list(plans),
                most=most + 1,
            )
        )
        members: dict[str, list[HeldMember]] = {}
        for plan, node, key, hashed in found:
            members.setdefault(plan, []).append(HeldMember(node, plan, membership_key(node, key), bytes(hashed)))
        return members if len(found) <= most else None

    def count_members_at(self, nodes: Collection[UUID]) -> int:
        """Directly on these nodes."""
        if not nodes:
            return 0
        found = self._rows(
            f"SELECT coalesce(sum(c.direct), 0) FROM published_count c WHERE {holds('c')}"  # noqa: S608
            " AND c.node_id = ANY(:nodes)",
            nodes=list(nodes),
        )
        return int(next(found)[0])

    def members_at(self, nodes: Collection[UUID]) -> set[tuple[str, str, str]]:
        """Node, rate plan and source of each."""
        found = self._rows(
            "SELECT m.node_id::text, m.plan_id::text, m.source FROM published_membership m"  # noqa: S608
            f" WHERE {holds('m')} AND m.node_id = ANY(:nodes)",
            nodes=list(nodes),
        )
        return {(node, plan, source) for node, plan, source in found}

    def nodes(self, nodes: Collection[UUID]) -> dict[UUID, HeldNode]:
        if not nodes:
            return {}
        found = self._rows(
            "SELECT n.node_id, n.entry_hash, n.tpath FROM published_node n"  # noqa: S608
            f" WHERE {holds('n')} AND n.node_id = ANY(:nodes)",
            nodes=list(nodes),
        )
        return {node: HeldNode(bytes(hashed), tpath) for node, hashed, tpath in found}

    def slugs(self, nodes: Collection[UUID]) -> set[tuple[str, str, str]]:
        """Slug, locale and node."""
        found = self._rows(
            f"SELECT s.slug, s.locale, s.node_id::text FROM published_slug s WHERE {holds('s')}"  # noqa: S608
            " AND s.node_id = ANY(:nodes)",
            nodes=list(nodes),
        )
        return {(slug, locale, node) for slug, locale, node in found}

    def entries(self, kind: str) -> dict[str, bytes]:
        """Hashes by key, of a kind that needs no columns of its own."""
        found = self._rows(
            f"SELECT e.key, e.entry_hash FROM published_entry e WHERE {holds('e')} AND e.kind = :kind",  # noqa: S608
            kind=kind,
        )
        return {key: bytes(hashed) for key, hashed in found}

    def lines_above(self, nodes: Collection[str]) -> dict[str, list[str]]:
        """For each of these nodes itself and all that stand above it."""
        tpaths = {str(node): held.tpath for node, held in self.nodes(list(map(UUID, nodes))).items()}
        wanted = sorted({above for tpath in tpaths.values() for above in paths.line(tpath)})
        found = self._rows(
            f"SELECT n.tpath, n.node_id::text FROM published_node n WHERE {holds('n')}"  # noqa: S608
            " AND n.tpath = ANY(:tpaths)",
            tpaths=wanted,
        )
        by_tpath = dict(found)
        return {node: [by_tpath[above] for above in paths.line(tpath)] for node, tpath in tpaths.items()}

    def counts(self, nodes: Collection[str]) -> dict[str, tuple[int, int]]:
        """Rate plans directly on each of these nodes, and in its subtree."""
        found = self._rows(
            "SELECT c.node_id::text, c.direct, c.subtree FROM published_count c"  # noqa: S608
            f" WHERE {holds('c')} AND c.node_id = ANY(CAST(:nodes AS uuid[]))",
            nodes=list(nodes),
        )
        return {node: (direct, subtree) for node, direct, subtree in found}

    def _rows(self, query: str, **said: Any) -> Iterator[tuple[Any, ...]]:
        mine = {"tenant": self.reads.tenant, "lineage": self.lineage_id, "ordinal": self.ordinal}
        return (tuple(row) for row in self.reads.session.execute(text(query), mine | said).all())
