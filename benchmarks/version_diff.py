"""What makes one version another, counted, read and put into words; against reading the same rows by primary key.

The floor is one SELECT of the rows that open and close between the two, by their whole primary keys, with their bodies.
"""

from typing import Any

from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result, seconds
from benchmarks.place import Place
from benchmarks.versioned import Versions, versions
from catalog_admin.publishing import comparing
from catalog_admin.publishing.difference import meaning_of
from catalog_admin.publishing.model import VersionRef

BAR = Bar("at most", 5)
PLANS, FULL = 20_000, 1_000_000
CHANGED = 1_000
SAME_ROWS = """
    SELECT p.key, p.entry_hash, b.body FROM unnest(%s::uuid[], %s::integer[]) AS w (plan_id, from_ordinal)
    JOIN published_plan p ON p.tenant_id = %s AND p.lineage_id = %s
        AND p.plan_id = w.plan_id AND p.from_ordinal = w.from_ordinal
    JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash
"""


def run(here: Place, *, full: bool) -> list[Result]:
    return [measured(here, FULL if full else PLANS, CHANGED, ROUNDS)]


def measured(here: Place, plans: int, changed: int, rounds: int) -> Result:
    with versions(here, plans) as ours:
        before, after = ours.first(), ours.change(changed, "renamed")
        keys = _keys(ours.here, after)
        assert len(keys) == 2 * changed
        value, floor = in_turn(
            lambda: seconds(lambda: _told(ours, before, after)), lambda: _floor(ours.here, after, keys), rounds
        )
    note = f"{changed:,} changes among {plans:,} rate plans"
    return result("version.diff", value=value * 1000, floor=floor * 1000, unit="ms", bar=BAR, n=rounds, note=note)


def _told(versions: Versions, before: VersionRef, after: VersionRef) -> None:
    with versions.reads() as reads:
        counted = comparing.tally(reads, before, after)
        told = [meaning_of(each) for each in comparing.every(reads, before, after, counted=counted)]
    assert counted.total == len(told)


def _keys(here: Place, after: VersionRef) -> list[tuple[Any, int]]:
    """Of the rows that open or close at the later version."""
    with here.admin() as connection:
        found = connection.execute(
            "SELECT plan_id, from_ordinal FROM published_plan"
            " WHERE lineage_id = %s AND %s IN (from_ordinal, until_ordinal)",
            (after.lineage_id, after.ordinal),
        )
        return [(row[0], row[1]) for row in found]


def _floor(here: Place, after: VersionRef, keys: list[tuple[Any, int]]) -> float:
    plans, ordinals = map(list, zip(*keys, strict=True))
    with here.service() as connection:
        said = (plans, ordinals, str(here.actor.tenant), after.lineage_id)
        return seconds(lambda: connection.execute(SAME_ROWS, said).fetchall())
