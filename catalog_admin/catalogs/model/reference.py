"""A condition that stands in the rule repository, as the rule of a node names it: a file, and at which revision."""

from dataclasses import dataclass
from typing import Any

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.catalogs.errors import BadReference

ENDING = ".json"
LONGEST = 600
EXAMPLE = "predicates/top-shelf@main"


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """`at` is a branch (a channel: it moves), a tag or a whole commit (they never do)."""

    file: str
    at: str

    def __str__(self) -> str:
        return f"{self.file.removesuffix(ENDING)}@{self.at}"


@dataclass(frozen=True, slots=True)
class Pin:
    """What a reference led to: git's names of the commit, and of the file's bytes there. `is_channel`: it may move."""

    commit: str
    blob: str
    is_channel: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A condition of the repository, as canonical logic; `at` is its revision in the one form that is kept."""

    pin: Pin
    when: Any
    at: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a reference leads to no condition; `pointer` is a place in the file, `commit` where it was looked for."""

    detail: str
    suggestion: str | None = None
    commit: str | None = None
    pointer: str | None = None


def read_reference(said: str, pointer: str | None = None) -> Reference:
    """Of `predicates/top-shelf@main`, with or without `.json`. Raises BadReference."""
    path, has_revision, at = said.partition("@")
    file = path if path.endswith(ENDING) else path + ENDING
    if not has_revision or not at or len(said) > LONGEST or any(each.isspace() for each in at):
        raise BadReference(
            f"{said[:80]!r} does not say a file and its revision", pointer=pointer, suggestion=f"as in {EXAMPLE}"
        )
    if kind_at(file) is not ArtefactKind.PREDICATE:
        raise BadReference(f"{path[:80]!r} is no predicate's file", pointer=pointer, suggestion=f"as in {EXAMPLE}")
    return Reference(file, at)
