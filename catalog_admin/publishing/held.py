"""What a version holds of some rate plans: cards, memberships, counts above them."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import text

from catalog_admin.kit.work import Reads
from catalog_admin.publishing.model import membership_key

HOLDING = "{0}.tenant_id = :tenant AND {0}.lineage_id = :lineage AND {0}.from_ordinal <= :ordinal"
HOLDING += " AND {0}.until_ordinal > :ordinal"


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


class Held:
    """Of one ordinal of one lineage, for these rate plans."""

    def __init__(self, reads: Reads, lineage_id: int, ordinal: int, plans: Collection[UUID]) -> None:
        self._reads = reads
        self._said = {"tenant": reads.tenant, "lineage": lineage_id, "ordinal": ordinal}
        self.plans = self._plans(plans)
        self.members = self._members(plans)

    def _plans(self, plans: Collection[UUID]) -> dict[str, HeldPlan]:
        found = self._reads.session.execute(
            text(
                "SELECT p.plan_id::text, p.key, p.entry_hash, b.body FROM published_plan p"  # noqa: S608
                " JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash"
                f" WHERE {HOLDING.format('p')} AND p.plan_id = ANY(:plans)"
            ),
            self._said | {"plans": list(plans)},
        )
        return {plan: HeldPlan(key, bytes(hashed), orjson.loads(body)) for plan, key, hashed, body in found}

    def _members(self, plans: Collection[UUID]) -> dict[str, list[HeldMember]]:
        found = self._reads.session.execute(
            text(
                "SELECT m.plan_id::text, m.node_id::text, substr(m.order_key, 34), m.entry_hash"  # noqa: S608
                f" FROM published_membership m WHERE {HOLDING.format('m')} AND m.plan_id = ANY(:plans)"
            ),
            self._said | {"plans": list(plans)},
        )
        members: dict[str, list[HeldMember]] = {}
        for plan, node, key, hashed in found:
            members.setdefault(plan, []).append(HeldMember(node, plan, membership_key(node, key), bytes(hashed)))
        return members

    def entry_hash(self, kind: str, key: str) -> bytes:
        """Of an entry that needs no columns of its own."""
        query = f"SELECT e.entry_hash FROM published_entry e WHERE {HOLDING.format('e')}"  # noqa: S608
        found = self._reads.session.scalar(
            text(f"{query} AND e.kind = :kind AND e.key = :key"), self._said | {"kind": kind, "key": key}
        )
        return bytes(found or b"")

    def nodes_instants(self) -> Iterable[Any]:
        """When nodes begin or cease to be shown, as far as they say so."""
        found = self._reads.session.execute(
            text(
                "SELECT DISTINCT unnest(ARRAY[n.active_from, n.active_to]) FROM published_node n"  # noqa: S608
                f" WHERE {HOLDING.format('n')} AND (n.active_from IS NOT NULL OR n.active_to IS NOT NULL)"
            ),
            self._said,
        )
        return [instant for (instant,) in found if instant is not None]

    def lines(self, nodes: Collection[str]) -> dict[str, list[str]]:
        """For each of these nodes itself and all that stand above it, from the root down."""
        found = self._reads.session.execute(
            text(
                "SELECT n.node_id::text, a.node_id::text FROM published_node n CROSS JOIN LATERAL ("  # noqa: S608
                " SELECT array_to_string(parts[1:depth], '.') || CASE depth WHEN 0 THEN '' ELSE '.' END AS tpath"
                " FROM string_to_array(rtrim(n.tpath, '.'), '.') AS parts,"
                " generate_series(0, cardinality(parts)) AS depth) above"
                f" JOIN published_node a ON {HOLDING.format('a')} AND a.tpath = above.tpath"
                f" WHERE {HOLDING.format('n')} AND n.node_id = ANY(CAST(:nodes AS uuid[]))"
            ),
            self._said | {"nodes": list(nodes)},
        )
        lines: dict[str, list[str]] = {}
        for node, above in found:
            lines.setdefault(node, []).append(above)
        return lines

    def counts(self, nodes: Collection[str]) -> dict[str, tuple[int, int]]:
        found = self._reads.session.execute(
            text(
                "SELECT c.node_id::text, c.direct, c.subtree FROM published_count c"  # noqa: S608
                f" WHERE {HOLDING.format('c')} AND c.node_id = ANY(CAST(:nodes AS uuid[]))"
            ),
            self._said | {"nodes": list(nodes)},
        )
        return {node: (direct, subtree) for node, direct, subtree in found}
