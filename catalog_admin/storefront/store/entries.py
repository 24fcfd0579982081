"""Entries of a version that are neither node, plan nor membership."""

from sqlalchemy import bindparam, select

from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.model import Moment
from catalog_admin.storefront.store.nodes import in_version
from catalog_admin.storefront.store.views import body, entry, holds

_catalog = (
    select(body.c.body)
    .join_from(entry, body, body.c.hash == entry.c.body_hash)
    .where(holds(entry), entry.c.kind == "catalog", entry.c.key == bindparam("catalog"))
)


async def catalog_entry(reads: AsyncReads, at: Moment) -> str:
    """The catalog's own settings as canonical JSON."""
    rows = await reads.rows(_catalog, in_version(at) | {"catalog": at.version.catalog})
    return str(rows[0].body) if rows else "{}"
