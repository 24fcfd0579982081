"""Cases of a text that is being written: what came of each, why, and what of the text they tried."""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from annotated_types import MaxLen
from pydantic import Field, StringConstraints

from catalog_admin.artefacts.cases.counting import Counts
from catalog_admin.artefacts.cases.explaining import Reason
from catalog_admin.artefacts.cases.model import PartKind, SubjectId
from catalog_admin.artefacts.finding import errors
from catalog_admin.kit.words import Words
from catalog_admin.predicates.explain import Explanation
from catalog_admin.rules.rehearsing import Asked, Draft, Played, Rehearsal
from catalog_admin.rules.schemas.behaviour import written
from catalog_admin.rules.schemas.cases import ShareOut
from catalog_admin.rules.schemas.files import MOST_EDITS, FilePath, Text
from catalog_admin.rules.schemas.findings import FindingOut
from catalog_admin.rules.schemas.refs import Name

CASES_TOLD, PARTS_TOLD, FINDINGS_TOLD, REASONS_TOLD = 1_000, 20_000, 100, 1_000
Id = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class CaseSubject(Words):
    """What a case is about: a `predicate`, a `rule`, a `ruleset`, a `table` or a `guardrail`."""

    kind: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    id: Id


class DraftFile(Words):
    """A file as it would be; `content` null is without it."""

    path: FilePath
    content: Text | None


class RehearsalIn(Words):
    """The files of a revision with these in their place. Of the cases all, or those of a file, a thing, an id."""

    at: Name = "main"
    files: Annotated[list[DraftFile], MaxLen(MOST_EDITS)] = []
    test: FilePath | None = None
    subject: CaseSubject | None = None
    case: Id | None = None
    explain: bool = False

    def drafts(self) -> list[Draft]:
        return [*self._drafts()]

    def asked(self) -> Asked:
        subject = None if self.subject is None else SubjectId(self.subject.kind, self.subject.id)
        return Asked(self.test, subject, self.case, self.explain)

    def _drafts(self) -> Iterator[Draft]:
        for place, each in enumerate(self.files):
            content = None if each.content is None else each.content.encode()
            yield Draft(each.path, content, f"/files/{place}/path")


class CaseDifference(Words):
    """A member of what was expected, and what was told instead; null where nothing is."""

    member: str
    expected: Any
    told: Any


class EvaluatedPart(Words):
    """A part of a condition, what it answered, and its own parts; `pointer` is its place in the condition."""

    pointer: str
    operator: str
    expression: str
    value: Any
    outcome: str | None
    reason: str | None
    parts: list["EvaluatedPart"]

    @classmethod
    def of(cls, told: Explanation) -> "EvaluatedPart":
        return cls(
            pointer=told.pointer,
            operator=told.operator,
            expression=told.expression,
            value=written(told.value),
            outcome=None if told.outcome is None else told.outcome.name,
            reason=told.reason,
            parts=[cls.of(part) for part in told.parts],
        )


class ReasonOut(Words):
    """One rule, row or limit that was asked: `fired`, `not_matched`, `missing_input`, `breached`, …, and why."""

    thing: str
    verdict: str
    line: int | None
    why: str | None
    condition: EvaluatedPart | None

    @classmethod
    def of(cls, reason: Reason) -> Self:
        condition = None if reason.told is None else EvaluatedPart.of(reason.told)
        return cls(thing=reason.thing, verdict=reason.verdict, line=reason.line, why=reason.why, condition=condition)


class PlayedCase(Words):
    """`reasons` is null where nobody asked for them; those of the first cases only are told."""

    file: str
    pointer: str
    id: str
    name: str
    subject: CaseSubject
    passed: bool
    outcome: str | None
    reason: str | None
    differences: list[CaseDifference]
    reasons: list[ReasonOut] | None

    @classmethod
    def of(cls, played: Played) -> Self:
        result, case = played.result, played.result.case
        told = None if played.reasons is None else [ReasonOut.of(each) for each in played.reasons[:REASONS_TOLD]]
        return cls(
            file=case.path,
            pointer=case.pointer,
            id=case.id,
            name=case.name,
            subject=CaseSubject(kind=case.subject.kind, id=case.subject.id),
            passed=result.passed,
            outcome=None if result.outcome is None else result.outcome.name,
            reason=result.reason,
            differences=[
                CaseDifference(member=each.member, expected=written(each.expected), told=written(each.told))
                for each in result.differences
            ],
            reasons=told,
        )


class TriedPart(Words):
    """In how many cases a rule or row fired (`yes`) or was asked and did not (`no`), a condition held or did not."""

    subject: CaseSubject
    part: PartKind
    name: str
    file: str
    pointer: str
    yes: int
    no: int

    @classmethod
    def of(cls, counted: Counts) -> Self:
        at = counted.at
        subject = CaseSubject(kind=at.subject.kind, id=at.subject.id)
        where = {"file": at.file, "pointer": at.pointer}
        return cls(subject=subject, part=at.kind, name=at.name, yes=counted.yes, no=counted.no, **where)


class RehearsalOut(Words):
    """Of `asked` cases so many were `run` before time was over, and so many of them `failed`."""

    commit: str
    asked: int
    run: int
    failed: int
    seconds: float
    errors: list[FindingOut] = Field(description="What keeps these files from being committed, the first of it.")
    cases: list[PlayedCase] = Field(description=f"The first {CASES_TOLD:,}, those that failed first.")
    parts: list[TriedPart] = Field(description=f"Everything that is there to try, the first {PARTS_TOLD:,}.")
    shares: list[ShareOut] = Field(description="Of everything that is there to try.")

    @classmethod
    def of(cls, commit: str, found: Rehearsal) -> Self:
        ordered = sorted(found.played, key=lambda each: each.result.passed)
        shares = [
            ShareOut(part=each.kind, total=each.total, tried=each.tried, untried=[*each.untried[:FINDINGS_TOLD]])
            for each in found.shares
        ]
        return cls(
            commit=commit,
            asked=found.asked,
            run=len(found.played),
            failed=sum(not each.result.passed for each in found.played),
            seconds=found.seconds,
            errors=[FindingOut.of(each) for each in errors(found.findings)[:FINDINGS_TOLD]],
            cases=[PlayedCase.of(each) for each in ordered[:CASES_TOLD]],
            parts=[TriedPart.of(each) for each in found.counts[:PARTS_TOLD]],
            shares=shares,
        )
