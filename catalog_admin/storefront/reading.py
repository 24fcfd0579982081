"""One request's reading: one snapshot, each version resolved once, and what the answer depended on."""

import asyncio
from datetime import datetime

from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.errors import NotReleased, OutOfGrant
from catalog_admin.storefront.known import Known
from catalog_admin.storefront.model import DatedNode, Moment, Version, Wanted, moment
from catalog_admin.storefront.shelves import Shelves
from catalog_admin.storefront.store import nodes, versions

_dated: Known[list[DatedNode]] = Known(256)


class Reading:
    """All of it sees one snapshot, so that no answer mixes two versions of a catalog by accident."""

    def __init__(self, reads: AsyncReads) -> None:
        self.reads = reads
        self.used: dict[Wanted, Moment] = {}
        self._found: dict[Wanted, asyncio.Future[Shelves]] = {}

    async def shelves(self, wanted: Wanted) -> Shelves:
        """Raises OutOfGrant, CatalogNotServed, VersionNotFound, VersionAmbiguous, VersionUnclear, NotReleased."""
        if wanted not in self._found:
            self._found[wanted] = asyncio.ensure_future(self._find(wanted))
        return await self._found[wanted]

    async def moment(self, wanted: Wanted) -> Moment:
        self._check_reach(wanted.catalog)
        version = await versions.version_wanted(self.reads, wanted)
        instant = wanted.as_of or self.reads.now
        self._check_released(version, instant)
        return moment(version, instant, await self._dated_nodes(version))

    async def _find(self, wanted: Wanted) -> Shelves:
        at = self.used[wanted] = await self.moment(wanted)
        return Shelves(self.reads, at)

    def _check_reach(self, catalog: str) -> None:
        """Roles in a part of a catalog read all of it, as its shoppers do."""
        actor = self.reads.actor
        if not actor.is_anonymous and not any(grant.catalog in (None, catalog) for grant in actor.grants):
            raise OutOfGrant(f"none of your roles reaches {catalog}", pointer="/catalog")

    def _check_released(self, version: Version, instant: datetime) -> None:
        if self.reads.actor.is_anonymous and not (version.is_live and instant <= self.reads.now):
            raise NotReleased("sign in to read what is not live now")

    async def _dated_nodes(self, version: Version) -> list[DatedNode]:
        return await _dated.get(
            (self.reads.tenant, version.digest),
            lambda: nodes.dated_nodes(self.reads, version.lineage_id, version.ordinal),
        )
