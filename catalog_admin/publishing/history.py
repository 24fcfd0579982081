"""What became of one rate plan or one node, version by version: of everything its lineage has ever held.

Read from the intervals of its own rows, so it costs about what there is to tell, however large the catalog is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from catalog_admin.catalogs.model import reach
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads
from catalog_admin.publishing import sides, store
from catalog_admin.publishing.difference import EntryChange, Meaning, meaning_of
from catalog_admin.publishing.errors import NeverPublished
from catalog_admin.publishing.model import OPEN, Kind


@dataclass(frozen=True)
class Turnover:
    """What happened to the rate plans of one node; `changed` ones stay at another place, by other means."""

    enters: int
    leaves: int
    changed: int


@dataclass(frozen=True)
class HistoryStep:
    """A version in which something is otherwise than in the one before, and who made it, when.

    `path` and `was` are those of a node that has another one; `paths` of the nodes that the changes name.
    """

    number: int
    version: str
    published_by: str
    published_at: datetime
    note: str | None
    is_released: bool
    changes: tuple[Meaning, ...]
    paths: Mapping[str, str]
    path: str | None = None
    was: str | None = None
    shelf: Turnover | None = None


@dataclass(frozen=True)
class Interval:
    """A row: what one entry said for the ordinals [begins, ends)."""

    kind: Kind
    key: str
    begins: int
    ends: int
    entry_hash: bytes
    ref: str | bytes
    path: str | None = None


@dataclass(frozen=True)
class Turn:
    """Where one entry goes over from one interval to another."""

    before: Interval | None
    after: Interval | None

    @property
    def is_of_content(self) -> bool:
        """A node's row is also written anew when a node above it moves: then the entry is the same."""
        return (self.before and self.before.entry_hash) != (self.after and self.after.entry_hash)


@dataclass(frozen=True)
class _Lineage:
    """Of this environment's catalog, as far as it is sealed."""

    reads: Reads
    id: int
    newest: int
    retired: frozenset[int] = frozenset()

    def said(self, **more: Any) -> dict[str, Any]:
        return {"tenant": self.reads.tenant, "lineage": self.id, "newest": self.newest, **more}

    def intervals(self, kind: Kind, wanted: str, said: dict[str, Any]) -> list[Interval]:
        rows = sides.ROWS[kind]
        path = "p.path" if kind is Kind.NODE else "NULL"
        found = self.reads.session.execute(
            text(
                f"SELECT {rows.key} AS key, p.from_ordinal, p.until_ordinal, p.entry_hash, {rows.ref} AS ref,"  # noqa: S608
                f" {path} AS path FROM {rows.table} p WHERE p.tenant_id = :tenant AND p.lineage_id = :lineage"
                f" AND {rows.wanted} AND p.from_ordinal <= :newest AND {wanted}"
            ),
            self.said(**said),
        )
        spans = ((row, self.kept_from(row.from_ordinal), self.kept_from(row.until_ordinal)) for row in found)
        return [
            Interval(kind, row.key, begins, ends, row.entry_hash, row.ref, row.path)
            for row, begins, ends in spans
            if begins < ends
        ]

    def kept_from(self, ordinal: int) -> int:
        """The first version from there on that is not retired: what happened between shows in that one.

        What an unfinished publish has closed is open to everybody else.
        """
        while ordinal in self.retired:
            ordinal += 1
        return ordinal if ordinal <= self.newest else OPEN


def of_rate_plan(
    reads: Reads, catalog_key: str, plan_key: str, *, limit: int, after: str | None = None
) -> Page[HistoryStep]:
    """The newest first: what it says, and which shelves it entered and left. Raises OutOfGrant, NeverPublished."""
    lineage = _lineage(reads, catalog_key)
    cards = lineage.intervals(Kind.PLAN, "p.key = :key", {"key": plan_key}) if lineage else []
    if lineage is None or not cards:
        raise NeverPublished(f"no version of {catalog_key} has a rate plan {plan_key}", pointer="/ratePlan")
    ids = "SELECT plan_id FROM published_plan WHERE tenant_id = :tenant AND lineage_id = :lineage AND key = :key"
    plans = list(reads.session.scalars(text(ids), lineage.said(key=plan_key)))
    members = lineage.intervals(Kind.MEMBERSHIP, "p.plan_id = ANY(:plans)", {"plans": plans})
    return _page(lineage, _turns([*cards, *members]), {}, limit, after)


def of_node(reads: Reads, catalog_key: str, node: UUID, *, limit: int, after: str | None = None) -> Page[HistoryStep]:
    """The newest first: what it says, where it stands, its rules, how many rate plans came and went.

    Raises OutOfGrant, NeverPublished.
    """
    lineage = _lineage(reads, catalog_key)
    said = lineage.intervals(Kind.NODE, "p.node_id = :node", {"node": node}) if lineage else []
    if lineage is None or not said:
        raise NeverPublished(f"no version of {catalog_key} has a node {node}", pointer="/node")
    rules = lineage.intervals(Kind.RULESET, "p.key = :key", {"key": str(node)})
    return _page(lineage, _turns([*said, *rules]), _turnover(lineage, node), limit, after)


def _lineage(reads: Reads, catalog_key: str) -> _Lineage | None:
    reach.must_read(reads.actor, catalog_key)
    place = store.newest_sealed_of(reads, catalog_key)
    if place is None:
        return None
    retired = "SELECT ordinal FROM version_retirement WHERE tenant_id = :tenant AND lineage_id = :lineage"
    said = {"tenant": reads.tenant, "lineage": place[0]}
    return _Lineage(reads, *place, frozenset(reads.session.scalars(text(retired), said)))


def _turns(intervals: Iterable[Interval]) -> dict[int, list[Turn]]:
    """By ordinal."""
    by_entry: dict[tuple[Kind, str], list[Interval]] = defaultdict(list)
    for each in intervals:
        by_entry[each.kind, each.key].append(each)
    turns: dict[int, list[Turn]] = defaultdict(list)
    for of_entry in by_entry.values():
        begins, ends = {each.begins: each for each in of_entry}, {each.ends: each for each in of_entry}
        for ordinal in (begins.keys() | ends.keys()) - {OPEN}:
            turns[ordinal].append(Turn(ends.get(ordinal), begins.get(ordinal)))
    return turns


def _turnover(lineage: _Lineage, node: UUID) -> dict[int, Turnover]:
    """By ordinal; a membership that ends where another of the same rate plan begins has changed."""
    found = lineage.reads.session.execute(
        text(
            "WITH standing AS (SELECT from_ordinal AS begins, until_ordinal AS ends,"
            " lag(until_ordinal) OVER of_plan = from_ordinal AS goes_on,"
            " lead(from_ordinal) OVER of_plan = until_ordinal AS is_followed FROM published_membership"
            " WHERE tenant_id = :tenant AND lineage_id = :lineage AND node_id = :node AND from_ordinal <= :newest"
            " WINDOW of_plan AS (PARTITION BY plan_id ORDER BY from_ordinal))"
            " SELECT ordinal, sum(enters)::int AS enters, sum(leaves)::int AS leaves, sum(changed)::int AS changed"
            " FROM ("
            " SELECT begins AS ordinal, (goes_on IS NOT TRUE)::int AS enters, 0 AS leaves,"
            " (goes_on IS TRUE)::int AS changed FROM standing UNION ALL"
            " SELECT ends, 0, 1, 0 FROM standing WHERE ends <= :newest AND is_followed IS NOT TRUE) counted"
            " GROUP BY ordinal"
        ),
        lineage.said(node=node),
    )
    turnover: dict[int, Turnover] = {}
    for row in found:
        ordinal = lineage.kept_from(row.ordinal)
        known = turnover.get(ordinal, Turnover(0, 0, 0))
        turnover[ordinal] = Turnover(known.enters + row.enters, known.leaves + row.leaves, known.changed + row.changed)
    return turnover


def _page(
    lineage: _Lineage, turns: dict[int, list[Turn]], turnover: dict[int, Turnover], limit: int, after: str | None
) -> Page[HistoryStep]:
    told = {ordinal for ordinal, each in turns.items() if any(_is_told(turn) for turn in each)} | turnover.keys()
    last = int(key_of(after, width=1)[0] or 0) if after else OPEN
    ahead = sorted((ordinal for ordinal in told if ordinal < last), reverse=True)
    shown = ahead[:limit]
    bodies = _bodies(lineage, [turn for ordinal in shown for turn in turns.get(ordinal, ())])
    steps = [
        replace(step, changes=tuple(_meanings(turns.get(step.number, ()), bodies)), shelf=turnover.get(step.number))
        for step in _steps(lineage, shown)
    ]
    steps = [_placed(lineage, step, turns.get(step.number, ())) for step in steps]
    return Page(steps, cursor(shown[-1]) if len(ahead) > limit else None)


def _is_told(turn: Turn) -> bool:
    return turn.is_of_content or (turn.before and turn.before.path) != (turn.after and turn.after.path)


def _steps(lineage: _Lineage, ordinals: list[int]) -> Iterator[HistoryStep]:
    """With the first publication of each version; the newest first."""
    found = lineage.reads.session.execute(
        text(
            "SELECT DISTINCT ON (o.ordinal) o.ordinal, o.digest, p.published_by, p.published_at, p.note, p.released"
            " FROM lineage_ordinal o JOIN publication p ON p.tenant_id = o.tenant_id AND p.digest = o.digest"
            " WHERE o.tenant_id = :tenant AND o.lineage_id = :lineage AND o.ordinal = ANY(:ordinals)"
            " ORDER BY o.ordinal DESC, p.published_at, p.publication_id"
        ),
        lineage.said(ordinals=ordinals),
    )
    for row in found:
        yield HistoryStep(
            number=row.ordinal,
            version=row.digest.hex(),
            published_by=row.published_by,
            published_at=row.published_at,
            note=row.note,
            is_released=row.released,
            changes=(),
            paths={},
        )


def _bodies(lineage: _Lineage, turns: Iterable[Turn]) -> dict[bytes, str]:
    """Of plans, nodes and rulesets; a membership's is written down from its columns."""
    sought = {side.ref for turn in turns for side in (turn.before, turn.after) if side and isinstance(side.ref, bytes)}
    found = lineage.reads.session.execute(
        text("SELECT hash, body FROM body WHERE tenant_id = :tenant AND hash = ANY(:hashes)"),
        {"tenant": lineage.reads.tenant, "hashes": list(sought)},
    )
    return {row.hash: row.body for row in found}


def _meanings(turns: Iterable[Turn], bodies: Mapping[bytes, str]) -> Iterator[Meaning]:
    kinds = list(Kind)
    changed = [turn for turn in turns if turn.is_of_content]
    entries = [(next(side for side in (turn.after, turn.before) if side), turn) for turn in changed]
    for entry, turn in sorted(entries, key=lambda each: (kinds.index(each[0].kind), each[0].key)):
        yield meaning_of(EntryChange(entry.kind, entry.key, _body(turn.before, bodies), _body(turn.after, bodies)))


def _body(side: Interval | None, bodies: Mapping[bytes, str]) -> bytes | None:
    if side is None:
        return None
    return sides.written(side.kind, bodies[side.ref] if isinstance(side.ref, bytes) else side.ref)


def _placed(lineage: _Lineage, step: HistoryStep, turns: Iterable[Turn]) -> HistoryStep:
    """With the paths of the nodes it names, as of the version or, for what has left, of the one before."""
    named = sorted({each.node for each in step.changes if each.node})
    found = lineage.reads.session.execute(
        text(
            "SELECT DISTINCT ON (node_id) node_id::text AS node_id, path FROM published_node"
            " WHERE tenant_id = :tenant AND lineage_id = :lineage AND node_id = ANY(CAST(:nodes AS uuid[]))"
            " AND from_ordinal <= :ordinal AND until_ordinal >= :ordinal ORDER BY node_id, from_ordinal DESC"
        ),
        lineage.said(nodes=named, ordinal=step.number),
    )
    placed = replace(step, paths={row.node_id: row.path for row in found} if named else {})
    for turn in turns:
        was, now = (side.path if side else None for side in (turn.before, turn.after))
        if was != now:
            placed = replace(placed, path=now, was=was)
    return placed
