"""What the difference of two versions amounts to, counted by the database: a million changes are not carried here."""

from datetime import UTC
from typing import Any

from sqlalchemy import text

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import comparing, sides
from catalog_admin.publishing.difference import Tally
from catalog_admin.publishing.model import Kind, VersionRef
from catalog_admin.publishing.summary import MOST_NAMED, AccessChange, ByHand, Gathered, Named, Plans, Shelf
from catalog_admin.publishing.summary import access_between as access

# Read and understood one by one, in the order of their keys; of rate plans and memberships there may be millions.
READ = (Kind.CATALOG, Kind.ATTRIBUTE, Kind.NODE, Kind.RULESET)
PLACED = ", p.node_id, substr(p.order_key, 34) AS plan, p.source, p.audience"
SOLD = (
    ", p.status = 'active' AND coalesce(p.effective_from <= :today, true)"
    " AND coalesce(:today < p.effective_to, true) AS is_sold"
)
ENTERS, LEAVES, STAYS = "c.key IS NULL", "o.key IS NULL", "o.key = c.key"
BY_HAND = "coalesce('manual' IN (o.source, c.source), false)"


def gathered(reads: Reads, before: VersionRef, after: VersionRef, counted: Tally, *, most: int) -> Gathered:
    """As if it had been given every change; at most so many of each kind that is read, and of changed audiences."""
    found = Gathered(reads.now)
    for kind in READ:
        found.add_all(comparing.of_kind(reads, before, after, kind, counted, most))
    said = sides.said(reads, before, after) | {"today": reads.now.astimezone(UTC).date(), "most": most}
    found.plans = _plans(reads, before, after, said)
    found.shelves = _shelves(reads, before, after, said)
    found.by_hand = _by_hand(reads, before, after, said)
    found.access += _access(reads, before, after, said)
    return found


def _plans(reads: Reads, before: VersionRef, after: VersionRef, said: dict[str, Any]) -> Plans:
    between = sides.joined(Kind.PLAN, before, after, more=SOLD)
    ended, unsold = f"{STAYS} AND c.is_sold AND NOT o.is_sold", f"{ENTERS} AND NOT o.is_sold"
    row = reads.session.execute(
        text(
            f"SELECT count(*) FILTER (WHERE {ENTERS}) AS added, count(*) FILTER (WHERE {LEAVES}) AS removed,"  # noqa: S608
            f" count(*) FILTER (WHERE {STAYS}) AS changed,"
            f" count(*) FILTER (WHERE {ended}) AS ended, count(*) FILTER (WHERE {unsold}) AS unsold FROM {between}"
        ),
        said,
    ).one()
    return Plans(
        row.added,
        row.removed,
        row.changed,
        touched=_touched(reads, before, after, said),
        discontinued=Named(row.ended, _first(reads, between, ended, said) if row.ended else []),
        enter_unsold=Named(row.unsold, _first(reads, between, unsold, said) if row.unsold else []),
    )


def _first(reads: Reads, between: str, wanted: str, said: dict[str, Any]) -> list[str]:
    keys = text(f'SELECT o.key FROM {between} AND {wanted} ORDER BY o.key COLLATE "C" LIMIT {MOST_NAMED}')  # noqa: S608
    return list(reads.session.scalars(keys, said))


def _touched(reads: Reads, before: VersionRef, after: VersionRef, said: dict[str, Any]) -> int:
    plans = sides.joined(Kind.PLAN, before, after)
    members = sides.joined(Kind.MEMBERSHIP, before, after, more=PLACED)
    counted = text(
        f"SELECT count(DISTINCT plan) FROM (SELECT coalesce(o.key, c.key) AS plan FROM {plans}"  # noqa: S608
        f" UNION ALL SELECT coalesce(o.plan, c.plan) FROM {members}) touched"
    )
    return int(reads.session.scalar(counted, said) or 0)


def _shelves(reads: Reads, before: VersionRef, after: VersionRef, said: dict[str, Any]) -> dict[str, Shelf]:
    counted = {
        "enters": ENTERS,
        "leaves": LEAVES,
        "changed": STAYS,
        "enters_by_rule": f"{ENTERS} AND NOT {BY_HAND}",
        "leaves_by_rule": f"{LEAVES} AND NOT {BY_HAND}",
    }
    found = reads.session.execute(
        text(
            "SELECT coalesce(o.node_id, c.node_id)::text AS node, "  # noqa: S608
            + _counts(counted)
            + f" FROM {sides.joined(Kind.MEMBERSHIP, before, after, more=PLACED)} GROUP BY node"
        ),
        said,
    )
    return {row.node: Shelf(**{name: getattr(row, name) for name in counted}) for row in found}


def _by_hand(reads: Reads, before: VersionRef, after: VersionRef, said: dict[str, Any]) -> ByHand:
    counted = {"added": ENTERS, "removed": LEAVES, "changed": STAYS}
    members = sides.joined(Kind.MEMBERSHIP, before, after, more=PLACED)
    row = reads.session.execute(text(f"SELECT {_counts(counted)} FROM {members} AND {BY_HAND}"), said).one()  # noqa: S608
    return ByHand(row.added, row.removed, row.changed)


def _counts(counted: dict[str, str]) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {wanted}) AS {name}" for name, wanted in counted.items())


def _access(reads: Reads, before: VersionRef, after: VersionRef, said: dict[str, Any]) -> list[AccessChange]:
    """Rate plans that stay on a shelf for other people than before."""
    found = reads.session.execute(
        text(
            "SELECT o.node_id::text AS node, o.plan, c.audience AS was, o.audience AS now"  # noqa: S608
            f" FROM {sides.joined(Kind.MEMBERSHIP, before, after, more=PLACED)}"
            f" AND {STAYS} AND o.audience IS DISTINCT FROM c.audience"
            ' ORDER BY o.key COLLATE "C" LIMIT :most'
        ),
        said,
    )
    told = ((row, access(_any_of(row.was), _any_of(row.now))) for row in found)
    return [AccessChange(row.node, said, plan=row.plan) for row, said in told if said is not None]


def _any_of(audience: Any) -> list[dict[str, Any]] | None:
    return None if audience is None else [audience]
