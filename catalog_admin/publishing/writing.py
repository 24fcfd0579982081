"""Rows into the database: committed chunks behind an ordinal that nobody sees, so that no transaction grows with the
catalog. Several are written at once, in transactions of their own.
"""

from functools import partial

from catalog_admin.kit import statistics
from catalog_admin.kit.statistics import Filled
from catalog_admin.publishing import store, tip
from catalog_admin.publishing.beside import Beside
from catalog_admin.publishing.changes import Changes
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.layout import STAGES
from catalog_admin.publishing.spool import Pouring
from catalog_admin.publishing.tip import Tree

# Of all the time, roughly: until the draft has been read; until what is to be written is known, and for a first version
# nearly all of it written; and until all of it is. What few changes take, which are written as they are sealed.
READ_PERCENT, POURED_PERCENT, COMPARED_PERCENT, WRITTEN_PERCENT = 6, 94, 82, 95
FOUND_PERCENT, FEW_PERCENT, SEALING_PERCENT = 45, 55, 97
WRITING_FEW = "writing what changed"


def begin(desk: Desk, catalog_key: str, after: int) -> store.Filling:
    """Raises OrdinalTaken."""
    with desk.work() as work:
        return store.begin(work, store.lineage_of(work, catalog_key), after)


def pouring(desk: Desk, beside: Beside, filling: store.Filling) -> Pouring:
    """Rows that are written as they come."""
    return Pouring(lambda table, lines: beside.do(partial(_write_chunk, desk, filling, table, lines)))


def write(desk: Desk, beside: Beside, filling: store.Filling, changed: Changes, since: int) -> None:
    """What has not been written yet of these changes, rows that close first; `since` so many percent are done."""
    for table, (by, keys) in changed.closing.items():
        with desk.work() as work:
            store.hold(work, filling)
            store.close(work, filling, STAGES[table], by, keys)
    rows, done = sum(changed.rows.counts.values()), 0
    for table in changed.rows.counts:
        for lines in changed.rows.chunks(table):
            desk.check_cancelled()
            beside.do(partial(_write_chunk, desk, filling, table, lines))
            done += lines.count(b"\n")
            desk.progress(since + (WRITTEN_PERCENT - since) * done // rows, f"writing: {table} rows")
    _count(desk, beside, filling, changed.rows.counts)
    beside.do(partial(_learn, desk, filling, changed))
    write_tip(desk, beside, filling.lineage_id, changed)


def _count(desk: Desk, beside: Beside, filling: store.Filling, rows: dict[str, int]) -> None:
    """Before anybody reads the version, and while its tip is written; what is to be counted has to be there first."""
    written = [Filled(f"published_{table}", rows[table], filling.lineage_id, filling.ordinal) for table in rows]
    bodies = Filled("body", sum(rows[table] for table in rows if STAGES[table].has_body))
    if uncounted := statistics.behind(desk.work, [*written, bodies]):
        desk.progress(WRITTEN_PERCENT, "gathering statistics")
        beside.finish()
        for table in uncounted:
            beside.do(partial(statistics.refresh, desk.work, table))


def write_tip(desk: Desk, beside: Beside, lineage_id: int, changed: Changes) -> None:
    """Until the ordinal is sealed the lineage has none: who comes next begins in full."""
    with desk.work() as work:
        tip.clear(work, lineage_id)
        tip.write(work, lineage_id, Tree({}, {}, {}), changed.tally)
    for some in tip.portions(changed.tree):
        desk.check_cancelled()
        beside.do(partial(_write_part, desk, lineage_id, some))
    beside.finish()


def _write_chunk(desk: Desk, filling: store.Filling, table: str, lines: bytes) -> None:
    with desk.work() as work:
        store.hold(work, filling)
        store.insert(work, filling, STAGES[table], lines)


def _learn(desk: Desk, filling: store.Filling, changed: Changes) -> None:
    """One step after the other: words of two may be spelled alike, and two writers would wait for each other."""
    for words in changed.rows.vocabulary.steps():
        with desk.work() as work:
            store.learn(work, filling, words, changed.locales)
    statistics.keep_up(desk.work, Filled("search_word", len(changed.rows.vocabulary.words), filling.lineage_id))


def _write_part(desk: Desk, lineage_id: int, some: Tree) -> None:
    with desk.work() as work:
        tip.write(work, lineage_id, some, {})
