"""Instants people mean: not at the ends of the calendar, where a time zone leads out of it."""

from datetime import UTC, datetime

FIRST_YEAR, LAST_YEAR = 1000, 9000


def within_time(instant: datetime) -> datetime:
    """In UTC, which is what an instant without a zone is meant in. Raises ValueError."""
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"an instant between the years {FIRST_YEAR} and {LAST_YEAR}")
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
