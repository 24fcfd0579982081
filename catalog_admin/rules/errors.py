"""What this room refuses.

NotFound                 NoRepository, BranchNotFound, RevisionNotFound, FileNotFound, SchemaNotFound, CasesNeverRun,
│                        ConflictNotFound
Invalid                  BadName, BadETag, RulesUnsound (with every finding), NothingToChoose
Conflict                 NameTaken, BranchProtected, NothingChanged, MergeConflicts (with every conflict),
│                        DemandsUnmet (with whatever is missing), CasesNotRun, StillReferred, ReferencesBroken
├── Stale                BranchMoved, FileChanged, DemandsChanged
PreconditionMissing      HeadMissing
TooLarge                 TooMuch
Unavailable              RepositoryBroken, MirrorUnusable
"""

from catalog_admin.kit.errors import (
    Conflict,
    Invalid,
    NotFound,
    PreconditionMissing,
    Stale,
    TooLarge,
    Unavailable,
)


class NoRepository(NotFound):
    """This tenant has no rule repository yet; the first change makes it."""

    code = "rules.no_repository"


class BranchNotFound(NotFound):
    """No branch of that name."""

    code = "rules.branch_not_found"


class RevisionNotFound(NotFound):
    """Neither a branch, a tag nor a commit of this repository."""

    code = "rules.revision_not_found"


class FileNotFound(NotFound):
    """The commit has no such file."""

    code = "rules.file_not_found"


class SchemaNotFound(NotFound):
    """No kind of file has a schema of that name."""

    code = "rules.schema_not_found"


class CasesNeverRun(NotFound):
    """The cases of this commit were not run, or it has none."""

    code = "rules.cases_never_run"


class ConflictNotFound(NotFound):
    """What is called so is no conflict between these commits."""

    code = "rules.conflict_not_found"


class BadName(Invalid):
    """A name that git or some file system could misread."""

    code = "rules.bad_name"


class BadETag(Invalid):
    """If-Match names one ETag of ours, or says `*`."""

    code = "rules.bad_etag"


class RulesUnsound(Invalid):
    """The files would not hold together: `errors` has a file, a place, a reason and mostly a way out for each fault."""

    code = "rules.unsound"


class NothingToChoose(Invalid):
    """A choice for a conflict that there is not."""

    code = "rules.nothing_to_choose"


class NameTaken(Conflict):
    """There is a branch or tag of that name, or one that it would be a folder of."""

    code = "rules.name_taken"


class BranchProtected(Conflict):
    """A protected branch moves by merges only, and is never deleted."""

    code = "rules.branch_protected"


class NothingChanged(Conflict):
    """The commit would say what its parent says."""

    code = "rules.nothing_changed"


class MergeConflicts(Conflict):
    """Both sides changed the same things; `conflicts` says which and how, `choices` with their ids resolve them."""

    code = "rules.merge_conflicts"


class DemandsUnmet(Conflict):
    """The branch demands more of its cases; `errors` says which fail, and what nobody tried."""

    code = "rules.demands_unmet"


class CasesNotRun(Conflict):
    """The branch demands cases, and nobody knows yet what comes of these."""

    code = "rules.cases_not_run"


class StillReferred(Conflict):
    """Rules of catalogs refer to what would be taken away; `rules` says which, the first of `count`."""

    code = "rules.still_referred"


class ReferencesBroken(Conflict):
    """The branch demands that references hold, and catalogs could not use a condition; `errors` says which and why."""

    code = "rules.references_broken"


class BranchMoved(Stale):
    """Somebody moved the branch since; `current` is the ETag of where it is."""

    code = "rules.branch_moved"


class FileChanged(Stale):
    """Somebody changed the file since; `current` is its ETag now, null if it is gone."""

    code = "rules.file_changed"


class DemandsChanged(Stale):
    """Somebody changed what the branch demands since; `current` is its ETag now."""

    code = "rules.demands_changed"


class HeadMissing(PreconditionMissing):
    """Choices were made between two states: If-Match names the branch's, a commit's whole name the other one."""

    code = "rules.head_missing"


class TooMuch(TooLarge):
    """More or larger than one commit, file, folder or repository may be."""

    code = "rules.too_much"


class RepositoryBroken(Unavailable):
    """Something is not in the database that should be, or is not what its name says: a backup has it."""

    code = "rules.repository_broken"


class MirrorUnusable(Unavailable):
    """The disk does not take this machine's copy of the repository."""

    code = "rules.mirror_unusable"
