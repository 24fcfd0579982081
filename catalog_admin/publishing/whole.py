"""The version that a draft would become, with every entry looked at. Rows go where `changes` has them; hashes stay in
memory.
"""

from collections.abc import Callable

from catalog_admin.kit.work import Reads
from catalog_admin.publishing import store
from catalog_admin.publishing.candidate import TABLES, Candidate
from catalog_admin.publishing.changes import Changes
from catalog_admin.publishing.layout import STAGES, derived_rows, spool_entry
from catalog_admin.publishing.merkle import by_twig, middles_of
from catalog_admin.publishing.spool import copy_line
from catalog_admin.publishing.tip import Tree

SINGLY = 20  # memberships take as long as a node or a rate plan, which is read and put together
LOOKED, HASHED = 0.8, 0.9  # of the time, roughly
LOOKING, HASHING, COUNTING = "looking", "hashing", "counting"
# Hears how much is done of all that is to be worked out, what is being done, and with rows of which table; may raise to
# stop it.
Pace = Callable[[float, str, str], None]


def spool_entries(candidate: Candidate, changes: Changes, pace: Pace) -> None:
    """After this the candidate knows its digest, and what of the base is gone."""
    population = candidate.draft.population
    expected = SINGLY * (candidate.nodes + population["plan_id"].n_unique()) + max(1, population.height)

    def looked(done: int, table: str) -> None:
        pace(LOOKED * min(1.0, done / expected), LOOKING, table)

    looked(0, "entry")
    for entry in candidate.fresh_singly(lambda kind: looked(SINGLY * candidate.leaves.count, TABLES.get(kind, "node"))):
        spool_entry(changes.rows, entry, candidate.draft.lens)
    singly = candidate.leaves.count
    for some in candidate.fresh_members():
        changes.rows.extend("membership", some.lines())
        looked(SINGLY * singly + candidate.leaves.count - singly, "membership")
    pace(LOOKED, HASHING, "leaf")
    changes.close("node", ("node_id",), ((node,) for node, _ in candidate.base.nodes.values()))
    for table, hashes in candidate.base.entries.items():
        changes.close(table, ("entry_hash",), ((hashed,) for hashed in hashes))
    changes.tree = Tree(candidate.leaf_contents, by_twig(candidate.leaf_hashes), middles_of(candidate.leaf_hashes))
    changes.tally = dict(candidate.tally)


def spool_derived(
    reads: Reads, place: tuple[int, int] | None, candidate: Candidate, changes: Changes, pace: Pace
) -> None:
    """Slugs, counts and leaves are compared as a whole: they are small."""
    pace(HASHED, COUNTING, "count")
    for table, wanted in derived_rows(candidate).items():
        stage = STAGES[table]
        held = store.open_rows(reads, stage, *place) if place else set()
        changes.close(table, stage.identity, (row[: len(stage.identity)] for row in held - wanted))
        if fresh := sorted(wanted - held):
            changes.rows.extend(table, [copy_line(row) for row in fresh])
