"""What developers run: set-up, reference pages, demo data."""
