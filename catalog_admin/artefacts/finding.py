"""What is wrong with a file of the repository: always a place, a stable code, and mostly what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from catalog_admin.artefacts.codes import Code

# Of these a place has several: each tells of other inputs.
_SEVERAL = frozenset({Code.TABLE_GAP, Code.TABLE_OVERLAP, Code.TABLE_CONFLICT})


class Severity(StrEnum):
    """An error keeps a change out; a warning is shown to who writes and who approves."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`pointer` (RFC 6901) is the place inside the file; codes are listed in codes.py.

    `key` are the things that it is about, where its reason names others or says how they look today: a finding about
    some of the same things is the same one, on its way to be mended.
    """

    path: str
    pointer: str
    code: str
    reason: str
    suggestion: str | None = None
    severity: Severity = Severity.ERROR
    key: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def about(self) -> tuple[str, str, str, str]:
        """What two findings have in common that tell the same of one place."""
        return self.path, self.pointer, self.code, self.reason if self.code in _SEVERAL else ""

    def __str__(self) -> str:
        """One line, as git shows it to who pushes."""
        where = f"{self.path}#{self.pointer}" if self.pointer else self.path
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{where}: {self.code}: {self.reason}{hint}"


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.severity is Severity.ERROR]


def did_you_mean(near: str | None) -> str | None:
    return None if near is None else f"did you mean {near}?"
