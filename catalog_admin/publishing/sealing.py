"""From an ordinal that nobody sees to a version: the last transaction of a publish."""

from typing import Any

from catalog_admin.kit.work import Work
from catalog_admin.publishing import store, tip
from catalog_admin.publishing.deletions import forget_deletions
from catalog_admin.publishing.filling import Frozen
from catalog_admin.publishing.layout import STAGES


def seal(work: Work, frozen: Frozen) -> bool:
    """True if the version is new; False if its content was known, or another lineage sealed the same meanwhile."""
    if frozen.filling is None and frozen.changes is None:
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
    assert frozen.changes is not None  # noqa: S101 - who has neither is not filled
    assert frozen.tip is not None  # noqa: S101 - it is new
    filling = store.begin(work, frozen.tip.lineage_id, frozen.changes.base_ordinal)
    for table, (by, keys) in frozen.changes.closing.items():
        store.close(work, filling, STAGES[table], by, keys)
    for table in frozen.changes.rows.counts:
        for lines in frozen.changes.rows.chunks(table):
            store.insert(work, filling, STAGES[table], lines)
    for words in frozen.changes.rows.vocabulary.steps():
        store.learn(work, filling, words, frozen.changes.locales)
    tip.write(work, filling.lineage_id, frozen.changes.tree, frozen.changes.tally)
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
