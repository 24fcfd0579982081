"""From an ordinal that nobody sees to a version: the last transaction of a publish."""

from typing import Any

from catalog_admin.kit.work import Work
from catalog_admin.publishing import store, tip
from catalog_admin.publishing.deletions import forget_deletions
from catalog_admin.publishing.filling import Frozen


def seal(work: Work, frozen: Frozen) -> bool:
    """True if the version is new; False if its content was known, or another lineage sealed the same meanwhile."""
    if frozen.filling is None and frozen.few is None:
        if frozen.tip is not None:
            tip.put(work, frozen.tip)
        return False
    if frozen.filling is not None:
        store.hold(work, frozen.filling)
    attempt = work.session.begin_nested()
    filling = frozen.filling or _fill_at_once(work, frozen)
    store.seal(work, filling, frozen.digest)
    if store.add_version(work, _version(frozen, filling)):
        _stand(work, frozen)
        attempt.commit()
        return True
    attempt.rollback()
    if frozen.filling is not None:
        store.abort(work, frozen.filling.lineage_id)
    return False


def _fill_at_once(work: Work, frozen: Frozen) -> store.Filling:
    """Raises OrdinalTaken if another publish has sealed what this one goes on from."""
    assert frozen.few is not None  # noqa: S101 - who has neither is not filled
    assert frozen.tip is not None  # noqa: S101 - it is new
    filling = store.begin(work, frozen.tip.lineage_id, frozen.few.base_ordinal)
    frozen.few.write(work, filling)
    return filling


def _stand(work: Work, frozen: Frozen) -> None:
    if frozen.tip is not None:
        tip.put(work, frozen.tip)
        forget_deletions(work)


def _version(frozen: Frozen, filling: store.Filling) -> dict[str, Any]:
    return {
        "digest": frozen.digest,
        "lineage": filling.lineage_id,
        "ordinal": filling.ordinal,
        "catalog": frozen.catalog_key,
        "entries": frozen.entries,
        "nodes": frozen.nodes,
        "plans": frozen.plans,
        "memberships": frozen.memberships,
    }
