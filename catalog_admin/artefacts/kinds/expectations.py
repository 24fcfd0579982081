"""A case expects something: who expects nothing is content with anything."""

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding


def unexpecting(path: str, pointer: str) -> Finding:
    reason = "it expects nothing, and would pass whatever comes of it"
    return Finding(path, f"{pointer}/expect", Code.CASE_UNREADABLE, reason, '"expect": {"outcome": "MATCH"}')
