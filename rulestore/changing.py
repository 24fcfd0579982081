"""A new commit from edits: only folders on the way to what changed are read and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rulestore.errors import BadName, BlobMoved, NothingChanged, TooLarge
from rulestore.limits import EDITS
from rulestore.model import Oid, Signature
from rulestore.names import checked_path
from rulestore.objects import FILE, FOLDER, Entry
from rulestore.workshop import Workshop, folder_at, tree_at


class Whatever(Enum):
    """For an edit that does not say what it has seen."""

    IS_THERE = "whatever is there"


WHATEVER: Final = Whatever.IS_THERE


@dataclass(frozen=True)
class Edit:
    """Write a file, or take it away (`content` None); `seen` is the blob it replaces, None if there was none."""

    path: str
    content: bytes | None
    seen: Oid | Whatever | None = WHATEVER


@dataclass(frozen=True)
class Signed:
    """What a new commit says beside its files."""

    author: Signature
    message: str


def commit_edits(workshop: Workshop, parent: Oid | None, edits: Sequence[Edit], signed: Signed) -> Oid:
    """Raises BadName, TooLarge, BlobMoved, NothingChanged."""
    before = tree_at(workshop, parent)
    after = edited(workshop, before, edits)
    if after == before:
        raise NothingChanged("these files are there already, to the byte")
    return workshop.commit(after, (parent,) if parent else (), signed.author, signed.message)


def edited(workshop: Workshop, tree: Oid | None, edits: Sequence[Edit]) -> Oid:
    """The tree with all edits done. Raises BadName, TooLarge, BlobMoved."""
    if len(edits) > EDITS:
        raise TooLarge(f"more than {EDITS} files in one commit")
    paths = {checked_path(edit.path): edit for edit in edits}
    if len(paths) != len(edits):
        raise BadName("one file is edited twice in one commit")
    return workshop.tree(_folder(workshop, tree, list(paths.items())))


def _folder(workshop: Workshop, tree: Oid | None, edits: list[tuple[tuple[str, ...], Edit]]) -> dict[str, Entry]:
    """What goes makes room for what comes: a file may take the place of a folder, and a folder that of a file."""
    folder = dict(folder_at(workshop, tree))
    here = [(path[0], edit) for path, edit in edits if len(path) == 1]
    below: dict[str, list[tuple[tuple[str, ...], Edit]]] = {}
    for path, edit in edits:
        if len(path) > 1:
            below.setdefault(path[0], []).append((path[1:], edit))
    for name, edit in here:
        if edit.content is None:
            _file(workshop, folder, name, edit)
    for name, inner in below.items():
        _subfolder(workshop, folder, name, inner)
    for name, edit in here:
        if edit.content is not None:
            _file(workshop, folder, name, edit)
    return folder


def _file(workshop: Workshop, folder: dict[str, Entry], name: str, edit: Edit) -> None:
    there = folder.get(name)
    if there is not None and there.is_folder:
        raise BadName(f"{edit.path!r} is a folder")
    current = there.oid if there is not None else None
    if edit.seen is not WHATEVER and edit.seen != current:
        raise BlobMoved(edit.path, current)
    if edit.content is None:
        if there is None:
            raise BlobMoved(edit.path, None)
        del folder[name]
    else:
        folder[name] = Entry(FILE, workshop.blob(edit.content))


def _subfolder(
    workshop: Workshop, folder: dict[str, Entry], name: str, edits: list[tuple[tuple[str, ...], Edit]]
) -> None:
    there = folder.get(name)
    if there is not None and not there.is_folder:
        raise BadName(f"{edits[0][1].path!r} would lie inside of a file")
    inner = _folder(workshop, there.oid if there is not None else None, edits)
    if inner:
        folder[name] = Entry(FOLDER, workshop.tree(inner))
    else:
        folder.pop(name, None)  # git keeps no empty folders
