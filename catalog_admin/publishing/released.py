"""The newest publication of a catalog that was made to be served: what it read, and when time alone makes it another.

Drafts that were frozen to be kept are none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing.inputs import Inputs
from catalog_admin.publishing.pins import Pins, read


@dataclass(frozen=True)
class Released:
    """`boundary` is the first instant after it was evaluated at which a rule may answer differently.

    `inputs` are None if what it read cannot be compared with what is there now: it does not say, or in the numbers of
    another database's transactions.
    """

    digest: bytes
    published_at: datetime
    evaluated_at: datetime
    boundary: datetime | None
    inputs: Inputs | None
    by_hand_hash: bytes
    pins: Pins = ()


def newest_released(tx: Reads | Work, keys: Collection[str]) -> dict[str, Released]:
    """By key, here, in one statement."""
    found = tx.session.execute(
        text(
            "SELECT k.key, p.* FROM unnest(CAST(:keys AS text[])) AS k(key) CROSS JOIN LATERAL ("
            " SELECT p.digest, p.published_at, p.evaluated_at, p.draft_state, p.goods_state, p.read_as, p.by_hand_hash,"
            " p.rule_pins,"
            # What was published by a release before does not tell which of its boundaries are those of rules.
            " (SELECT min(b) FROM unnest(coalesce(p.rule_boundaries, p.boundaries)) b WHERE b > p.evaluated_at)"
            " AS boundary, (SELECT system_identifier::text FROM pg_control_system()) AS cluster"
            " FROM publication p WHERE p.tenant_id = :tenant AND p.catalog_key = k.key"
            " AND p.environment_id = :environment AND p.released"
            " ORDER BY p.published_at DESC, p.publication_id DESC LIMIT 1) p"
        ),
        {"keys": sorted(keys), "tenant": tx.tenant, "environment": tx.environment},
    )
    return {
        row.key: Released(
            digest=bytes(row.digest),
            published_at=row.published_at,
            evaluated_at=row.evaluated_at,
            boundary=row.boundary,
            inputs=_inputs(row.draft_state, row.goods_state, row.read_as, row.cluster) if row.by_hand_hash else None,
            by_hand_hash=bytes(row.by_hand_hash or b""),
            pins=read(row.rule_pins),
        )
        for row in found
    }


def _inputs(draft: str | None, goods: str | None, read_as: str | None, cluster: str) -> Inputs | None:
    snapshot = Snapshot.read(read_as) if read_as else None
    if snapshot is None or snapshot.cluster != cluster:
        return None
    return Inputs(draft or "", goods or "", snapshot)
