"""What every move of an environment has in common: hold what it serves, change one component, write the move."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.environments import commands as environments_commands
from catalog_admin.environments.errors import EnvironmentNotFound
from catalog_admin.environments.model import Serving
from catalog_admin.kit import locks
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.promotions import serving, store
from catalog_admin.promotions.errors import NeverServed
from catalog_admin.promotions.model import Cause, Move, Release, check_effective_from
from catalog_admin.publishing import queries as versions
from catalog_admin.publishing.model import VersionRef


@dataclass(frozen=True)
class Served:
    """What the environment answers with now; `is_new`: the version did not exist before.

    `number` is None for content that another environment was the first to publish. `was_served`: nothing was done.
    """

    version: VersionRef
    number: int | None
    is_new: bool
    release_digest: bytes
    generation: int
    effective_from: datetime
    was_served: bool = False

    def report(self) -> dict[str, Any]:
        return {
            "version": self.version.hex,
            "number": self.number,
            "isNew": self.is_new,
            "release": self.release_digest.hex(),
            "generation": self.generation,
            "nodes": self.version.nodes,
            "ratePlans": self.version.plans,
            "memberships": self.version.memberships,
        }


@dataclass(frozen=True)
class Held:
    """What the environment serves, read once: it stays until the transaction ends."""

    serving: Serving
    release: Release
    last_effective: datetime | None


def hold(work: Work, expected: Expected) -> Held:
    """Raises RevisionStale if it is not as expected.

    The lock makes publishes of two catalogs compose one after the other instead of one refusing the other.
    """
    locks.take(work.session, locks.Lock.RELEASE, work.environment)
    stands = store.stands(work)
    if stands is None:
        raise EnvironmentNotFound("this environment is gone")
    expected.check(stands["generation"])
    release = Release() if stands["release_digest"] is None else serving.read_release(stands["body"])
    return Held(Serving(stands["release_digest"], stands["generation"]), release, stands["last_effective"])


def serve(
    work: Work,
    held: Held,
    version: VersionRef,
    cause: Cause,
    *,
    reason: str | None,
    effective_from: datetime | None = None,
    is_new: bool = False,
) -> Served:
    """Replace one component of what the environment serves; the same release again is no move.

    Raises NeverServed if that is to go back to what was never there.
    """
    release = held.release.with_catalog(version.catalog_key, version.hex)
    since = effective(work, held, effective_from)
    number = versions.number_of(work, version)
    if release.digest == held.serving.release_digest:
        return Served(version, number, is_new, release.digest, held.serving.generation, since)
    again = version.digest if cause == "rollback" else None
    generation = move(work, held, release, cause, version.catalog_key, reason, since, again=again)
    return Served(version, number, is_new, release.digest, generation, since)


def move(
    work: Work,
    held: Held,
    release: Release,
    cause: Cause,
    catalog_key: str,
    reason: str | None,
    effective_from: datetime,
    *,
    again: bytes | None = None,
) -> int:
    """The environment serves this release from now on; its new generation.

    Raises NeverServed if it never served the version that it is to serve `again`.
    """
    generation = held.serving.generation + 1
    written = Move(
        generation=generation,
        release_digest=release.digest,
        cause=cause,
        catalog_key=catalog_key,
        reason=reason,
        moved_by=work.actor.subject,
        moved_at=work.now,
        effective_from=effective_from,
    )
    if not store.add_move(work, release, written, again=again):
        assert again is not None  # noqa: S101 - who does not ask is not refused
        raise NeverServed(f"{work.environment_key} has never served {again.hex()[:12]}", pointer="/to")
    return environments_commands.serve_release(work, work.environment, release.digest, held.serving)


def effective(work: Work, held: Held, wanted: datetime | None) -> datetime:
    """Raises BadEffectiveFrom. Clocks of two hosts differ: a move never takes effect before the one it follows."""
    last = held.last_effective
    if wanted is None:
        return max(work.now, last) if last else work.now
    check_effective_from(wanted, work.now, last)
    return wanted
