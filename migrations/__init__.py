"""Alembic migrations; versions/ tells the history of the database, oldest first."""
