"""Publishing step by step: queue, freeze, seal; and tags. What an environment serves is the room's above."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from sqlalchemy.exc import DBAPIError

from catalog_admin.audit import commands as audit
from catalog_admin.kit import locks
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.failures import WriteConflict
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.work import Work
from catalog_admin.publishing import filling, naming, sealing, store
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.errors import TagNotFound
from catalog_admin.publishing.filling import Frozen
from catalog_admin.publishing.model import VersionRef, check_tag_name
from catalog_admin.publishing.naming import TagView
from catalog_admin.publishing.pins import said_of, written

PACE_SECONDS = 0.25  # at which whoever waits for a publish looks whether it is over
NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Publication:
    """A version, and that it was published just now."""

    version: VersionRef
    is_new: bool


def turn_of(environment_key: str, params: Mapping[str, Any]) -> str:
    """Of jobs that take the queue: while one has it, the others leave the worker to somebody else."""
    return f"publish/{environment_key}/{params['catalog']}"


@contextmanager
def queue(desk: Desk, catalog_key: str) -> Iterator[None]:
    """One publish of a lineage at a time; the block's own leftovers, and those of a dead publish, are taken back.

    The lock lives in a transaction of its own: it ends with this process. Should only that connection be cut, whoever
    comes next takes the ordinal over and this publish is refused its next write.
    """
    holder = desk.work()
    with holder:
        _wait(desk, holder, catalog_key)
        with desk.work() as work:
            _give_up(work, catalog_key)
        try:
            yield
        except BaseException:
            # By the connection that holds the lock, or not at all: without the lock, what lies there is somebody
            # else's. The next publish takes back what this one could not.
            with suppress(Exception):
                _give_up(holder, catalog_key)
                holder.session.commit()
            raise
        _let_go(holder)


def _wait(desk: Desk, holder: Work, catalog_key: str) -> None:
    """For one that no worker does, or of which the queue of jobs does not know: others of its turn are not here yet.

    Who does not have to wait does not say so: it would stand among the steps of a publish that never did.
    """
    while not locks.take_if_free(holder.session, locks.Lock.PUBLISH, holder.environment, catalog_key):
        desk.progress(0, "waiting for other publishes")
        desk.check_cancelled()  # a lock that is waited for in the database hears nothing
        time.sleep(PACE_SECONDS)


def _let_go(holder: Work) -> None:
    """It wrote nothing: that its connection was cut does not undo what the block has done."""
    try:
        holder.session.commit()
    except DBAPIError:
        holder.session.invalidate()


def _give_up(work: Work, catalog_key: str) -> None:
    """Only the publish that holds the queue may."""
    lineage = store.find_lineage(work, catalog_key, work.environment)
    if lineage is not None:
        store.abort(work, lineage)


def freeze(desk: Desk, catalog_key: str, evaluated_at: datetime) -> Frozen:
    """The draft as it is now, under its digest; what is new and much is written behind an unsealed ordinal already.

    Raises CatalogNotFound, OrdinalTaken.
    """
    return filling.freeze(desk, catalog_key, evaluated_at)


def freeze_as_published(desk: Desk, catalog_key: str, evaluated_at: datetime, *, follows_rules: bool = False) -> Frozen:
    """What the last publication read, as of another instant: nothing of what people have edited since.

    But for conditions of the rule repository, if it `follows_rules`. Raises CatalogNotFound, InputsUnknown, BrokenRule,
    OrdinalTaken.
    """
    return filling.freeze_as_published(desk, catalog_key, evaluated_at, follows_rules=follows_rules)


def seal(
    work: Work,
    frozen: Frozen,
    note: str | None,
    tell: Callable[[int, str], None],
    *,
    is_released: bool = True,
    detail: Mapping[str, Any] = NOTHING_MORE,
) -> Publication:
    """From here on the version exists; call it once, in the transaction that makes it visible. Raises OrdinalTaken.

    `detail` is for the trail.
    """
    is_new = sealing.seal(work, frozen, tell)
    version = naming.version_by_digest(work, frozen.digest)
    said = {"note": note, "released": is_released}
    store.add_publication(work, _publication(frozen, version) | said)
    audit.record(
        work,
        action="publishing.published" if is_released else "publishing.frozen",
        subject=f"catalog:{frozen.catalog_key}",
        after={"version": frozen.digest},
        detail={"version": frozen.digest, "new": is_new, "evaluatedAt": frozen.evaluated_at, "note": note}
        | ({"rules": said_of(frozen.pins)} if frozen.pins else {})
        | dict(detail),
    )
    return Publication(version, is_new)


def move_tag(work: Work, catalog_key: str, name: str, version: str, expected: Expected) -> TagView:
    """Make a tag, or let it name another version; the one it names already changes nothing.

    Raises BadTagName, VersionNotFound, Stale, and WriteConflict if somebody has just made it.
    """
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    check_tag_name(name)
    chosen = naming.version(work, catalog_key, version)
    before = store.find_tag_locked(work, catalog_key, name)
    expected.check(before["revision"] if before else 0)
    if before is not None and before["digest"] == chosen.digest:
        return naming.tag(work, catalog_key, name)
    if before is not None:
        store.point_tag(work, catalog_key, name, chosen.digest)
    elif not store.add_tag(work, catalog_key, name, chosen.digest):
        raise WriteConflict(f"somebody made the tag {name} at the same moment")
    naming.version_by_digest(work, chosen.digest)  # retired while we waited, it would be a name of nothing
    audit.record(
        work,
        action="publishing.tag_moved",
        subject=f"tag:{catalog_key}/{name}",
        before=_said(before),
        after={"version": chosen.digest},
    )
    return naming.tag(work, catalog_key, name)


def delete_tag(work: Work, catalog_key: str, name: str, expected: Expected) -> None:
    """The version stays. Raises TagNotFound, Stale."""
    work.actor.must(Role.PUBLISHER, catalog=catalog_key)
    before = store.find_tag_locked(work, catalog_key, name)
    if before is None:
        raise TagNotFound(f"{catalog_key} has no tag {name[:80]}", pointer="/name")
    expected.check(before["revision"])
    store.drop_tag(work, catalog_key, name)
    audit.record(work, action="publishing.tag_deleted", subject=f"tag:{catalog_key}/{name}", before=_said(before))


def _said(tag: Any) -> dict[str, Any] | None:
    return {"version": tag["digest"]} if tag else None


def _publication(frozen: Frozen, version: VersionRef) -> dict[str, Any]:
    return {
        "id": new_id(),
        "digest": version.digest,
        "catalog": frozen.catalog_key,
        "lineage": version.lineage_id,
        "evaluated": frozen.evaluated_at,
        "boundaries": list(frozen.boundaries),
        "rule_boundaries": list(frozen.rule_boundaries),
        "rule_pins": written(frozen.pins),
        "by_hand": frozen.by_hand.decode(),
        "by_hand_hash": sha256(frozen.by_hand).digest(),
        "draft_state": frozen.inputs.draft,
        "goods_state": frozen.inputs.goods,
        "read_as": str(frozen.inputs.snapshot),
    }
