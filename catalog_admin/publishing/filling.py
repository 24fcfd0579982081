"""Freezing a draft: worked out in one snapshot, written behind an ordinal that nobody sees, then sealed.

Few changes are kept in memory and written in the very transaction that seals them. Many go into committed chunks
before; those of a catalog's first version while the rest is still being worked out, for all of them will be needed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

import polars as pl

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import by_hand, increment, inputs, little, naming, store, whole, writing
from catalog_admin.publishing.as_published import as_published
from catalog_admin.publishing.base import Base, read_base
from catalog_admin.publishing.beside import Beside
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.changes import Changes
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.draft import Draft, Ground, draft_on, ground_of
from catalog_admin.publishing.few import Few
from catalog_admin.publishing.increment import Increment
from catalog_admin.publishing.inputs import Inputs
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.pins import Pins
from catalog_admin.publishing.spool import Rows, Spool
from catalog_admin.publishing.tip import Tip
from catalog_admin.publishing.whole import Pace
from catalog_admin.publishing.writing import (
    COMPARED_PERCENT,
    FEW_PERCENT,
    FOUND_PERCENT,
    POURED_PERCENT,
    READ_PERCENT,
    SEALING_PERCENT,
    WRITING_FEW,
)


@dataclass(frozen=True)
class Frozen:
    """Content with its name. What of it is not in the database yet: `filling` says where it has been written, or
    `few` what is still to be written (`changes` for as long as it is being frozen); none if it was known already.

    `tip` is where its lineage stands once it is sealed; None for content that another ordinal holds. At the
    `rule_boundaries` of its boundaries it becomes another one; `left_out` is for what was put together again.
    """

    catalog_key: str
    digest: bytes
    entries: int
    nodes: int
    plans: int
    memberships: int
    evaluated_at: datetime
    boundaries: tuple[datetime, ...]
    rule_boundaries: tuple[datetime, ...]
    by_hand: bytes
    pins: Pins
    inputs: Inputs
    tip: Tip | None
    filling: store.Filling | None = None
    few: Few | None = None
    changes: Changes | None = None
    left_out: int = 0

    @property
    def next_step(self) -> tuple[int, str]:
        """What the transaction that seals it begins with."""
        return (SEALING_PERCENT, "sealing") if self.few is None else (FEW_PERCENT, WRITING_FEW)


def freeze(desk: Desk, catalog_key: str, evaluated_at: datetime) -> Frozen:
    """Writes no entry of content that has its digest already."""
    desk.progress(1, "reading the draft")
    with Spool() as spool, Beside(has_threads=desk.database.has_many_connections) as beside:
        with _snapshot(desk) as reads:
            ground, base = ground_of(reads, catalog_key), naming.newest(reads, catalog_key)
            found = None if base is None else increment.worked_out(reads, ground, evaluated_at, base, _telling(desk))
            if found is not None:
                return _little(reads, found)
            draft = draft_on(reads, ground, evaluated_at)
            beside_it = partial(by_hand.beside, reads, ground.catalog_id)
            task = Task(ground, evaluated_at, base, draft, inputs.as_they_are(reads, ground), beside_it)
            if base is None and beside.has_threads and not store.has_versions(reads, catalog_key):
                frozen, changed = _first(desk, reads, beside, task)
            else:
                frozen, changed = _compared(desk, reads, task, spool)
        return _written(desk, beside, frozen, changed)


def freeze_as_published(desk: Desk, catalog_key: str, evaluated_at: datetime, *, follows_rules: bool = False) -> Frozen:
    """What the last publication read, judged as of another instant; the draft as it is now is not looked at.

    If it `follows_rules`, by the conditions that the rule repository has now where rules referred to a channel.
    Raises InputsUnknown, BrokenRule.
    """
    desk.progress(1, "reading what was published")
    with Spool() as spool, Beside(has_threads=desk.database.has_many_connections) as beside:
        with _snapshot(desk) as reads:
            then = as_published(reads, catalog_key, follows_rules=follows_rules)
            base = naming.newest(reads, catalog_key)
            task = Task(then.ground, evaluated_at, base, then.draft(evaluated_at), then.inputs, then.beside)
            frozen, changed = _compared(desk, reads, task, spool)
            frozen = replace(frozen, left_out=then.left_out)
        return _written(desk, beside, frozen, changed)


def _telling(desk: Desk) -> increment.Tell:
    def tell(share: float) -> None:
        desk.check_cancelled()
        desk.progress(int(share * FOUND_PERCENT), "working out what changed")

    return tell


@dataclass(frozen=True)
class Task:
    """What is to be worked out; `base` is the newest version of the lineage, if it has one.

    `inputs` are what was read for the draft, `beside` gives what is said by hand and the population does not show.
    """

    ground: Ground
    at: datetime
    base: VersionRef | None
    draft: Draft
    inputs: Inputs
    beside: Callable[[pl.DataFrame], bytes]


def _snapshot(desk: Desk) -> Reads:
    """One for draft and base: an edit that runs beside is wholly in or wholly out.

    Not of a replica: behind by one edit it would publish the past, behind by one version write rows twice.
    """
    return desk.database.reads(desk.actor, desk.environment, environment_key=desk.environment_key, may_lag=False)


def _little(reads: Reads, found: Increment) -> Frozen:
    """Nothing is written yet."""
    assert found.graft is not None  # noqa: S101 - or there is no increment
    base, digest, hidden = found.base, found.graft.digest, found.by_hand()
    read_as = inputs.as_they_are(reads, found.ground)
    is_same, is_known = digest == base.digest, store.is_known(reads, digest)
    return Frozen(
        catalog_key=found.ground.key,
        digest=digest,
        entries=base.entries + found.more_entries,
        nodes=base.nodes + found.tree.more_nodes,
        plans=base.plans + found.more(Kind.PLAN),
        memberships=base.memberships + found.more(Kind.MEMBERSHIP),
        evaluated_at=found.at,
        boundaries=tuple(sorted(found.boundaries())),
        rule_boundaries=_ahead(found.rules_hold_until),
        by_hand=hidden,
        pins=found.ground.pins,
        inputs=read_as,
        tip=Tip(
            base.lineage_id,
            base.ordinal if is_same else base.ordinal + 1,
            found.ground.catalog_id,
            read_as.snapshot,
            found.at,
            found.rules_hold_until,
            found.ground.hash,
            sha256(hidden).digest(),
        )
        if is_same or not is_known
        else None,
        few=None if is_known else little.of_increment(found),
    )


def _first(desk: Desk, reads: Reads, beside: Beside, task: Task) -> tuple[Frozen, Changes]:
    """No version of the catalog is anywhere: this content cannot be known, and its rows are written as they come."""
    filling = writing.begin(desk, task.ground.key, 0)

    def pace(share: float, doing: str, table: str) -> None:
        desk.check_cancelled()
        step = f"working out and writing: {table} rows" if doing == whole.LOOKING else doing
        desk.progress(_between(READ_PERCENT, POURED_PERCENT, share), step)

    frozen, changed = _everything(reads, task, writing.pouring(desk, beside, filling), pace)
    return replace(frozen, filling=filling), changed


def _compared(desk: Desk, reads: Reads, task: Task, spool: Spool) -> tuple[Frozen, Changes]:
    """With the newest version; what is to be written lies in the spool."""

    def pace(share: float, doing: str, _: str) -> None:
        desk.check_cancelled()
        step = "comparing" if doing == whole.LOOKING else doing
        desk.progress(_between(READ_PERCENT, COMPARED_PERCENT, share), step)

    return _everything(reads, task, spool, pace)


def _between(begin: int, end: int, share: float) -> int:
    return begin + int(share * (end - begin))


def _everything(reads: Reads, task: Task, rows: Rows, pace: Pace) -> tuple[Frozen, Changes]:
    """The draft in full."""
    base, ground = task.base, task.ground
    place = (base.lineage_id, base.ordinal) if base else None
    candidate = Candidate(task.draft, read_base(reads, *place) if place else Base())
    changed = Changes(rows, base.ordinal if base else 0, ground.settings["locales"])
    whole.spool_entries(candidate, changed, pace)
    hidden = task.beside(candidate.draft.population)
    is_known = store.is_known(reads, candidate.digest)
    is_same = base is not None and candidate.digest == base.digest
    if not is_known:
        whole.spool_derived(reads, place, candidate, changed, pace)
    [hold_until] = candidate.draft.boundaries or [None]
    stands = Tip(
        base.lineage_id if base else 0,
        changed.base_ordinal if is_same else changed.base_ordinal + 1,
        ground.catalog_id,
        task.inputs.snapshot,
        task.at,
        hold_until,
        ground.hash,
        sha256(hidden).digest(),
    )
    frozen = Frozen(
        catalog_key=ground.key,
        digest=candidate.digest,
        entries=candidate.leaves.count,
        nodes=candidate.nodes,
        plans=candidate.plans,
        memberships=candidate.memberships,
        evaluated_at=task.at,
        boundaries=tuple(sorted(candidate.boundaries)),
        rule_boundaries=_ahead(hold_until),
        by_hand=hidden,
        pins=ground.pins,
        inputs=task.inputs,
        tip=stands if is_same or not is_known else None,
        changes=None if is_known else changed,
    )
    return frozen, changed


def _ahead(hold_until: datetime | None) -> tuple[datetime, ...]:
    return () if hold_until is None else (hold_until,)


def _written(desk: Desk, beside: Beside, frozen: Frozen, changed: Changes) -> Frozen:
    """Of content that the lineage holds already, its tip alone."""
    if frozen.tip is None:
        return frozen
    if frozen.changes is None:
        desk.progress(COMPARED_PERCENT, "writing")
        writing.write_tip(desk, beside, frozen.tip.lineage_id, changed)
        return frozen
    if frozen.filling is not None:
        filling, since = frozen.filling, POURED_PERCENT
    else:
        desk.progress(COMPARED_PERCENT, "writing")
        filling, since = writing.begin(desk, frozen.catalog_key, changed.base_ordinal), COMPARED_PERCENT
    writing.write(desk, beside, filling, changed, since)
    return replace(frozen, filling=filling, changes=None, tip=replace(frozen.tip, lineage_id=filling.lineage_id))
