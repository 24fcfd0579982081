"""From an ordinal that nobody sees to a version: the last transaction of a publish."""

from collections.abc import Callable
from typing import Any

from catalog_admin.kit.work import Work
from catalog_admin.publishing import store, tip
from catalog_admin.publishing.deletions import forget_deletions
from catalog_admin.publishing.filling import Frozen
from catalog_admin.publishing.writing import FEW_PERCENT, SEALING_PERCENT, WRITING_FEW

Tell = Callable[[int, str], None]


def seal(work: Work, frozen: Frozen, tell: Tell) -> bool:
    """True if the version is new; False if its content was known, or another lineage sealed the same meanwhile."""
    if frozen.filling is None and frozen.few is None:
        if frozen.tip is not None:
            tip.put(work, frozen.tip)
        return False
    if frozen.filling is not None:
        store.hold(work, frozen.filling)
    attempt = work.session.begin_nested()
    filling = frozen.filling or _fill_at_once(work, frozen, tell)
    store.seal(work, filling, frozen.digest)
    if store.add_version(work, _version(frozen, filling)):
        _stand(work, frozen)
        attempt.commit()
        return True
    attempt.rollback()
    if frozen.filling is not None:
        store.abort(work, frozen.filling.lineage_id)
    return False


def _fill_at_once(work: Work, frozen: Frozen, tell: Tell) -> store.Filling:
    """Tells how far it is. Raises OrdinalTaken if another publish has sealed what this one goes on from."""
    assert frozen.few is not None  # noqa: S101 - who has neither is not filled
    assert frozen.tip is not None  # noqa: S101 - it is new

    def written(share: float) -> None:
        tell(FEW_PERCENT + int(share * (SEALING_PERCENT - FEW_PERCENT)), WRITING_FEW)

    filling = store.begin(work, frozen.tip.lineage_id, frozen.few.base_ordinal)
    frozen.few.write(work, filling, written)
    tell(SEALING_PERCENT, "sealing")
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
