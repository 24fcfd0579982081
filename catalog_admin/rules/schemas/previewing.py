"""What a merge would do, and its conflicts."""

from collections.abc import Mapping
from typing import Any, Self

from catalog_admin.artefacts.merging.model import Conflict, Side
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.kit.words import Words
from catalog_admin.rules.combining import told_of
from catalog_admin.rules.model import Tried
from catalog_admin.rules.previewing import Preview
from catalog_admin.rules.schemas.breaking import BrokenReferencesOut
from catalog_admin.rules.schemas.cases import FailureOut, ShareOut
from catalog_admin.rules.schemas.combining import Choosing
from catalog_admin.rules.schemas.differences import MeaningOut
from catalog_admin.rules.schemas.files import ChangedOut
from catalog_admin.rules.schemas.findings import FindingOut
from catalog_admin.rules.schemas.refs import Name

TOLD = 100


class MergePreviewIn(Choosing):
    """As a merge is asked for. Choices need no If-Match here: the answer says between which commits they were tried."""

    source: Name
    target: Name


class MergeConflictOut(Words):
    """Sides as texts, null where it is not there. `cut` has the length of each side that is not whole.

    `isText` is of a file that no kind knows: a value of one's own is its whole text. Of all else it is JSON, as the
    sides are.
    """

    id: str
    thing: str
    file: str
    place: list[str]
    base: str | None
    ours: str | None
    theirs: str | None
    cut: dict[Side, int]
    is_text: bool

    @classmethod
    def whole(cls, conflict: Conflict) -> Self:
        return cls.model_validate(told_of(conflict, most=None))


class TriedCasesOut(Words):
    """All cases, run over the files as they would be; the first of those that fail, and what all of them try."""

    cases: int
    failed: int
    failures: list[FailureOut]
    shares: list[ShareOut]

    @classmethod
    def of(cls, tried: Tried) -> Self:
        failures = [FailureOut.model_validate(each) for each in tried.failures]
        shares = [ShareOut.model_validate(each) for each in tried.shares]
        return cls(cases=tried.cases, failed=tried.failed, failures=failures, shares=shares)


class WouldRefuseOut(Words):
    """What the merge would be refused with; `errors` are those of its refusal."""

    code: str
    detail: str
    suggestion: str | None
    errors: list[dict[str, Any]]

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        errors = refusal.facts.get("errors", [])
        return cls(code=refusal.code, detail=refusal.detail, suggestion=refusal.suggestion, errors=errors)


class MergePreviewOut(Words):
    """`files`, `meaning` and `findings` are what the target would gain: the first hundred, with how many there are.

    They are empty while there are conflicts. `broken` are references of catalogs to what they could not use any more.
    `refusals` is empty if the merge would land now.
    """

    source: str
    target: str
    base: str | None
    ours: str
    theirs: str
    is_fast_forward: bool
    files: list[ChangedOut]
    file_count: int
    meaning: list[MeaningOut]
    meaning_count: int
    conflicts: list[MergeConflictOut]
    conflict_count: int
    findings: list[FindingOut]
    finding_count: int
    tried: TriedCasesOut | None
    broken: BrokenReferencesOut
    refusals: list[WouldRefuseOut]

    @classmethod
    def of(cls, asked: MergePreviewIn, found: Preview) -> Self:
        return cls(
            source=asked.source,
            target=asked.target,
            base=found.base,
            ours=found.ours,
            theirs=found.theirs,
            is_fast_forward=found.is_fast_forward,
            files=[ChangedOut.model_validate(each) for each in found.files[:TOLD]],
            file_count=len(found.files),
            meaning=[MeaningOut.of(each) for each in found.meaning[:TOLD]],
            meaning_count=len(found.meaning),
            conflicts=_conflicts(found.conflicts),
            conflict_count=found.conflicts.get("failed", 0),
            findings=[FindingOut.of(each) for each in found.findings[:ERRORS_TOLD]],
            finding_count=len(found.findings),
            tried=TriedCasesOut.of(found.tried) if found.tried and found.tried.cases else None,
            broken=BrokenReferencesOut.of(found.broken),
            refusals=[WouldRefuseOut.of(each) for each in found.refusals],
        )


def _conflicts(refused: Mapping[str, Any]) -> list[MergeConflictOut]:
    return [MergeConflictOut.model_validate(each) for each in refused.get("conflicts", ())]
