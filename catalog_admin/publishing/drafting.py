"""What publishing a draft would change, without publishing it.

Where little has changed since the newest version, what has is looked at, as publishing does; else the whole draft is
worked out. Both say the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import comparing, increment, naming, sides
from catalog_admin.publishing.base import Base, read_base
from catalog_admin.publishing.candidate import Candidate
from catalog_admin.publishing.difference import EntryChange
from catalog_admin.publishing.draft import Ground, draft_on, ground_of
from catalog_admin.publishing.increment import Increment
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.packed import ORDER

AT_ONCE = 10_000

Name = tuple[Kind, str]


@dataclass(frozen=True)
class Drafted:
    """The changes in order; how much the draft amounts to, and at which instants it would be another by itself."""

    changes: list[EntryChange]
    ground: Ground
    nodes: int
    plans: int
    memberships: int
    boundaries: Collection[datetime]


def drafted(reads: Reads, catalog_key: str, base: VersionRef, at: datetime) -> Drafted:
    """From a version, or from nothing; writes nothing. Raises CatalogNotFound, BrokenRule.

    Costs about what has changed since the newest version, and between that and the base; or the whole draft.
    """
    ground = ground_of(reads, catalog_key)
    newest = None if base.is_nothing else naming.newest(reads, catalog_key)
    found = None if newest is None else increment.worked_out(reads, ground, at, newest)
    if newest is None or found is None:
        return _of_everything(reads, ground, base, at)
    return _of_what_changed(reads, base, newest, found)


def _of_what_changed(reads: Reads, base: VersionRef, newest: VersionRef, found: Increment) -> Drafted:
    """From the base to the newest version, and on from there: what comes back to what it was is no change."""
    until_then = {} if base.digest == newest.digest else _between(reads, base, newest)
    since_then = {(each.kind, each.key): each for each in _changed(reads, found)}
    before = _befores(since_then) | _befores(until_then)
    after = _afters(until_then) | _afters(since_then)
    return Drafted(
        _in_order(before, after),
        found.ground,
        newest.nodes + found.tree.more_nodes,
        newest.plans + found.more(Kind.PLAN),
        newest.memberships + found.more(Kind.MEMBERSHIP),
        found.boundaries(),
    )


def _between(reads: Reads, before: VersionRef, after: VersionRef) -> dict[Name, EntryChange]:
    counted = comparing.tally(reads, before, after)
    every = comparing.every(reads, before, after, counted=counted)
    return {(each.kind, each.key): each for each in every}


def _changed(reads: Reads, found: Increment) -> Iterator[EntryChange]:
    """Of the newest version's entries."""
    gone = dict(_bodies_of(reads, found.base, [name for name in found.changed if name in found.before]))
    for name in found.changed:
        entry = found.after.get(name)
        yield EntryChange(*name, gone.get(name), None if entry is None else entry.body)


def _befores(changes: Mapping[Name, EntryChange]) -> dict[Name, bytes | None]:
    return {name: each.before for name, each in changes.items()}


def _afters(changes: Mapping[Name, EntryChange]) -> dict[Name, bytes | None]:
    return {name: each.after for name, each in changes.items()}


def _in_order(before: Mapping[Name, bytes | None], after: Mapping[Name, bytes | None]) -> list[EntryChange]:
    names = sorted(before.keys() | after.keys(), key=lambda each: (ORDER.index(each[0]), each[1]))
    changes = (EntryChange(*name, before.get(name), after.get(name)) for name in names)
    return [each for each in changes if each.before != each.after]


def _of_everything(reads: Reads, ground: Ground, base: VersionRef, at: datetime) -> Drafted:
    known = Base() if base.is_nothing else read_base(reads, base.lineage_id, base.ordinal)
    candidate = Candidate(draft_on(reads, ground, at), known)
    after: dict[Name, bytes | None] = {}
    rewritten: set[Name] = set()
    for entry in candidate.fresh():
        if entry.is_entry_known:
            rewritten.add((entry.kind, entry.key))
        else:
            after[entry.kind, entry.key] = entry.body
    before = {name: body for name, body in _bodies_left(reads, base, known) if name not in rewritten}
    return Drafted(
        _in_order(before, after), ground, candidate.nodes, candidate.plans, candidate.memberships, candidate.boundaries
    )


def _bodies_of(reads: Reads, ref: VersionRef, names: Iterable[Name]) -> Iterator[tuple[Name, bytes]]:
    """What the version says under these names."""
    keys: dict[Kind, list[str]] = {}
    for kind, key in names:
        keys.setdefault(kind, []).append(key)
    for kind, of_kind in keys.items():
        yield from _read(reads, ref, kind, sides.NAMED.get(kind, sides.BY_KEY), of_kind)


def _bodies_left(reads: Reads, base: VersionRef, remaining: Base) -> Iterator[tuple[Name, bytes]]:
    """The entries of the base that the candidate does not have."""
    by_table = {f"published_{table}": hashes for table, hashes in remaining.entries.items()}
    by_table["published_node"] = set(remaining.nodes)
    for kind, rows in sides.ROWS.items():
        yield from _read(reads, base, kind, "p.entry_hash = ANY(:some)", list(by_table.get(rows.table, ())))


def _read(
    reads: Reads, ref: VersionRef, kind: Kind, narrowed: str, told: list[str] | list[bytes]
) -> Iterator[tuple[Name, bytes]]:
    side = sides.side(sides.ROWS[kind], "a", f"AND {narrowed}")
    statement = text(f"SELECT key, {sides.body('ref', kind)} FROM ({side}) e")  # noqa: S608
    said = {"tenant": reads.tenant, "lineage_a": ref.lineage_id, "a": ref.ordinal}
    for at in range(0, len(told), AT_ONCE):
        for key, found in reads.session.execute(statement, said | {"some": told[at : at + AT_ONCE]}):
            yield (kind, key), sides.written(kind, found)
