"""Freezing a draft: computed in one snapshot, written in committed chunks that nobody sees, then sealed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.publishing import by_hand, inputs, store
from catalog_admin.publishing.base import Base, read_base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.draft import draft_of
from catalog_admin.publishing.inputs import Inputs
from catalog_admin.publishing.layout import STAGES, derived_rows, spool_entry
from catalog_admin.publishing.spool import Spool

ENTRIES_PER_STEP = 5_000
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
    """`filling` is None if the content had its digest already: then nothing was written."""

    catalog_key: str
    digest: bytes
    filling: store.Filling | None
    entries: int
    nodes: int
    plans: int
    memberships: int
    evaluated_at: datetime
    boundaries: tuple[datetime, ...]
    by_hand: bytes
    inputs: Inputs


@dataclass
class Changes:
    """What makes the base, the rows of one ordinal, into the candidate: rows to open, keys of rows to close."""

    spool: Spool
    base_ordinal: int = 0
    closing: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    locales: Sequence[str] = ()
    is_known: bool = False
    by_hand: bytes = b"[]"
    inputs: Inputs = field(default_factory=lambda: Inputs("", ""))


def freeze(desk: Desk, catalog_key: str, evaluated_at: datetime) -> Frozen:
    """Writes nothing before the whole draft is read, and nothing at all for content that has its digest already."""
    with Spool() as spool:
        changes = Changes(spool)
        candidate = _compute(desk, catalog_key, evaluated_at, changes)
        filling = None if changes.is_known else _write(desk, catalog_key, changes)
        return Frozen(
            catalog_key=catalog_key,
            digest=candidate.digest,
            filling=filling,
            entries=candidate.leaves.count,
            nodes=candidate.nodes,
            plans=candidate.plans,
            memberships=candidate.memberships,
            evaluated_at=evaluated_at,
            boundaries=tuple(sorted(candidate.boundaries)),
            by_hand=changes.by_hand,
            inputs=changes.inputs,
        )


def seal(work: Work, frozen: Frozen) -> bool:
    """True if the version is new; False if its content was known, or another lineage sealed the same meanwhile."""
    if frozen.filling is None:
        return False
    store.hold(work, frozen.filling)
    attempt = work.session.begin_nested()
    store.seal(work, frozen.filling, frozen.digest)
    if store.add_version(work, _version(frozen, frozen.filling)):
        attempt.commit()
        return True
    attempt.rollback()
    store.abort(work, frozen.filling.lineage_id)
    return False


def _compute(desk: Desk, catalog_key: str, evaluated_at: datetime, changes: Changes) -> Candidate:
    """Draft and base from one snapshot: an edit that runs beside is wholly in or wholly out."""
    desk.progress(1, "reading the draft")
    with _snapshot(desk) as reads:
        place = store.newest_sealed_of(reads, catalog_key)
        changes.base_ordinal = place[1] if place else 0
        candidate = Candidate(draft_of(reads, catalog_key, evaluated_at), read_base(reads, *place) if place else Base())
        _spool_entries(desk, candidate, changes)
        changes.locales = candidate.draft.settings["locales"]
        changes.inputs = inputs.as_they_are(reads, catalog_key)
        changes.by_hand = by_hand.beside(reads, catalog_key, candidate.draft.population)
        changes.is_known = store.is_known(reads, candidate.digest)
        if not changes.is_known:
            _spool_derived(reads, place, candidate, changes)
    return candidate


def _snapshot(desk: Desk) -> Reads:
    """Not of a replica: behind by one edit it would publish the past, behind by one version write rows twice."""
    return desk.database.reads(desk.actor, desk.environment, environment_key=desk.environment_key, may_lag=False)


def _spool_entries(desk: Desk, candidate: Candidate, changes: Changes) -> None:
    expected = max(1, candidate.draft.population.height)
    for count, entry in enumerate(candidate.fresh()):
        spool_entry(changes.spool, entry, candidate.draft)
        if count % ENTRIES_PER_STEP == 0:
            desk.check_cancelled()
            done = min(1.0, candidate.leaves.count / (2 * expected))
            desk.progress(2 + int(done * (READ_PERCENT - 2)), "comparing")
    changes.closing["node"] = {(node,) for node, _ in candidate.base.nodes.values()}
    for table, hashes in candidate.base.entries.items():
        changes.closing[table] = {(hashed,) for hashed in hashes}


def _spool_derived(reads: Reads, place: tuple[int, int] | None, candidate: Candidate, changes: Changes) -> None:
    """Slugs, counts and leaves are compared as a whole: they are small."""
    for table, wanted in derived_rows(candidate).items():
        stage = STAGES[table]
        held = store.open_rows(reads, stage, *place) if place else set()
        changes.closing[table] = {row[: len(stage.close_by)] for row in held - wanted}
        for row in sorted(wanted - held):
            changes.spool.add(table, *row)


def _write(desk: Desk, catalog_key: str, changes: Changes) -> store.Filling:
    desk.progress(READ_PERCENT, "writing")
    with desk.work() as work:
        filling = store.begin(work, store.lineage_of(work, catalog_key), changes.base_ordinal)
    for table, keys in changes.closing.items():
        if keys:
            with desk.work() as work:
                store.hold(work, filling)
                store.close(work, filling, STAGES[table], keys)
    rows, done = sum(changes.spool.rows.values()), 0
    for table in changes.spool.rows:
        for lines in changes.spool.chunks(table):
            _write_chunk(desk, filling, table, lines)
            done += len(lines)
            share = (WRITTEN_PERCENT - READ_PERCENT) * done // rows
            desk.progress(READ_PERCENT + share, f"writing {table} rows")
    for words in changes.spool.vocabulary.steps():
        with desk.work() as work:
            store.learn(work, filling, words, changes.locales)
    return filling


def _write_chunk(desk: Desk, filling: store.Filling, table: str, lines: Iterable[bytes]) -> None:
    desk.check_cancelled()
    with desk.work() as work:
        store.hold(work, filling)
        store.insert(work, filling, STAGES[table], lines)


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
