"""Differences, page by page: of stored versions by what opens and closes between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice, takewhile

from sqlalchemy import text

from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads
from catalog_admin.publishing import sides
from catalog_admin.publishing.difference import EntryChange, Tally
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.packed import ORDER, WHOLE, Packed, Part, Place

ROWS_AT_ONCE = 2_000
WALKED_FROM = 20_000  # changes of a kind; sorting fewer of them for a page costs less than passing what has not changed


def tally(reads: Reads, before: VersionRef, after: VersionRef) -> Tally:
    """Counts by kind and sort; costs about what changed if both are of one lineage, else the sum of both."""
    counted = Tally()
    for kind in ORDER:
        found = reads.session.execute(
            text(f"SELECT sort, count(*) FROM ({sides.changes(kind, before, after)}) c GROUP BY sort"),  # noqa: S608
            sides.said(reads, before, after),
        )
        for sort, count in found:
            counted.add(kind, sort, count)
    return counted


def page(
    reads: Reads,
    before: VersionRef,
    after: VersionRef,
    *,
    limit: int,
    behind: str | None,
    of: Part = WHOLE,
    counted: Tally | None = None,
) -> Page[EntryChange]:
    """In the order of kinds, then of keys; `counted`, if it is known, tells whether to walk or to sort."""
    ahead = _ahead(reads, Between(before, after, of, counted or Tally()), max(position(behind), of.begins), limit + 1)
    return _cut(list(islice(ahead, limit + 1)), limit)


def every(
    reads: Reads, before: VersionRef, after: VersionRef, *, of: Part = WHOLE, counted: Tally | None = None
) -> Iterator[EntryChange]:
    """All of them, in the same order; memory is bounded on both sides."""
    return _ahead(reads, Between(before, after, of, counted or Tally()), of.begins, None)


def of_kind(
    reads: Reads, before: VersionRef, after: VersionRef, kind: Kind, counted: Tally, limit: int
) -> Iterator[EntryChange]:
    """The first so many of one kind."""
    return islice(_of_kind(reads, Between(before, after, Part(kind), counted), kind, "", limit), limit)


@dataclass(frozen=True)
class Between:
    """Two versions, what of their difference is wanted, and how much of it there is, as far as that is known."""

    before: VersionRef
    after: VersionRef
    of: Part
    counted: Tally

    @property
    def kinds(self) -> list[Kind]:
        if self.of.shelf is not None:
            return [Kind.MEMBERSHIP] if self.of.kind in (None, Kind.MEMBERSHIP) else []
        return ORDER if self.of.kind is None else [self.of.kind]

    def is_walked(self, kind: Kind) -> bool:
        of_kind = sum(self.counted.counts.get(kind, {}).values())
        return self.before.lineage_id == self.after.lineage_id and of_kind >= WALKED_FROM


def _ahead(reads: Reads, between: Between, place: Place, limit: int | None) -> Iterator[EntryChange]:
    first, behind = place
    for kind in between.kinds:
        if ORDER.index(kind) >= first:
            yield from _of_kind(reads, between, kind, behind if ORDER.index(kind) == first else "", limit)


def _of_kind(reads: Reads, between: Between, kind: Kind, behind: str, limit: int | None) -> Iterator[EntryChange]:
    if between.is_walked(kind):
        return _walked(reads, between, kind, behind, ROWS_AT_ONCE if limit is None else 2 * limit + 2)
    return _sorted(reads, between, kind, behind, limit)


def _sorted(reads: Reads, between: Between, kind: Kind, behind: str, limit: int | None) -> Iterator[EntryChange]:
    """Joins what opens with what closes, and sorts it: for differences that are small beside the catalog."""
    found = reads.session.execute(
        text(
            f"SELECT key, {sides.body('before', kind)} AS before, {sides.body('after', kind)} AS after"  # noqa: S608
            f" FROM ({sides.changes(kind, between.before, between.after, between.of.shelf)}) c"
            ' WHERE key COLLATE "C" > :behind ORDER BY key COLLATE "C" LIMIT :limit'
        ).execution_options(**({"yield_per": ROWS_AT_ONCE} if limit is None else {})),
        sides.said(reads, between.before, between.after, between.of.shelf) | {"behind": behind, "limit": limit},
    )
    for key, was, now in found:
        yield EntryChange(kind, key, was and sides.written(kind, was), now and sides.written(kind, now))


def _walked(reads: Reads, between: Between, kind: Kind, behind: str, rows: int) -> Iterator[EntryChange]:
    """Passes the entries in the order of their keys, so many rows at a time, and stops where nobody reads on."""
    statement = text(sides.walk(kind, between.before, between.after, between.of.shelf, is_first=not behind))
    said = sides.said(reads, between.before, between.after, between.of.shelf) | {"limit": rows}
    while True:
        found = reads.session.execute(statement, said | sides.behind(kind, behind)).all()
        pairs = [(key, list(pair)) for key, pair in groupby(found, key=lambda row: str(row.key))]
        is_last = len(found) < rows
        for key, pair in pairs if is_last else pairs[:-1]:  # of the last key another row may follow
            if len({row.entry_hash for row in pair}) == len(pair):
                bodies = {row.is_after: sides.written(kind, row.ref) for row in pair}
                yield EntryChange(kind, key, bodies.get(False), bodies.get(True))
            behind = key
        if is_last:
            return
        statement = text(sides.walk(kind, between.before, between.after, between.of.shelf, is_first=False))


def page_of(changes: Packed, *, limit: int, place: Place, of: Part = WHOLE) -> Page[EntryChange]:
    """The changes behind the place, which `position` gave."""
    return _cut(list(takewhile(of.holds, changes.behind(max(place, of.begins), limit + 1))), limit)


def position(behind: str | None) -> Place:
    """What a cursor stands for. Raises BadCursor."""
    if behind is None:
        return 0, ""
    kind, key = key_of(behind, width=2)
    if kind not in set(Kind):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    return ORDER.index(Kind(str(kind))), str(key)


def _cut(found: list[EntryChange], limit: int) -> Page[EntryChange]:
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], cursor(last.kind.value, last.key) if last else None)
