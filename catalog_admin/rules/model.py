"""What is told of a repository; objects go by the hexadecimal names that git shows them under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.labels import Label

MAIN = "main"  # what a clone begins on
REPOSITORY = "rules"
HEADS, TAGS = "refs/heads/", "refs/tags/"


@dataclass(frozen=True)
class Branch:
    """`is_protected`: it moves by merges only, and is never deleted."""

    name: str
    head: str
    is_protected: bool


@dataclass(frozen=True)
class Tag:
    """A name that stays where it is. `id` is the tag's own object.

    Of a light one, as git makes them, that is the commit, and nobody says who made it, or why.
    """

    name: str
    id: str
    commit: str | None
    message: str | None = None
    tagger: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Commit:
    """`author` and `at`, to the second, are what it says of itself: git lets a client write anything there. Who brought
    it into the repository, and when, is what the log of moves says.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    at: datetime
    message: str
    landed_by: str = ""
    landed_at: datetime | None = None


@dataclass(frozen=True)
class Standing(Branch):
    """A branch beside the default one: how many commits it has alone, how many it lacks, and where both parted.

    None is not counted, where one page had too much to count; `base` None also where they have nothing in common.
    """

    last: Commit
    base: str | None
    ahead: int | None
    behind: int | None


@dataclass(frozen=True)
class Changed:
    """A file on two sides; None where it is not there."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Listed:
    """`size` in bytes."""

    path: str
    blob: str
    size: int
    label: Label


@dataclass(frozen=True)
class File:
    """`blob` names its bytes: an edit says it, so that nothing is written over unseen."""

    path: str
    blob: str
    commit: str
    content: bytes


@dataclass(frozen=True)
class Step:
    """One commit in the past of a file."""

    commit: Commit
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Blamed:
    """`count` lines from `first` stand as `commit` wrote them, or one before it, if it `is_older`."""

    first: int
    count: int
    commit: Commit
    is_older: bool = False


@dataclass(frozen=True)
class Trial:
    """What became of the cases of a commit: a run, or a job that will make one; neither where there are none."""

    run: "CaseRun | None" = None
    job: UUID | None = None


@dataclass(frozen=True)
class Unusable:
    """A rule of a draft that could not be asked any more. Without a `rule`: a catalog that is served with a condition,
    and could not be published again by itself. `finding` is of the file; an error keeps the change out.
    """

    environment: str
    catalog: str
    path: str
    node_id: UUID | None
    rule: str | None
    finding: Finding


@dataclass(frozen=True)
class Broken:
    """What a change makes unusable, as far as the asker may read it; of `untold` others so many would keep it out.

    `is_more`: not all that refer to the files were looked at.
    """

    told: tuple[Unusable, ...] = ()
    untold: int = 0
    untold_errors: int = 0
    is_more: bool = False

    @property
    def keeping_out(self) -> list[Unusable]:
        return [each for each in self.told if each.finding.severity is Severity.ERROR]


NONE_BROKEN = Broken()


@dataclass(frozen=True)
class Advance:
    """A branch that moved; `files` are the first of `count` that changed."""

    branch: str
    before: str
    head: str
    files: tuple[Changed, ...]
    count: int
    trial: Trial = Trial()
    broken: Broken = NONE_BROKEN


@dataclass(frozen=True)
class Tried:
    """All cases of a tree, run; as JSON the shares of everything that was tried, the same by subject, and what failed.

    Of untried parts and of failures the first ones are named.
    """

    tree: str
    cases: int
    failed: int
    shares: Sequence[Mapping[str, Any]]
    coverage: Sequence[Mapping[str, Any]]
    failures: Sequence[Mapping[str, Any]]
    seconds: float


@dataclass(frozen=True)
class CaseRun:
    """That it was done: of which commit, for which branch, if for one, by whom."""

    id: UUID
    branch: str | None
    commit: str
    tried: Tried
    by: str
    at: datetime


@dataclass(frozen=True)
class Demands:
    """What a branch asks of whatever is merged into it; per cent of all rules, rows and conditions that cases try.

    `references_hold`: whatever catalogs take from it stays of use to them.
    """

    cases_pass: bool = False
    rule_percent: int = 0
    row_percent: int = 0
    condition_percent: int = 0
    references_hold: bool = False

    @property
    def are_of_cases(self) -> bool:
        return self != Demands(references_hold=self.references_hold)

    def percent(self, part: str) -> int:
        return {"rule": self.rule_percent, "row": self.row_percent, "condition": self.condition_percent}[part]
