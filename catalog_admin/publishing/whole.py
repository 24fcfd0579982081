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

ENTRIES_PER_STEP = 5_000
Pace = Callable[[float, str], None]  # is told how much has been looked at, and of what; may raise to stop it


def spool_entries(candidate: Candidate, changes: Changes, pace: Pace) -> None:
    """After this the candidate knows its digest, and what of the base is gone."""
    expected = max(1, 2 * candidate.draft.population.height)
    pace(0.0, "entry")
    for count, entry in enumerate(candidate.fresh_singly()):
        spool_entry(changes.rows, entry, candidate.draft.lens)
        if count % ENTRIES_PER_STEP == 0:
            pace(min(1.0, candidate.leaves.count / expected), TABLES.get(entry.kind, "node"))
    for some in candidate.fresh_members():
        changes.rows.extend("membership", some.lines())
        pace(min(1.0, candidate.leaves.count / expected), "membership")
    changes.close("node", ("node_id",), ((node,) for node, _ in candidate.base.nodes.values()))
    for table, hashes in candidate.base.entries.items():
        changes.close(table, ("entry_hash",), ((hashed,) for hashed in hashes))
    changes.tree = Tree(candidate.leaf_contents, by_twig(candidate.leaf_hashes), middles_of(candidate.leaf_hashes))
    changes.tally = dict(candidate.tally)


def spool_derived(reads: Reads, place: tuple[int, int] | None, candidate: Candidate, changes: Changes) -> None:
    """Slugs, counts and leaves are compared as a whole: they are small."""
    for table, wanted in derived_rows(candidate).items():
        stage = STAGES[table]
        held = store.open_rows(reads, stage, *place) if place else set()
        changes.close(table, stage.identity, (row[: len(stage.identity)] for row in held - wanted))
        if fresh := sorted(wanted - held):
            changes.rows.extend(table, [copy_line(row) for row in fresh])
