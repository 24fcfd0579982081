"""Which version a caller means: one statement, so that the live pointer and what it points to cannot differ."""

from functools import cache
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, select

from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.errors import CatalogNotServed, VersionAmbiguous, VersionNotFound, VersionRetired
from catalog_admin.storefront.model import Version, Wanted, digest_range
from catalog_admin.storefront.store.views import environment, lineage, move, pin, tag, version


async def version_wanted(reads: AsyncReads, wanted: Wanted) -> Version:
    """Raises CatalogNotServed, VersionNotFound, VersionAmbiguous, VersionUnclear, VersionRetired."""
    named = _parameters(wanted)
    rows = await reads.rows(_statement(frozenset(named)), named)
    if len(rows) > 1:
        raise VersionAmbiguous(f"several versions begin with {wanted.version}", pointer="/version")
    if not rows:
        raise _not_found(wanted)
    if rows[0].is_retired:
        raise VersionRetired(f"version {rows[0].digest.hex()[:12]} of {wanted.catalog} was retired")
    return _version(rows[0])


async def generation_of(reads: AsyncReads) -> int:
    """How often the environment has moved."""
    (row,) = await reads.rows(_generation)
    return int(row.generation)


async def versions_served(reads: AsyncReads) -> list[Version]:
    """What the environment serves now, in order of keys; all in one statement."""
    return [_version(row) for row in await reads.rows(_served)]


@cache
def _statement(named: frozenset[str]) -> Select[Any]:
    """One for each way of naming; made once, because making it costs more than running it."""
    live = pin.alias("live")
    found = (
        select(
            version.c.digest,
            version.c.lineage_id,
            version.c.ordinal,
            version.c.catalog_key,
            version.c.sealed_at,
            version.c.is_retired,
            environment.c.generation,
            live.c.version_digest.label("live"),
            lineage.c.lineage_id.label("ours"),
        )
        .select_from(environment)
        .outerjoin(
            live,
            and_(
                live.c.release_digest == environment.c.release_digest,
                live.c.catalog_key == bindparam("catalog"),
            ),
        )
        .join(version, version.c.catalog_key == bindparam("catalog"))
        .outerjoin(lineage, lineage.c.lineage_id == version.c.lineage_id)
        .limit(2)
    )
    if "number" in named:
        return found.where(lineage.c.lineage_id.is_not(None), version.c.ordinal == bindparam("number"))
    if "first" in named:
        return found.where(version.c.digest.between(bindparam("first"), bindparam("last")))
    if "tag" in named:
        return found.where(version.c.digest == _tagged())
    if "as_of" in named:
        return found.where(version.c.digest == _live_then())
    return found.where(version.c.digest == live.c.version_digest)


_generation = select(environment.c.generation)
_served = (
    select(
        version.c.digest,
        version.c.lineage_id,
        version.c.ordinal,
        version.c.catalog_key,
        version.c.sealed_at,
        environment.c.generation,
        pin.c.version_digest.label("live"),
        lineage.c.lineage_id.label("ours"),
    )
    .select_from(environment)
    .join(pin, pin.c.release_digest == environment.c.release_digest)
    .join(version, (version.c.catalog_key == pin.c.catalog_key) & (version.c.digest == pin.c.version_digest))
    .outerjoin(lineage, lineage.c.lineage_id == version.c.lineage_id)
    .order_by(version.c.catalog_key)
)


def _tagged() -> ScalarSelect[bytes]:
    return (
        select(tag.c.digest)
        .where(tag.c.catalog_key == bindparam("catalog"), tag.c.name == bindparam("tag"))
        .scalar_subquery()
    )


def _live_then() -> ScalarSelect[bytes]:
    """Of moves that took effect at one instant the later one has the last word."""
    release = (
        select(move.c.release_digest)
        .where(move.c.effective_from <= bindparam("as_of"))
        .order_by(move.c.effective_from.desc(), move.c.generation.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(pin.c.version_digest)
        .where(pin.c.catalog_key == bindparam("catalog"), pin.c.release_digest == release)
        .scalar_subquery()
    )


def _parameters(wanted: Wanted) -> dict[str, Any]:
    named: dict[str, Any] = {"catalog": wanted.catalog}
    if wanted.version is not None:
        asked = digest_range(wanted.version)
        return named | ({"number": asked} if isinstance(asked, int) else {"first": asked[0], "last": asked[1]})
    if wanted.tag is not None:
        return named | {"tag": wanted.tag}
    return named | ({"as_of": wanted.as_of} if wanted.as_of is not None else {})


def _version(row: Row[Any]) -> Version:
    return Version(
        digest=row.digest,
        number=row.ordinal if row.ours is not None else None,
        lineage_id=row.lineage_id,
        ordinal=row.ordinal,
        catalog=row.catalog_key,
        sealed_at=row.sealed_at,
        generation=row.generation,
        is_live=row.digest == row.live,
    )


def _not_found(wanted: Wanted) -> CatalogNotServed | VersionNotFound:
    if wanted.version is not None:
        return VersionNotFound(f"no version {wanted.version} of {wanted.catalog}", pointer="/version")
    if wanted.tag is not None:
        return VersionNotFound(f"no version of {wanted.catalog} is tagged {wanted.tag}", pointer="/tag")
    return CatalogNotServed(f"no catalog {wanted.catalog} is served here then", pointer="/catalog")
