"""What the database's errors amount to: some are a no with a reason, over HTTP, in a job and at a terminal alike."""

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from catalog_admin.kit.errors import Invalid, Refusal, Unavailable


class UnstorableValue(Invalid):
    """A value the database cannot hold: NUL, a number out of range, half a character."""

    code = "kit.unstorable_value"


class DatabaseAway(Unavailable):
    """The database does not answer, or has no free connection."""

    code = "kit.database_away"


class NotReplicated(Unavailable):
    """Saved where it was sent, but a replica that must have it too has not said so: a failover now would lose it.

    Whoever sends it again with the same Idempotency-Key gets the reply that was stored with it.
    """

    code = "kit.not_replicated"


class WriteConflict(Unavailable):
    """Two transactions wanted the same rows and one had to give way; trying again will do."""

    code = "kit.write_conflict"


class Busy(Unavailable):
    """Somebody else is changing the same thing and has not finished; the request waited as long as requests may."""

    code = "kit.busy"


class TookTooLong(Unavailable):
    """The request asked for more than is worked out while a caller waits: ask for less, or later."""

    code = "kit.took_too_long"


def refusal_of(error: Exception) -> Refusal | None:
    """The refusal a database error amounts to; None if it is a bug of ours."""
    if isinstance(error, PoolTimeout):
        return DatabaseAway("all database connections are busy")
    if isinstance(error, UnicodeEncodeError):
        return UnstorableValue("text holds half of a surrogate pair")
    # COPY speaks to the driver directly: its errors come as they are.
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
        return WriteConflict("somebody changed the same things at the same moment")
    if isinstance(original, psycopg.errors.LockNotAvailable):
        return Busy("somebody else is changing the same thing")
    if isinstance(original, psycopg.errors.QueryCanceled | psycopg.errors.IdleInTransactionSessionTimeout):
        return TookTooLong("the answer took longer than a request may")
    if isinstance(original, psycopg.errors.ReadOnlySqlTransaction) and _was_left(error):
        return DatabaseAway("the database takes no writes now")
    if isinstance(original, psycopg.DataError):
        return UnstorableValue(str(original).splitlines()[0])
    if isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError):
        return DatabaseAway("the database does not answer")
    return None


def _was_left(error: Exception) -> bool:
    """A standby's no, and not that of a transaction which we ourselves began as read-only: that is a bug."""
    return isinstance(error, DBAPIError) and error.connection_invalidated
