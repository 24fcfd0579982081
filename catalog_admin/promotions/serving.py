"""Which version an environment serves, served at an instant, or would go back to."""

from datetime import datetime

import orjson

from catalog_admin.environments import queries as environments
from catalog_admin.kit.work import Reads, Work
from catalog_admin.promotions import store
from catalog_admin.promotions.errors import NothingBefore, NothingPublished
from catalog_admin.promotions.model import Release
from catalog_admin.publishing import queries as publishing
from catalog_admin.publishing.model import VersionRef

MOST_ENVIRONMENTS = 100


def live(tx: Reads | Work, catalog_key: str) -> VersionRef:
    """What the transaction's environment answers with; raises NothingPublished, OutOfGrant."""
    return _of_release(tx, catalog_key, environments.serving(tx).release_digest)


def as_of(tx: Reads | Work, catalog_key: str, instant: datetime) -> VersionRef:
    """What the environment served at an instant, by the moves' `effective_from`; raises NothingPublished."""
    return _of_release(tx, catalog_key, store.release_at(tx, instant))


def everywhere(reads: Reads, catalog_key: str) -> dict[str, bytes]:
    """The version that each environment answers with now, by its key, as far as the actor is let in."""
    places = environments.environments(reads, limit=MOST_ENVIRONMENTS).items
    releases = {each.key: each.release_digest for each in places if each.release_digest is not None}
    held = store.catalogs_of_all(reads, set(releases.values()))
    found = {place: held.get(release, {}).get(catalog_key) for place, release in releases.items()}
    return {place: digest for place, digest in found.items() if digest is not None}


def live_or_withdrawn(tx: Reads | Work, catalog_key: str, release: Release) -> bytes | None:
    """Its digest in the release that is served; None if it was withdrawn, raises NothingPublished if it never was."""
    digest = release.catalogs.get(catalog_key)
    if digest is None and store.last_version(tx, catalog_key) is None:
        raise NothingPublished(f"no version of {catalog_key} is served here")
    return None if digest is None else bytes.fromhex(digest)


def rollback_target(tx: Reads | Work, catalog_key: str, to: str, current: bytes | None) -> VersionRef:
    """`current` is the digest of what is served. Previous to nothing, after a withdrawal, is what was withdrawn.

    Raises NothingBefore, VersionNotFound, BadDesignation, AmbiguousDigest, TagNotFound.
    """
    if to != "previous":
        return publishing.version(tx, catalog_key, to, "/to")
    if current is None:
        before = store.last_version(tx, catalog_key)
    else:
        before = store.other_version_before(tx, catalog_key, current)
    if before is None:
        raise NothingBefore(f"{catalog_key} has had no other version here", pointer="/to")
    return publishing.version_by_digest(tx, before)


def served_release(tx: Reads | Work) -> Release:
    """The release the environment serves; an empty one before the first publish."""
    return release_of(tx, environments.serving(tx).release_digest)


def release_of(tx: Reads | Work, digest: bytes | None) -> Release:
    """An empty one without a digest."""
    return Release() if digest is None else read_release(store.find_release(tx, digest))


def read_release(body: str) -> Release:
    said = orjson.loads(body)
    return Release(said["catalogs"], said["rules"], said["settings"])


def _of_release(tx: Reads | Work, catalog_key: str, release: bytes | None) -> VersionRef:
    digest = store.catalogs_of(tx, release).get(catalog_key) if release is not None else None
    if digest is None:
        raise NothingPublished(f"no version of {catalog_key} is served here")
    return publishing.version_by_digest(tx, digest)
