"""Where a new commit is made: objects in memory, over those that are stored already.

Plain functions write git's formats, so nothing lies on a disk that a killed process would leave behind, and nothing
of libgit2 writes at all.
"""

from typing import Protocol

from rulestore.errors import BadName, Broken, TooLarge
from rulestore.limits import BLOB_BYTES, FOLDER_ENTRIES, MESSAGE_BYTES
from rulestore.model import Commit, GitObject, Kind, Oid, Signature
from rulestore.names import check_people
from rulestore.objects import Folder, commit_object, commit_of, folder_of, oid_of, tag_object, tree_of


class Source(Protocol):
    """Whatever objects are read from; raises Broken for one that is not there."""

    def read(self, oid: Oid) -> GitObject: ...


class Workshop:
    """`made` is what has to land with the ref: in the order of making, so nothing stands before what it names.

    A folder is read once, however often it is asked for: making a commit and telling what it changed look at the same.
    """

    def __init__(self, source: Source) -> None:
        self.made: dict[Oid, GitObject] = {}
        self._source = source
        self._folders: dict[Oid, Folder] = {}

    def read(self, oid: Oid) -> GitObject:
        return self.made.get(oid) or self._source.read(oid)

    def folder(self, tree: Oid) -> Folder:
        found = self._folders.get(tree)
        if found is None:
            found = self._folders[tree] = folder_of(_of_kind(self, tree, Kind.TREE))
        return found

    def blob(self, content: bytes) -> Oid:
        """Raises TooLarge."""
        if len(content) > BLOB_BYTES:
            raise TooLarge(f"a file of more than {BLOB_BYTES} bytes")
        return self._add(GitObject(Kind.BLOB, content))

    def tree(self, folder: Folder) -> Oid:
        """The folder is not to be changed from then on. Raises TooLarge."""
        if len(folder) > FOLDER_ENTRIES:
            raise TooLarge(f"a folder of more than {FOLDER_ENTRIES} entries")
        oid = self._add(tree_of(folder))
        self._folders[oid] = folder
        return oid

    def commit(self, tree: Oid, parents: tuple[Oid, ...], author: Signature, message: str) -> Oid:
        """Raises BadName, TooLarge; and Broken where its tree or a parent is not there."""
        _check_message(message)
        check_people([author])
        if self.read(tree).kind is not Kind.TREE or any(self.read(each).kind is not Kind.COMMIT for each in parents):
            raise Broken("a commit of something else than a tree and commits")
        return self._add(commit_object(Commit(tree, parents, author, author, message)))

    def tag(self, target: Oid, name: str, tagger: Signature, message: str) -> Oid:
        """An annotated tag. Raises BadName, TooLarge."""
        _check_message(message)
        check_people([tagger])
        return self._add(tag_object(target, self.read(target).kind, name, tagger, message))

    def _add(self, what: GitObject) -> Oid:
        oid = oid_of(what)
        self.made.setdefault(oid, what)
        return oid


def folder_at(source: Source, tree: Oid | None) -> Folder:
    """What lies in a tree; None is one that is not there."""
    if tree is None:
        return {}
    return source.folder(tree) if isinstance(source, Workshop) else folder_of(_of_kind(source, tree, Kind.TREE))


def commit_at(source: Source, oid: Oid) -> Commit:
    return commit_of(source.read(oid))


def tree_at(source: Source, commit: Oid | None) -> Oid | None:
    return None if commit is None else commit_at(source, commit).tree


def blob_at(source: Source, oid: Oid) -> bytes:
    return _of_kind(source, oid, Kind.BLOB).content


def _of_kind(source: Source, oid: Oid, kind: Kind) -> GitObject:
    found = source.read(oid)
    if found.kind is not kind:
        raise Broken(f"{oid.hex()} is a {found.kind.name.lower()} and no {kind.name.lower()}")
    return found


def _check_message(message: str) -> None:
    if "\0" in message or not message.strip():
        raise BadName("a message that says nothing, or holds a null")
    if len(message.encode()) > MESSAGE_BYTES:
        raise TooLarge(f"a message of more than {MESSAGE_BYTES} bytes")
