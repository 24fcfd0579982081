"""One request's reading: one snapshot, each version resolved once, and what the answer depended on."""

import asyncio
import hashlib
from collections.abc import Awaitable
from datetime import datetime
from functools import cached_property

from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.conditions import Unknown
from catalog_admin.storefront.errors import NotReleased, OutOfGrant
from catalog_admin.storefront.known import Known
from catalog_admin.storefront.model import DatedNode, Moment, Terms, Version, Wanted, moment
from catalog_admin.storefront.shelves import Shelves
from catalog_admin.storefront.store import entries, nodes, versions

_standing: Known[tuple[list[DatedNode], Terms]] = Known(256)
_live: Known[Version] = Known(1_000)


class Reading:
    """All of it sees one snapshot, so that no answer mixes two versions of a catalog by accident."""

    def __init__(self, reads: AsyncReads, generation: int | None = None) -> None:
        """`generation`: at which the environment is known to stand; what is live then may be remembered."""
        self.reads, self._generation = reads, generation
        self.used: dict[Wanted, Moment] = {}
        self.unknown: set[Unknown] = set()
        # What an answer tells of beside its versions: it changes by the minute, so the answer is not kept.
        self.living: set[str] = set()
        self._found: dict[Wanted, asyncio.Future[Shelves]] = {}

    @cached_property
    def reach(self) -> frozenset[str] | None:
        """The catalogs that the caller reads; None for all of them."""
        actor = self.reads.actor
        if actor.is_anonymous or any(grant.catalog is None for grant in actor.grants):
            return None
        return frozenset(grant.catalog for grant in actor.grants if grant.catalog is not None)

    @cached_property
    def asker(self) -> bytes:
        """What of the caller an answer depends on, in a fixed size: two with the same may be told the same."""
        reads, reach = self.reads, "*" if self.reach is None else "|".join(sorted(self.reach))
        who = f"{reads.tenant}/{reads.environment}/{'anonymous' if reads.actor.is_anonymous else 'known'}/{reach}"
        return hashlib.sha256(who.encode()).digest()

    async def shelves(self, wanted: Wanted) -> Shelves:
        """Raises OutOfGrant, CatalogNotServed, VersionNotFound, VersionAmbiguous, VersionUnclear, NotReleased."""
        if wanted not in self._found:
            self._found[wanted] = asyncio.ensure_future(self._find(wanted))
        return await self._found[wanted]

    async def moment(self, wanted: Wanted) -> Moment:
        self._check_reach(wanted.catalog)
        version = await self._version(wanted)
        instant = wanted.as_of or self.reads.now
        self._check_released(version, instant)
        return moment(version, instant, *await self._standing(version))

    async def served(self) -> list[Shelves]:
        """Every catalog that is live, in order of keys, of those that the caller's roles reach."""
        found = [version for version in await versions.versions_served(self.reads) if self._reaches(version.catalog)]
        for version in found:
            wanted = Wanted(version.catalog)
            self.used[wanted] = moment(version, self.reads.now, *await self._standing(version))
        return [Shelves(self.reads, self.used[Wanted(version.catalog)], self.unknown, self.living) for version in found]

    async def _find(self, wanted: Wanted) -> Shelves:
        at = self.used[wanted] = await self.moment(wanted)
        return Shelves(self.reads, at, self.unknown, self.living)

    async def _version(self, wanted: Wanted) -> Version:
        def find() -> Awaitable[Version]:
            return versions.version_wanted(self.reads, wanted)

        if self._generation is None or not wanted.is_live:
            return await find()
        key = self.reads.tenant, self.reads.environment, self._generation, wanted.catalog
        remembered = await _live.get(key, find)
        if remembered.generation == self._generation:
            return remembered
        # Found just now, it is of a generation later than what was known; each snapshot has its own.
        _live.forget(key)
        return await find()

    def _check_reach(self, catalog: str) -> None:
        """Roles in a part of a catalog read all of it, as its shoppers do."""
        if not self._reaches(catalog):
            raise OutOfGrant(f"none of your roles reaches {catalog}", pointer="/catalog")

    def _reaches(self, catalog: str) -> bool:
        return self.reach is None or catalog in self.reach

    def _check_released(self, version: Version, instant: datetime) -> None:
        if self.reads.actor.is_anonymous and not (version.is_live and instant <= self.reads.now):
            raise NotReleased("sign in to read what is not live now")

    async def _standing(self, version: Version) -> tuple[list[DatedNode], Terms]:
        """What never changes in a version and is asked of each of its answers: remembered."""

        async def find() -> tuple[list[DatedNode], Terms]:
            dated = await nodes.dated_nodes(self.reads, version.lineage_id, version.ordinal)
            return dated, await entries.terms_of(self.reads, version)

        return await _standing.get((self.reads.tenant, version.digest), find)
