"""What versions take: rows and bodies that one alone needs, and those it shares with others of its lineage.

Rows are counted by the ordinals they hold for, once; what a publish adds or closes is then counted alone. Bytes are
those of rows and bodies as they are stored, without indexes. A body that two lineages hold is counted in both.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from threading import Lock

from sqlalchemy import text

from catalog_admin.catalogs.model import reach
from catalog_admin.kit.kept import Kept
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads
from catalog_admin.publishing import store
from catalog_admin.publishing.model import OPEN
from catalog_admin.publishing.queries import check_known

WITH_BODY = ("published_entry", "published_node", "published_plan")
ENTRIES = (*WITH_BODY, "published_membership")
DERIVED = ("published_slug", "published_count", "published_leaf")
BYTES_OF_A_GROUP = 200
MOST_BYTES = 16 * 1024 * 1024
KEPT_SECONDS = 6 * 3600.0


@dataclass(frozen=True)
class Amount:
    """How many entries, and how many bytes with everything that belongs to them."""

    entries: int = 0
    bytes: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.entries + other.entries, self.bytes + other.bytes)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.entries - other.entries, self.bytes - other.bytes)


@dataclass(frozen=True)
class Stored:
    """One version: `own` would be free without it, `shared` is needed by a neighbour as well."""

    number: int
    version: str
    own: Amount
    shared: Amount


@dataclass(frozen=True)
class Report:
    """The newest version first; `total` is of the whole lineage."""

    versions: Page[Stored]
    total: Amount


Span = tuple[int, int]


@dataclass
class _Known:
    """Amounts by the ordinals [from, until) they are held for, as of the newest sealed one; grows with each publish."""

    newest: int = 0
    spans: dict[Span, Amount] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    holds_until: float = inf

    @property
    def size(self) -> int:
        return BYTES_OF_A_GROUP * (1 + len(self.spans))

    def take_in(self, found: Mapping[Span, Amount], newest: int) -> None:
        """What began or ended since; what ended was known as open."""
        for (begins, ends), amount in found.items():
            if begins <= self.newest:
                self._add((begins, OPEN), Amount() - amount)
            self._add((begins, ends), amount)
        self.newest = newest

    def _add(self, span: Span, amount: Amount) -> None:
        self.spans[span] = self.spans.get(span, Amount()) + amount


_KNOWN: Kept[_Known] = Kept(most_bytes=MOST_BYTES, seconds=KEPT_SECONDS)


def report(reads: Reads, catalog_key: str, *, limit: int, after: str | None = None) -> Report:
    """Of this environment's lineage. Raises OutOfGrant, CatalogNotFound."""
    reach.must_read(reads.actor, catalog_key)
    check_known(reads, catalog_key)
    place = store.newest_sealed_of(reads, catalog_key)
    if place is None:
        return Report(Page([]), Amount())
    kept = _kept(reads, place[0])
    spans = _needed(_spans(reads, *place), [ordinal for ordinal, _ in kept])
    last = int(key_of(after, width=1)[0] or 0) if after else OPEN
    ahead = [at for at in range(len(kept) - 1, -1, -1) if kept[at][0] < last]
    stored = [_stored(spans, kept, at) for at in ahead[:limit]]
    total = sum(spans.values(), Amount())
    return Report(Page(stored, cursor(stored[-1].number) if len(ahead) > limit else None), total)


def _needed(spans: Mapping[Span, Amount], kept: Sequence[int]) -> dict[Span, Amount]:
    """Without what retired versions alone held: it is swept, or will be."""
    return {
        (begins, ends): amount
        for (begins, ends), amount in spans.items()
        if (at := bisect_left(kept, begins)) < len(kept) and kept[at] < ends
    }


def added(reads: Reads, catalog_key: str, ordinal: int) -> Amount:
    """What began with this version of the environment's lineage, and was not there before."""
    place = store.newest_sealed_of(reads, catalog_key)
    spans = _spans(reads, *place) if place else {}
    return sum((amount for (begins, _), amount in spans.items() if begins == ordinal), Amount())


def _stored(spans: Mapping[Span, Amount], kept: Sequence[tuple[int, bytes]], at: int) -> Stored:
    """The version at this place: what begins behind the one before and ends with the one after is its own."""
    ordinal, digest = kept[at]
    before = kept[at - 1][0] if at else 0
    after = kept[at + 1][0] if at + 1 < len(kept) else OPEN
    own, held = Amount(), Amount()
    for (begins, ends), amount in spans.items():
        if begins <= ordinal < ends:
            held += amount
            if begins > before and ends <= after:
                own += amount
    return Stored(ordinal, digest.hex(), own, held - own)


def _spans(reads: Reads, lineage: int, newest: int) -> dict[Span, Amount]:
    """A process that has forgotten looks at every row of the lineage; else at those that began or ended since."""
    known = _KNOWN.get((reads.tenant, lineage), _Known)
    with known.lock:
        if known.newest < newest:
            known.take_in(_since(reads, lineage, known.newest, newest), newest)
        return dict(known.spans)


def _since(reads: Reads, lineage: int, known: int, newest: int) -> dict[Span, Amount]:
    found: dict[Span, Amount] = {}
    said = {"tenant": reads.tenant, "lineage": lineage, "newest": newest}
    for table in (*ENTRIES, *DERIVED):
        for row in reads.session.execute(text(_counted(table, known, newest)), said):
            span, entries = (row.begins, row.ends), row.rows if table in ENTRIES else 0
            found[span] = found.get(span, Amount()) + Amount(entries, int(row.bytes))
    return found


def _counted(table: str, known: int, newest: int) -> str:
    """Ordinals are written out: they tell the planner that little has changed."""
    joined, size = "", "pg_column_size(p.*)"
    if table in WITH_BODY:
        joined = " JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash"
        size += " + pg_column_size(b.*)"
    changed = f" AND (p.from_ordinal > {known} OR (p.until_ordinal > {known} AND p.until_ordinal < {OPEN}))"
    return (
        f"SELECT p.from_ordinal AS begins, CASE WHEN p.until_ordinal > {newest} THEN {OPEN} ELSE p.until_ordinal END"  # noqa: S608
        f" AS ends, count(*) AS rows, sum({size}) AS bytes FROM {table} p{joined}"
        f" WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage AND p.from_ordinal <= {newest}"
        f"{changed if known else ''} GROUP BY begins, ends"
    )


def _kept(reads: Reads, lineage: int) -> list[tuple[int, bytes]]:
    """Ordinals and digests of what can be read, the oldest first."""
    found = reads.session.execute(
        text(
            "SELECT ordinal, digest FROM lineage_ordinal o WHERE tenant_id = :tenant AND lineage_id = :lineage"
            " AND sealed_at IS NOT NULL AND NOT EXISTS (SELECT FROM version_retirement r"
            " WHERE r.tenant_id = o.tenant_id AND r.lineage_id = o.lineage_id AND r.ordinal = o.ordinal)"
            " ORDER BY ordinal"
        ),
        {"tenant": reads.tenant, "lineage": lineage},
    )
    return [(row.ordinal, row.digest) for row in found]
