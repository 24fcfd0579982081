"""What is to be said against files, one by one."""

from typing import Self

from catalog_admin.artefacts.finding import Finding
from catalog_admin.kit.words import Words


class FindingOut(Words):
    """An error keeps a change out; a warning does not."""

    file: str
    pointer: str
    code: str
    detail: str
    suggestion: str | None
    severity: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            file=finding.path,
            pointer=finding.pointer,
            code=str(finding.code),
            detail=finding.reason,
            suggestion=finding.suggestion,
            severity=finding.severity,
        )
