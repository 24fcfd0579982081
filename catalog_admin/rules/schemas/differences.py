"""Two revisions side by side."""

from typing import Self

from catalog_admin.artefacts.differing.model import Change
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.kit.words import Words
from catalog_admin.rules.queries import Difference


class FileDifferenceOut(Words):
    """`patch` is git's unified text; null where a page has become too large for it."""

    path: str
    before: str | None
    after: str | None
    patch: str | None

    @classmethod
    def of(cls, found: Difference) -> Self:
        return cls(path=found.file.path, before=found.file.before, after=found.file.after, patch=found.patch)


class FileDifferencePage(Words):
    """`base` is the commit that `new` was compared with; null is the time before the first one."""

    base: str | None
    old: str
    new: str
    items: list[FileDifferenceOut]
    next: str | None


class MeaningOut(Words):
    """`place` leads from the thing to what changed in it, by ids where items have them."""

    verb: str
    noun: str
    thing: str
    file: str
    place: list[str]
    sentence: str

    @classmethod
    def of(cls, change: Change) -> Self:
        return cls(
            verb=change.verb,
            noun=change.noun,
            thing=change.thing,
            file=change.path,
            place=list(change.place),
            sentence=sentence(change),
        )


class MeaningPage(Words):
    """`base` is the commit that `new` was compared with; null is the time before the first one."""

    base: str | None
    old: str
    new: str
    items: list[MeaningOut]
    next: str | None
