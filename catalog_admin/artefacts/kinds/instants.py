"""When a case happens is said by it or by its file: nobody guesses the time."""

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding


def undated(path: str, pointer: str) -> Finding:
    reason = "when does this happen? neither the case nor the file says"
    return Finding(path, pointer, Code.CASE_UNREADABLE, reason, '"instant": "2026-01-31T12:00:00Z"')
