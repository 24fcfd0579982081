"""What is in a commit, and what came before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rulestore.errors import NoSuchPath, TooLarge
from rulestore.graph import Graph
from rulestore.limits import FILES, TAGS_OF_TAGS
from rulestore.model import Commit, Kind, Oid, Tag
from rulestore.names import checked_path
from rulestore.objects import Entry, Folder, commit_of, tag_of
from rulestore.workshop import Source, blob_at, folder_at, tree_at


@dataclass(frozen=True)
class Logged:
    oid: Oid
    commit: Commit


def folder(source: Source, commit: Oid, path: str = "") -> Folder:
    """What lies directly in it. Raises NoSuchPath, also for a file."""
    if not path:
        return folder_at(source, tree_at(source, commit))
    entry = entry_at(source, commit, path)
    if not entry.is_folder:
        raise NoSuchPath(f"{path} is a file")
    return folder_at(source, entry.oid)


def entry_at(source: Source, commit: Oid, path: str) -> Entry:
    """Raises NoSuchPath, BadName, TooLarge."""
    *folders, name = checked_path(path)
    tree = tree_at(source, commit)
    for each in folders:
        entry = folder_at(source, tree).get(each)
        if entry is None or not entry.is_folder:
            raise NoSuchPath(f"there is no {path}")
        tree = entry.oid
    found = folder_at(source, tree).get(name)
    if found is None:
        raise NoSuchPath(f"there is no {path}")
    return found


def file(source: Source, commit: Oid, path: str) -> tuple[Oid, bytes]:
    """The blob, to be seen by an edit, and its bytes. Raises NoSuchPath, also for a folder."""
    entry = entry_at(source, commit, path)
    if entry.is_folder:
        raise NoSuchPath(f"{path} is a folder")
    return entry.oid, blob_at(source, entry.oid)


def files(source: Source, commit: Oid, below: str = "") -> dict[str, Oid]:
    """All blobs by their paths, in order. Raises NoSuchPath; TooLarge beyond a hundred thousand."""
    if not below:
        return files_in(source, tree_at(source, commit))
    entry = entry_at(source, commit, below)
    return files_in(source, entry.oid, f"{below}/") if entry.is_folder else {below: entry.oid}


def files_in(source: Source, tree: Oid | None, prefix: str = "") -> dict[str, Oid]:
    """The same of a tree. Raises TooLarge."""
    found = dict(islice(_files(source, tree, prefix), FILES + 1))
    if len(found) > FILES:
        raise TooLarge(f"more than {FILES} files")
    return found


def contents(source: Source, commit: Oid, below: str = "") -> dict[str, bytes]:
    """All files with what is in them. Raises what `files` does."""
    return {path: blob_at(source, oid) for path, oid in files(source, commit, below).items()}


def log(graph: Graph, tip: Oid, *, hidden: Oid | None = None, skip: int = 0, limit: int = 100) -> list[Logged]:
    """Newest first, without what `hidden` reaches."""
    wanted = islice(graph.newest_first(tip, hidden), skip, skip + limit)
    return [Logged(oid, commit_of(graph.read(oid))) for oid in wanted]


def tagged(source: Source, oid: Oid) -> tuple[Tag | None, Oid | None]:
    """What a tag's own object says, None of a light one; and the commit it leads to, None if that is something else."""
    said: Tag | None = None
    for _ in range(TAGS_OF_TAGS):
        found = source.read(oid)
        if found.kind is Kind.COMMIT:
            return said, oid
        if found.kind is not Kind.TAG:
            break
        tag = tag_of(found)
        said, oid = said or tag, tag.target
    return said, None


def _files(source: Source, tree: Oid | None, prefix: str) -> Iterator[tuple[str, Oid]]:
    for name, entry in folder_at(source, tree).items():
        if entry.is_folder:
            yield from _files(source, entry.oid, f"{prefix}{name}/")
        else:
            yield prefix + name, entry.oid
