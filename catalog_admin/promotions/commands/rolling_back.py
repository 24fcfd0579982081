"""Rollback: an earlier version is served again."""

from catalog_admin.audit import commands as audit
from catalog_admin.events import commands as events
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.promotions import serving
from catalog_admin.promotions.commands.moving import Served, hold, serve
from catalog_admin.promotions.errors import AlreadyServed
from catalog_admin.promotions.model import check_gates


def rollback(work: Work, catalog_key: str, to: str, *, reason: str | None = None, expected: Expected) -> Served:
    """Serve an earlier version again: one row moves, whatever the catalog's size; the draft keeps what it says.

    `to` is a digest, a number, a tag or "previous". Raises NotPermitted, GateClosed, Stale, VersionNotFound,
    NothingBefore, NeverServed, AlreadyServed.
    """
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_gates(work.environment_key, "rollback")
    held = hold(work, expected)
    current = serving.live_or_withdrawn(work, catalog_key, held.release)
    version = serving.rollback_target(work, catalog_key, to, current)
    if version.digest == current:
        raise AlreadyServed(f"{work.environment_key} serves {version.hex[:12]} already", pointer="/to")
    served = serve(work, held, version, "rollback", reason=reason)
    audit.record(
        work,
        action="promotions.rolled_back",
        subject=f"catalog:{catalog_key}",
        before={"version": current} if current else None,
        after={"version": version.digest},
        detail={"to": version.digest, "reason": reason},
    )
    events.emit(
        work,
        type="CatalogRolledBack",
        subject=f"catalog:{catalog_key}",
        data=served.report() | {"from": current.hex() if current else None, "reason": reason},
    )
    return served
