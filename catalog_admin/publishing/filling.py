"""Freezing a draft: worked out in one snapshot, written behind an ordinal that nobody sees, then sealed.

Few changes are kept in memory and written in the very transaction that seals them. Many go into committed chunks
before, so that no transaction grows with the catalog.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.publishing import by_hand, increment, inputs, little, naming, store, tip, whole
from catalog_admin.publishing.base import Base, read_base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.changes import Changes
from catalog_admin.publishing.draft import Ground, draft_on, ground_of
from catalog_admin.publishing.few import Few
from catalog_admin.publishing.increment import Increment
from catalog_admin.publishing.inputs import Inputs
from catalog_admin.publishing.layout import STAGES
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.spool import Spool
from catalog_admin.publishing.tip import Tip, Tree

READ_PERCENT, WRITTEN_PERCENT = 45, 95  # of all the time, roughly


class Desk(Protocol):
    """What a publish needs of the job it runs in."""

    @property
    def database(self) -> Database: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def environment(self) -> EnvironmentId | None: ...
    @property
    def environment_key(self) -> str: ...
    def work(self) -> Work: ...
    def progress(self, percent: int, step: str) -> None: ...
    def check_cancelled(self) -> None: ...


@dataclass(frozen=True)
class Frozen:
    """Content with its name. What of it is not in the database yet: `filling` says where it has been written, or
    `few` what is still to be written (`changes` for as long as it is being frozen); none if it was known already.

    `tip` is where its lineage stands once it is sealed; None for content that another ordinal holds.
    """

    catalog_key: str
    digest: bytes
    entries: int
    nodes: int
    plans: int
    memberships: int
    evaluated_at: datetime
    boundaries: tuple[datetime, ...]
    by_hand: bytes
    inputs: Inputs
    tip: Tip | None
    filling: store.Filling | None = None
    few: Few | None = None
    changes: Changes | None = None


def freeze(desk: Desk, catalog_key: str, evaluated_at: datetime) -> Frozen:
    """Writes nothing before the draft is read, and no entry of content that has its digest already."""
    desk.progress(1, "reading the draft")
    with Spool() as spool:
        with _snapshot(desk) as reads:
            ground, base = ground_of(reads, catalog_key), naming.newest(reads, catalog_key)
            found = None if base is None else increment.worked_out(reads, ground, evaluated_at, base)
            if found is not None:
                return _little(reads, found)
            frozen, changed = _everything(desk, reads, Task(ground, evaluated_at, base), spool)
        return _written(desk, frozen, changed)


@dataclass(frozen=True)
class Task:
    """What is to be worked out; `base` is the newest version of the lineage, if it has one."""

    ground: Ground
    at: datetime
    base: VersionRef | None


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
        by_hand=hidden,
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


def _everything(desk: Desk, reads: Reads, task: Task, spool: Spool) -> tuple[Frozen, Changes]:
    """The draft in full; what is to be written lies in the spool."""
    base, ground = task.base, task.ground
    place = (base.lineage_id, base.ordinal) if base else None
    candidate = Candidate(draft_on(reads, ground, task.at), read_base(reads, *place) if place else Base())
    changed = Changes(spool, base.ordinal if base else 0, ground.settings["locales"])

    def pace(share: float) -> None:
        desk.check_cancelled()
        desk.progress(2 + int(share * (READ_PERCENT - 2)), "comparing")

    whole.spool_entries(candidate, changed, pace)
    hidden = by_hand.beside(reads, ground.catalog_id, candidate.draft.population)
    read_as = inputs.as_they_are(reads, ground)
    is_known = store.is_known(reads, candidate.digest)
    is_same = base is not None and candidate.digest == base.digest
    if not is_known:
        whole.spool_derived(reads, place, candidate, changed)
    [hold_until] = candidate.draft.boundaries or [None]
    stands = Tip(
        base.lineage_id if base else 0,
        changed.base_ordinal if is_same else changed.base_ordinal + 1,
        ground.catalog_id,
        read_as.snapshot,
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
        by_hand=hidden,
        inputs=read_as,
        tip=stands if is_same or not is_known else None,
        changes=None if is_known else changed,
    )
    return frozen, changed


def _written(desk: Desk, frozen: Frozen, changed: Changes) -> Frozen:
    """In committed chunks that nobody sees; of content that the lineage holds already, its tip alone."""
    if frozen.tip is None:
        return frozen
    desk.progress(READ_PERCENT, "writing")
    if frozen.changes is None:
        _write_tip(desk, frozen.tip.lineage_id, changed)
        return frozen
    with desk.work() as work:
        filling = store.begin(work, store.lineage_of(work, frozen.catalog_key), changed.base_ordinal)
    for table, (by, keys) in changed.closing.items():
        with desk.work() as work:
            store.hold(work, filling)
            store.close(work, filling, STAGES[table], by, keys)
    rows, done = sum(changed.rows.counts.values()), 0
    for table in changed.rows.counts:
        for lines in changed.rows.chunks(table):
            _write_chunk(desk, filling, table, lines)
            done += len(lines)
            share = (WRITTEN_PERCENT - READ_PERCENT) * done // rows
            desk.progress(READ_PERCENT + share, f"writing {table} rows")
    for words in changed.rows.vocabulary.steps():
        with desk.work() as work:
            store.learn(work, filling, words, changed.locales)
    _write_tip(desk, filling.lineage_id, changed)
    return replace(frozen, filling=filling, changes=None, tip=replace(frozen.tip, lineage_id=filling.lineage_id))


def _write_chunk(desk: Desk, filling: store.Filling, table: str, lines: Iterable[bytes]) -> None:
    desk.check_cancelled()
    with desk.work() as work:
        store.hold(work, filling)
        store.insert(work, filling, STAGES[table], lines)


def _write_tip(desk: Desk, lineage_id: int, changed: Changes) -> None:
    """Until the ordinal is sealed the lineage has none: who comes next begins in full."""
    with desk.work() as work:
        tip.clear(work, lineage_id)
        tip.write(work, lineage_id, Tree({}, {}), changed.tally)
    for some in tip.portions(changed.tree):
        desk.check_cancelled()
        with desk.work() as work:
            tip.write(work, lineage_id, some, {})
