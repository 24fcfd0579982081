"""Entries of a version that are neither node, plan nor membership."""

from sqlalchemy import bindparam, or_, select

from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.model import Terms, Version, said
from catalog_admin.storefront.store.views import body, entry, holds

_terms = (
    select(entry.c.kind, entry.c.key, body.c.body)
    .join_from(entry, body, body.c.hash == entry.c.body_hash)
    .where(
        holds(entry),
        or_((entry.c.kind == "catalog") & (entry.c.key == bindparam("catalog")), entry.c.kind == "attribute"),
    )
)


async def terms_of(reads: AsyncReads, version: Version) -> Terms:
    """The catalog's own settings, and the attributes that the version's rate plans have."""
    asked = {"lineage": version.lineage_id, "ordinal": version.ordinal, "catalog": version.catalog}
    settings, kinds, searched = {}, {}, set()
    for row in await reads.rows(_terms, asked):
        if row.kind == "catalog":
            settings = said(row.body)
        else:
            attribute = said(row.body)
            kinds[row.key] = attribute["kind"]
            if attribute.get("searchable"):
                searched.add(row.key)
    return Terms(settings, kinds, frozenset(searched))
