"""What PostgreSQL knows of tables that have just been filled: brought up to date before autovacuum comes.

Of rows it has not heard of the planner expects one, and reads ten thousand in a loop over ten thousand. That they are
many it learns from ANALYZE alone: the table grows, but nothing says whose its rows are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from catalog_admin.kit.failures import NotReplicated
from catalog_admin.kit.work import Work

LEAST_ROWS = 1_000  # fewer are read in a moment, whatever the plan
GROWN = 0.1  # of a table: from here on autovacuum would come for it, and after us it need not
TIMES_MORE = 10  # than expected: from here on another plan may be the right one
NOTICED = 1 / 3_000  # of a table: ANALYZE looks at 30,000 of its rows, and must meet some of these
# Who vacuums gives way to who has waited for a second.
PATIENCE = "SELECT set_config('lock_timeout', '3s', true), set_config('statement_timeout', '60s', true)"

log = structlog.get_logger()
Transaction = Callable[[], Work]


@dataclass(frozen=True)
class Filled:
    """So many rows are new in a table, for this transaction's environment; of what is published at one ordinal."""

    table: str
    rows: int
    lineage_id: int | None = None
    ordinal: int | None = None

    def is_news(self, held: float, expected: float) -> bool:
        """Whether plans would be made without knowing of them; `held` are the rows of the table as last counted."""
        if self.rows > held * GROWN:
            return True
        return self.rows > expected * TIMES_MORE and self.rows > held * NOTICED


def behind(transaction: Transaction, filled: Iterable[Filled]) -> list[str]:
    """Tables of which statistics do not tell what was written; none if that cannot be said."""
    many = [each for each in filled if each.rows >= LEAST_ROWS]
    if not many:
        return []
    try:
        with transaction() as work:
            return [each.table for each in many if each.is_news(*_known(work, each))]
    except (SQLAlchemyError, NotReplicated) as error:
        log.warning("statistics.unknown", error=str(error))
        return []


def refresh(transaction: Transaction, table: str) -> None:
    """In a transaction of its own: whoever else wants the table's statistics waits for this one alone.

    Whether it succeeds or not changes no answer: a table that somebody holds, or that takes too long, is left to
    autovacuum. Rows that others have committed are counted too, so of several who wait one is enough.
    """
    try:
        with transaction() as work:
            work.session.execute(text(PATIENCE))
            work.session.execute(text("SELECT refresh_statistics(:table)"), {"table": table})
    except (SQLAlchemyError, NotReplicated) as error:
        log.warning("statistics.not_refreshed", table=table, error=str(error))


def keep_up(transaction: Transaction, *filled: Filled) -> None:
    for table in behind(transaction, filled):
        refresh(transaction, table)


def _known(work: Work, filled: Filled) -> tuple[float, float]:
    asked = {"table": filled.table, "lineage": filled.lineage_id, "ordinal": filled.ordinal}
    found = text("SELECT held, expected FROM statistics_of(:table, :lineage, :ordinal)")
    held, expected = work.session.execute(found, asked).one()
    return held, expected
