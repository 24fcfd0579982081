"""Whether folders are what the store makes itself: plain files, names that mean one thing everywhere, no bombs."""

from dataclasses import dataclass

from rulestore.errors import Broken, Refused, Unsound
from rulestore.limits import FILES, FOLDER_ENTRIES, PATH_DEPTH
from rulestore.model import Oid
from rulestore.names import checked_name
from rulestore.objects import FILE, FOLDER, Entry, Folder, oid_of, tree_of
from rulestore.workshop import Source, folder_at

EMPTY = oid_of(tree_of({}))


@dataclass(frozen=True)
class Extent:
    """`depth` counts folders, `files` all that lie below, each as often as it is reached."""

    depth: int
    files: int


class Folders:
    """Each is read once, however often it is reached: a tree of ten objects can unfold to a million files."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[Oid, Extent] = {}

    def check(self, tree: Oid) -> None:
        """What lies directly in it. Raises Unsound."""
        entries = self._entries(tree)
        if len(entries) > FOLDER_ENTRIES:
            raise Unsound(f"a folder of more than {FOLDER_ENTRIES} entries")
        first: dict[str, str] = {}
        for name, entry in entries.items():
            _check_entry(name, entry)
            twin = first.setdefault(name.lower(), name)
            if twin != name:
                raise Unsound(f"{twin} and {name} in one folder: many computers cannot hold both")

    def measure(self, tree: Oid | None) -> None:
        """All below a commit's root. Raises Unsound."""
        if tree is not None and self._extent(tree, 0).files > FILES:
            raise Unsound(f"more than {FILES} files")

    def _extent(self, tree: Oid, level: int) -> Extent:
        if level >= PATH_DEPTH:
            raise Unsound(f"more than {PATH_DEPTH} folders in each other")
        if (known := self._known.get(tree)) is None:
            entries = self._entries(tree).values()
            below = [self._extent(entry.oid, level + 1) for entry in entries if entry.is_folder]
            files = len(entries) - len(below) + sum(each.files for each in below)
            known = self._known[tree] = Extent(1 + max((each.depth for each in below), default=0), files)
        if level + known.depth > PATH_DEPTH:
            raise Unsound(f"more than {PATH_DEPTH} folders in each other")
        return known

    def _entries(self, tree: Oid) -> Folder:
        try:
            return folder_at(self._source, tree)
        except (Broken, ValueError) as odd:
            raise Unsound(f"{tree.hex()[:12]} is no folder") from odd


def _check_entry(name: str, entry: Entry) -> None:
    try:
        checked_name(name)
    except Refused as odd:
        raise Unsound(str(odd)) from odd
    if entry.mode not in (FILE, FOLDER):
        raise Unsound(f"{name} has the mode {entry.mode}: files are {FILE}, neither programs, links nor modules")
    if entry.oid == EMPTY:
        raise Unsound(f"{name} is an empty folder")
