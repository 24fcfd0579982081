"""Withdrawal: a catalog is served no more; and what is still served is not deleted by the way."""

from dataclasses import dataclass
from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs.commands import OBJECTIONS
from catalog_admin.events import commands as events
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.promotions import serving
from catalog_admin.promotions.commands.moving import effective, hold, move
from catalog_admin.promotions.errors import StillServed
from catalog_admin.promotions.model import check_gates
from catalog_admin.publishing.model import VersionRef


@dataclass(frozen=True)
class Withdrawn:
    """`version` is what was served until then."""

    version: VersionRef
    release_digest: bytes
    generation: int

    def report(self) -> dict[str, Any]:
        return {"version": self.version.hex, "release": self.release_digest.hex(), "generation": self.generation}


def withdraw(work: Work, catalog_key: str, *, reason: str | None = None, expected: Expected) -> Withdrawn:
    """Take a catalog out of service: readers find no such catalog, its draft and versions stay as they are.

    A rollback or a publish serves it again. Raises NotPermitted, GateClosed, Stale, NothingPublished.
    """
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_gates(work.environment_key, "withdrawal")
    held = hold(work, expected)
    current = serving.live(work, catalog_key)
    release = held.release.without_catalog(catalog_key)
    generation = move(work, held, release, "withdrawal", catalog_key, reason, effective(work, held, None))
    withdrawn = Withdrawn(current, release.digest, generation)
    audit.record(
        work,
        action="promotions.withdrawn",
        subject=f"catalog:{catalog_key}",
        before={"version": current.digest},
        detail={"reason": reason},
    )
    events.emit(
        work,
        type="CatalogWithdrawn",
        subject=f"catalog:{catalog_key}",
        data=withdrawn.report() | {"reason": reason},
    )
    return withdrawn


@OBJECTIONS.answered_by("promotions")
def refuse_while_served(work: Work, catalog_key: str) -> None:
    """Raises StillServed. Held until the deletion ends, so that no publish slips in between."""
    locks.take(work.session, locks.Lock.RELEASE, work.environment)
    if catalog_key in serving.served_release(work).catalogs:
        raise StillServed(
            f"{work.environment_key} serves {catalog_key}", suggestion=f"withdraw {catalog_key}, then delete it"
        )
