"""Files and what is written into them."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Literal, Self
from uuid import UUID

from annotated_types import Len
from pydantic import StringConstraints

from catalog_admin.artefacts.kinds.labels import label_of
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.kit.words import Words
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.editing import ANYTHING, NOTHING
from catalog_admin.rules.errors import BadETag
from catalog_admin.rules.model import Advance, File, Listed, Trial
from catalog_admin.rules.queries import Foreseen
from catalog_admin.rules.schemas.breaking import BrokenReferencesOut
from catalog_admin.rules.schemas.findings import FindingOut
from catalog_admin.rules.schemas.refs import Message, Name

FilePath = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Text = Annotated[str, StringConstraints(max_length=1024 * 1024)]
Blob = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
MOST_EDITS = 1000


class FileRef(Words):
    """What the file says of itself, as it says it: a date or an instant from when and to when it is in force."""

    path: str
    blob: str
    size: int
    kind: ArtefactKind | None
    id: str | None
    name: str | None
    owners: list[str]
    tags: list[str]
    effective_from: str | None
    effective_to: str | None

    @classmethod
    def of(cls, listed: Listed) -> Self:
        return cls(path=listed.path, blob=listed.blob, size=listed.size, **asdict(listed.label))


class FilePage(Words):
    """Where few of many files are sought, a page may have less than its limit, or nothing, and go on all the same."""

    items: list[FileRef]
    next: str | None


class FileOut(Words):
    """`content` is null where it is no UTF-8. `blob` names the bytes, and is the ETag."""

    path: str
    kind: ArtefactKind | None
    blob: str
    commit: str
    content: str | None

    @classmethod
    def of(cls, file: File) -> Self:
        try:
            content = file.content.decode()
        except UnicodeDecodeError:
            content = None
        kind = label_of(file.path, file.content).kind
        return cls(path=file.path, kind=kind, blob=file.blob, commit=file.commit, content=content)


class FileIn(Words):
    """It is kept in its one spelling, whatever spelling it is sent in."""

    content: Text
    message: Message | None = None


class EditIn(Words):
    """`content` null takes the file away. `seen` is the blob that was edited, null if there was no file, `*` for
    whatever is there.
    """

    path: FilePath
    content: Text | None
    seen: Blob | Literal["*"] | None = None

    def edit(self, position: int, unsaid: Expected) -> FileEdit:
        content = None if self.content is None else self.content.encode()
        expected = self._expected() if "seen" in self.model_fields_set else unsaid
        return FileEdit(self.path, content, expected, f"/edits/{position}/path")

    def _expected(self) -> Expected:
        if self.seen == "*":
            return ANYTHING
        return NOTHING if self.seen is None else Expected(f'"{self.seen}"')


class CommitIn(Words):
    """All edits, or none of them; one that does not say what was `seen` makes a file that is not there yet. More files
    than one request takes are pushed with git.
    """

    branch: Name
    message: Message
    edits: Annotated[list[EditIn], Len(1, MOST_EDITS)]

    def changes(self) -> Iterator[FileEdit]:
        """Raises BadETag for one that takes away what was not there."""
        for position, each in enumerate(self.edits):
            edit = each.edit(position, NOTHING)
            if edit.content is None and edit.expected is NOTHING:
                raise BadETag(
                    f"{each.path}: nothing can be taken away where no file was seen",
                    pointer=f"/edits/{position}/seen",
                    suggestion="name the blob that was `seen`, or * for whatever is there",
                )
            yield edit


class ChangedOut(Words):
    """Blobs; null where the file is not there."""

    path: str
    before: str | None
    after: str | None


class TrialOut(Words):
    """What became of the cases: of `cases` so many `failed`, or the `job` that runs them; all null where none are."""

    cases: int | None
    failed: int | None
    job: UUID | None

    @classmethod
    def of(cls, trial: Trial) -> Self:
        if trial.run is None:
            return cls(cases=None, failed=None, job=trial.job)
        return cls(cases=trial.run.tried.cases, failed=trial.run.tried.failed, job=None)


class AdvanceOut(Words):
    """The branch went from `before` to `head`; `files` are the first of `count` that changed. `broken` are references
    of catalogs to what they cannot use any more.
    """

    branch: str
    before: str
    head: str
    files: list[ChangedOut]
    count: int
    trial: TrialOut
    broken: BrokenReferencesOut

    @classmethod
    def of(cls, advance: Advance) -> Self:
        files = [ChangedOut.model_validate(each) for each in advance.files]
        trial = TrialOut.of(advance.trial)
        return cls(
            branch=advance.branch,
            before=advance.before,
            head=advance.head,
            files=files,
            count=advance.count,
            trial=trial,
            broken=BrokenReferencesOut.of(advance.broken),
        )


class CheckIn(Words):
    """Edits of a branch, a tag or a commit, as a commit would take them; what does not say what was `seen` is tried on
    whatever is there. Of a commit, `branch` is where they would be committed.
    """

    at: Name = "main"
    branch: Name | None = None
    edits: Annotated[list[EditIn], Len(1, MOST_EDITS)]

    def changes(self) -> list[FileEdit]:
        return [each.edit(position, ANYTHING) for position, each in enumerate(self.edits)]


class CheckedOut(Words):
    """Of the files as they would be on `commit`: the first of `newCount` findings that the edits bring, and of others.

    A commit of these edits would be refused for new errors alone, and for what drafts refer to and would lose.
    """

    at: str
    commit: str
    is_refused: bool
    new: list[FindingOut]
    new_count: int
    old: list[FindingOut]
    old_count: int
    broken: BrokenReferencesOut

    @classmethod
    def of(cls, at: str, foreseen: Foreseen) -> Self:
        return cls(
            at=at,
            commit=foreseen.commit,
            is_refused=foreseen.is_refused,
            new=[FindingOut.of(each) for each in foreseen.new[:ERRORS_TOLD]],
            new_count=len(foreseen.new),
            old=[FindingOut.of(each) for each in foreseen.old[:ERRORS_TOLD]],
            old_count=len(foreseen.old),
            broken=BrokenReferencesOut.of(foreseen.broken),
        )


class FindingsOut(Words):
    """The first of `count`."""

    at: str
    count: int
    findings: list[FindingOut]
