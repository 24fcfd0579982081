"""What of a draft has changed since somebody read it: rows say in which transaction they changed (tables.Changing).

A row changed since a snapshot if that snapshot did not see its transaction, whatever the order in which the two
committed: exact where an instant or a counter is not. Numbers of transactions belong to one cluster; what another one
gave is never compared.
"""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import text

from catalog_admin.kit.work import Reads, Work

# A transaction that writes counts as seen neither what it wrote itself nor anything that began after it; and a standby
# does not name who writes at the moment: both say that they have seen only what surely ended before.
NOW = """
    SELECT (SELECT system_identifier::text FROM pg_control_system()) AS cluster,
        CASE WHEN own IS NULL AND NOT pg_is_in_recovery() THEN seen::text
            ELSE replace('x:x:', 'x', least(own, pg_snapshot_xmin(seen))::text) END
    FROM (SELECT pg_current_xact_id_if_assigned() AS own, pg_current_snapshot() AS seen) AS mine
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which transactions a reader saw; `seen` is PostgreSQL's own notation, xmin:xmax:those in between."""

    cluster: str
    seen: str

    @classmethod
    def of(cls, tx: Reads | Work) -> Self:
        """This transaction's. Not of a replica if it is to be compared with what is written later."""
        return cls(*tx.session.execute(text(NOW)).one())

    @classmethod
    def read(cls, written: str) -> Self:
        cluster, _, seen = written.partition(" ")
        return cls(cluster, seen)

    def __str__(self) -> str:
        return f"{self.cluster} {self.seen}"

    @property
    def oldest_unseen(self) -> str:
        """Every transaction before this one was seen, or never came to anything."""
        return self.seen.partition(":")[0]

    def has_seen_all_of(self, other: Self) -> bool:
        """Whether whatever the other one saw was seen here too: then what changed since it is what it did not see."""
        (_, other_next, other_unseen), (_, own_next, own_unseen) = other._numbers(), self._numbers()
        is_as_late = self.cluster == other.cluster and other_next <= own_next
        return is_as_late and {each for each in own_unseen if each < other_next} <= other_unseen

    def _numbers(self) -> tuple[int, int, set[int]]:
        """All before the first were seen, none from the second on, and of those in between not these."""
        first, following, between = self.seen.split(":")
        return int(first), int(following), set(map(int, filter(None, between.split(","))))

    def parameters(self) -> dict[str, str]:
        """What `is_since` speaks of."""
        return {"seen": self.seen, "oldest_unseen": self.oldest_unseen}


def is_since(changed_in: str) -> str:
    """A condition on this column. Comparing is leakproof, so the index serves it under row-level security too."""
    return (
        f"{changed_in} >= CAST(CAST(:oldest_unseen AS text) AS xid8)"
        f" AND NOT pg_visible_in_snapshot({changed_in}, CAST(CAST(:seen AS text) AS pg_snapshot))"
    )


# Many at once: `:seen` and `:oldest`, arrays of equal length.
SNAPSHOTS = "unnest(CAST(:seen AS text[]), CAST(:oldest AS text[])) AS s (seen, oldest)"


def is_since_each(changed_in: str) -> str:
    """The same for the snapshot of a row of SNAPSHOTS."""
    return (
        f"{changed_in} >= CAST(s.oldest AS xid8)"
        f" AND NOT pg_visible_in_snapshot({changed_in}, CAST(s.seen AS pg_snapshot))"
    )
