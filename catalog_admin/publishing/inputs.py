"""In which state a publication read the draft and the goods: if both are as they were, it would come out the same.

So nobody has to work a draft out to know that it does not differ.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.ids import CatalogId
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products
from catalog_admin.publishing import pins
from catalog_admin.publishing.deletions import forgotten_before
from catalog_admin.publishing.draft import Ground

Input = Literal["draft", "goods", "rules", "time"]


@dataclass(frozen=True)
class Inputs:
    """What is small as texts to compare, each another one whenever what it stands for is; the rest by a snapshot."""

    draft: str
    goods: str
    snapshot: Snapshot


@dataclass(frozen=True)
class Made:
    """The newest publication of a catalog here: its content, which of its inputs changed since, how long it holds."""

    digest: bytes
    changed: tuple[Input, ...]
    holds_until: datetime | None

    def has_run_out(self, at: datetime) -> bool:
        return self.holds_until is not None and self.holds_until <= at


def as_they_are(reads: Reads, ground: Ground) -> Inputs:
    return Inputs(
        catalogs.draft_settings_states(reads, [ground.catalog_id])[ground.catalog_id],
        products.attributes_state(reads),
        Snapshot.of(reads),
    )


def last_made(reads: Reads, catalogs_seen: Mapping[str, CatalogId]) -> dict[str, Made]:
    """By key, in as many statements for many as for one; without those of which nothing certain can be said."""
    found = _newest(reads, catalogs_seen)
    if not found:
        return {}
    ids = {catalogs_seen[key]: read.snapshot for key, (_, read, _, _) in found.items()}
    elsewhere = pins.moved(reads, {key: there for key, (_, _, _, there) in found.items()})
    drafts, settings = catalogs.changed_drafts(reads, ids), catalogs.draft_settings_states(reads, ids)
    goods, attributes = products.changed_goods(reads, set(ids.values())), products.attributes_state(reads)

    def changed(key: str, read: Inputs) -> Iterator[Input]:
        if catalogs_seen[key] in drafts or settings[catalogs_seen[key]] != read.draft:
            yield "draft"
        if read.snapshot in goods or attributes != read.goods:
            yield "goods"
        if elsewhere[key]:
            yield "rules"

    return {key: Made(digest, tuple(changed(key, read)), until) for key, (digest, read, until, _) in found.items()}


def _newest(reads: Reads, keys: Collection[str]) -> dict[str, tuple[bytes, Inputs, datetime | None, pins.Pins]]:
    """Those that say what they read, here, and of which everything that was taken away since is still known."""
    found = reads.session.execute(
        text(
            "SELECT k.key, p.* FROM unnest(CAST(:keys AS text[])) AS k(key) CROSS JOIN LATERAL ("
            " SELECT p.digest, p.draft_state, p.goods_state, p.read_as, p.rule_pins,"
            " (SELECT min(b) FROM unnest(p.boundaries) b) AS until"
            " FROM publication p WHERE p.tenant_id = :tenant AND p.catalog_key = k.key"
            " AND p.environment_id = :environment ORDER BY p.published_at DESC, p.publication_id DESC LIMIT 1) p"
            " WHERE p.read_as IS NOT NULL"
        ),
        {"keys": sorted(keys), "tenant": reads.tenant, "environment": reads.environment},
    )
    cluster, forgotten = Snapshot.of(reads).cluster, forgotten_before(reads)
    read = {
        row.key: (
            row.digest,
            Inputs(row.draft_state, row.goods_state, Snapshot.read(row.read_as)),
            row.until,
            pins.read(row.rule_pins),
        )
        for row in found
    }
    return {key: said for key, said in read.items() if _tells(said[1].snapshot, cluster, forgotten)}


def _tells(since: Snapshot, cluster: str, forgotten: int) -> bool:
    return since.cluster == cluster and int(since.oldest_unseen) >= forgotten
