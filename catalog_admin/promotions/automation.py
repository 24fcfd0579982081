"""Whether a catalog is published again by itself, when, and what keeps it from that.

Automation goes on from what was published last, for as long as that is what is served: after a rollback or a withdrawal
it is held until somebody publishes again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import text

from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import pins
from catalog_admin.publishing.pins import Pins
from catalog_admin.publishing.released import Released, newest_released

REPUBLISH = "promotions.republish"
Held = Literal["not_served", "rolled_back", "inputs_unknown", "refused"]


@dataclass(frozen=True)
class Automation:
    """`next_boundary` is when the catalog becomes another one by time alone, whoever publishes it then; `rules_moved`
    are conditions that are others now in the channels that it takes them from.

    `held` says why neither will happen by itself; `refusal` is the problem with which the last attempt ended.
    """

    next_boundary: datetime | None = None
    held: Held | None = None
    refusal: dict[str, Any] | None = None
    rules_moved: Pins = ()

    def is_due(self, catalog: Catalog, at: datetime) -> bool:
        has_come = self.next_boundary is not None and self.next_boundary <= at
        is_another = (catalog.follows_time and has_come) or self.follows_moved_rules(catalog)
        return self.held in (None, "refused") and is_another

    def follows_moved_rules(self, catalog: Catalog) -> bool:
        return catalog.follows_rules and bool(self.rules_moved)


def automation(tx: Reads | Work, catalogs: Collection[Catalog], live: Mapping[str, bytes]) -> dict[str, Automation]:
    """By key, where these versions are live; as many statements for a hundred catalogs as for one."""
    released = newest_released(tx, [each.key for each in catalogs])
    automatic = [each.key for each in catalogs if each.auto_publish != "none" and each.key in released]
    refusals = _refusals(tx, {key: released[key].published_at for key in automatic}) if automatic else {}
    moved = pins.moved(tx, {key: each.pins for key, each in released.items()})
    return {
        each.key: replace(
            _automation(each, released.get(each.key), live.get(each.key), refusals.get(each.key)),
            rules_moved=moved.get(each.key, ()),
        )
        for each in catalogs
    }


def _automation(
    catalog: Catalog, released: Released | None, live: bytes | None, refusal: dict[str, Any] | None
) -> Automation:
    """Of a catalog that nobody wants to be published by itself nothing is held."""
    boundary = released.boundary if released else None
    if catalog.auto_publish == "none":
        return Automation(boundary)
    if released is None or live is None:
        return Automation(boundary, "not_served")
    if bytes(live) != released.digest:
        return Automation(boundary, "rolled_back")
    if released.inputs is None:
        return Automation(boundary, "inputs_unknown")
    return Automation(boundary, "refused" if refusal else None, refusal)


def _refusals(tx: Reads | Work, since: dict[str, datetime]) -> dict[str, dict[str, Any]]:
    """Of catalogs whose last attempt since their publication failed."""
    found = tx.session.execute(
        text(
            "SELECT DISTINCT ON (k.key) k.key, j.status, j.error"
            " FROM unnest(CAST(:keys AS text[]), CAST(:since AS timestamptz[])) AS k(key, since)"
            " JOIN job j ON j.tenant_id = :tenant AND j.environment_id = :environment AND j.kind = :kind"
            " AND j.created_at >= k.since AND j.params->>'catalog' = k.key AND j.finished_at IS NOT NULL"
            " ORDER BY k.key, j.finished_at DESC"
        ),
        {
            "keys": list(since),
            "since": list(since.values()),
            "tenant": tx.tenant,
            "environment": tx.environment,
            "kind": REPUBLISH,
        },
    )
    return {row.key: row.error for row in found if row.status == "failed"}
