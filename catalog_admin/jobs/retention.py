"""What is not kept for ever: replies and uploads for a day, ended jobs with their errors for as long as was said,
sessions of the console until they expire.

The audit trail and everything published stay: what a job did is told there when the job itself is forgotten.
"""

from sqlalchemy import text

from catalog_admin.kit.work import Database

DEFAULT_RETENTION_DAYS = 90
MOST_AT_ONCE = 200  # jobs, with a thousand errors each at most


def sweep(database: Database, days: int) -> int:
    """One bounded step, of all tenants; how many jobs are gone. Several workers may sweep at once."""
    with database.engine.begin() as connection:
        connection.execute(text("SELECT sweep_leftovers()"))
        connection.execute(text("SELECT sweep_sessions()"))
        said = {"days": days, "most": MOST_AT_ONCE}
        return int(connection.scalar(text("SELECT sweep_finished_jobs(:days, :most)"), said) or 0)
