"""What came of cases, and what branches demand of them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from catalog_admin.artefacts.cases.model import PartKind
from catalog_admin.kit.words import Words
from catalog_admin.rules.model import CaseRun, Demands
from catalog_admin.rules.schemas.refs import Name

Percent = Annotated[int, Field(ge=0, le=100)]


class ShareOut(Words):
    """Rules and rows that fired, conditions that held once and once did not; the first of those that nobody tried."""

    part: PartKind
    total: int
    tried: int
    untried: list[str]


class CoverageOut(ShareOut):
    """The same of one thing that cases are about."""

    kind: str
    id: str


class FailureOut(Words):
    file: str
    pointer: str
    code: str
    detail: str


class CaseRunRef(Words):
    """All cases of a commit, run once; of `cases` so many `failed`."""

    id: UUID
    branch: str | None
    commit: str
    cases: int
    failed: int
    seconds: float
    by: str
    at: datetime
    shares: list[ShareOut] = Field(description="Of everything that is there to try.")

    @classmethod
    def of(cls, run: CaseRun) -> Self:
        return cls.model_validate({name: _said(run, name) for name in cls.model_fields})


class CaseRunOut(CaseRunRef):
    """With the first of those that failed, and what was tried of each thing that cases are about."""

    failures: list[FailureOut]
    coverage: list[CoverageOut]


class CaseRunPage(Words):
    items: list[CaseRunRef]
    next: str | None


class CaseRunIn(Words):
    """`at` is a branch, a tag, or a commit."""

    at: Name = "main"


class TriedOut(Words):
    """A run, or the job that will make one because it takes longer than anybody waits."""

    run: CaseRunOut | None
    job: UUID | None


class DemandsWords(Words):
    """Of whatever is merged into the branch: per cent of all rules, rows and conditions that its cases must try.

    `referencesHold`: no catalog may be left with a condition that it cannot use any more.
    """

    cases_pass: bool = False
    rule_percent: Percent = 0
    row_percent: Percent = 0
    condition_percent: Percent = 0
    references_hold: bool = False

    def demands(self) -> Demands:
        return Demands(**self.model_dump())


def _said(run: CaseRun, name: str) -> object:
    return getattr(run, name) if hasattr(run, name) else getattr(run.tried, name)
