"""What a publish of a hundred changed rate plans adds to what is stored; against a hundred new rows and their bodies.

Bytes as they are stored, without indexes on either side: of everything that the new version alone needs, the tree of
hashes and counts included.
"""

from benchmarks.measure import Bar, Result, result
from benchmarks.place import Place
from benchmarks.shelves import CATALOG
from benchmarks.versioned import Versions, versions
from catalog_admin.publishing import storage
from catalog_admin.publishing.model import VersionRef

BAR = Bar("at most", 3)
PLANS, FULL = 20_000, 1_000_000
CHANGED = 100
NEW_ROWS = """
    SELECT sum(pg_column_size(p.*) + pg_column_size(b.*)) FROM published_plan p
    JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash
    WHERE p.lineage_id = %s AND p.from_ordinal = %s
"""
TIMES = 5


def run(here: Place, *, full: bool) -> list[Result]:
    return [measured(here, FULL if full else PLANS, CHANGED, TIMES)]


def measured(here: Place, plans: int, changed: int, times: int) -> Result:
    """So many publishes: a byte more or less is not noise, but rate plans are not equally long."""
    with versions(here, plans) as ours:
        made = [ours.change(changed, f"change {number}") for number in range(times)]
        value = sum(_added(ours, each) for each in made) / times
        floor = sum(_rows(ours.here, each) for each in made) / times
    note = f"{changed:,} changes among {plans:,} rate plans, {times} publishes"
    return result("version.storage", value=value, floor=floor, unit="bytes", bar=BAR, n=times, note=note)


def _added(versions: Versions, ref: VersionRef) -> int:
    """What began with this version."""
    with versions.reads() as reads:
        return storage.added(reads, CATALOG, ref.ordinal).bytes


def _rows(here: Place, ref: VersionRef) -> int:
    with here.admin() as connection:
        return int(connection.execute(NEW_ROWS, (ref.lineage_id, ref.ordinal)).fetchall()[0][0])
