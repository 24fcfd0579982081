"""In which state a publication read the draft and the goods: if both are as they were, it would come out the same.

So nobody has to work a draft out to know that it does not differ.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.kit.work import Reads
from catalog_admin.products import queries as products


@dataclass(frozen=True)
class Inputs:
    """Texts to compare, nothing more: each is another one whenever what it stands for is."""

    draft: str
    goods: str


@dataclass(frozen=True)
class Made:
    """The newest publication of a catalog here: of this content, from these inputs, as things stood until then."""

    digest: bytes
    inputs: Inputs
    holds_until: datetime | None


def as_they_are(reads: Reads, catalog_key: str) -> Inputs:
    """Raises CatalogNotFound."""
    return Inputs(catalogs.draft_state(reads, catalogs.catalog(reads, catalog_key).id), products.state(reads))


def last_made(reads: Reads, catalog_keys: Collection[str]) -> dict[str, Made]:
    """In one statement; without those whose newest publication does not say what it read."""
    found = reads.session.execute(
        text(
            "SELECT k.key, p.* FROM unnest(CAST(:keys AS text[])) AS k(key) CROSS JOIN LATERAL ("
            " SELECT p.digest, p.draft_state, p.goods_state, (SELECT min(b) FROM unnest(p.boundaries) b) AS until"
            " FROM publication p WHERE p.tenant_id = :tenant AND p.catalog_key = k.key"
            " AND p.environment_id = :environment ORDER BY p.published_at DESC, p.publication_id DESC LIMIT 1) p"
            " WHERE p.draft_state IS NOT NULL"
        ),
        {"keys": sorted(catalog_keys), "tenant": reads.tenant, "environment": reads.environment},
    )
    return {row.key: Made(row.digest, Inputs(row.draft_state, row.goods_state), row.until) for row in found}
