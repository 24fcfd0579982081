"""What this room refuses."""

from catalog_admin.kit.errors import NotFound


class EntryNotFound(NotFound):
    """The chain has no entry of that number."""

    code = "audit.entry_not_found"
