"""What makes the rows of one ordinal into those of the next, where it may be much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.publishing.spool import Rows
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
    tree: Tree = field(default_factory=lambda: Tree({}, {}, {}))
    tally: dict[tuple[str, str], int] = field(default_factory=dict)

    def close(self, table: str, by: tuple[str, ...], keys: Iterable[tuple[Any, ...]]) -> None:
        if wanted := set(keys):
            self.closing[table] = (by, wanted)
