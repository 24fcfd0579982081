"""What makes the rows of one ordinal into those of the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.publishing.increment import Increment
from catalog_admin.publishing.layout import STAGES, spool_entry
from catalog_admin.publishing.spool import Lines, Rows
from catalog_admin.publishing.tip import Tree


@dataclass
class Changes:
    """Rows to open; by table rows to close, with the columns that tell them; of the tree of hashes, and of what is
    counted, what is another now.
    """

    rows: Rows
    base_ordinal: int
    locales: Sequence[str]
    closing: dict[str, tuple[tuple[str, ...], set[tuple[Any, ...]]]] = field(default_factory=dict)
    tree: Tree = field(default_factory=lambda: Tree({}, {}))
    tally: dict[tuple[str, str], int] = field(default_factory=dict)

    def close(self, table: str, by: tuple[str, ...], keys: Iterable[tuple[Any, ...]]) -> None:
        if wanted := set(keys):
            self.closing[table] = (by, wanted)


def of_increment(found: Increment) -> Changes:
    """In memory: they are few."""
    assert found.graft is not None  # noqa: S101 - or there is no increment
    changes = Changes(Lines(), found.base.ordinal, found.ground.settings["locales"], tree=found.graft.tree)
    changes.tally = {name: found.tally[name] for name in found.tallied}
    for entry in found.fresh():
        spool_entry(changes.rows, entry, found.ground.lens)
    for slug in sorted(found.tree.slugs_opened):
        changes.rows.add("slug", *slug)
    for node, counts in sorted(found.counts.items()):
        changes.rows.add("count", node, *counts)
    for leaf, hashed in sorted(found.graft.leaf_hashes.items()):
        if hashed is not None:
            changes.rows.add("leaf", leaf, hashed)
    gone = found.gone() | {
        "count": {(node,) for node in found.counts.keys() | found.tree.dead},
        "leaf": {(leaf,) for leaf in found.graft.tree.leaves},
    }
    for table, keys in gone.items():
        changes.close(table, STAGES[table].identity, keys)
    return changes
