"""Whole trees of files, as artefacts look at them; bounded before they are read."""

from catalog_admin.artefacts.kinds.limits import FILES, TREE_BYTES
from catalog_admin.rules.errors import TooMuch
from rulestore.model import Oid
from rulestore.reading import files_in
from rulestore.workshop import Source, blob_at, commit_at, tree_at


class Trees:
    """Of several commits: what they share is read once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[Oid, bytes] = {}

    def at(self, commit: Oid | None) -> dict[str, bytes]:
        """None is the time before the first commit. Raises TooMuch."""
        return self.in_tree(tree_at(self._source, commit))

    def parents(self, commit: Oid) -> tuple[Oid, ...]:
        return commit_at(self._source, commit).parents

    def in_tree(self, tree: Oid | None) -> dict[str, bytes]:
        """Raises TooMuch."""
        listed = files_in(self._source, tree)
        if len(listed) > FILES:
            raise TooMuch(f"{len(listed):,} files; a repository has at most {FILES:,}")
        found, size = {}, 0
        for path, oid in listed.items():
            found[path] = self._content(oid)
            size += len(found[path])
            if size > TREE_BYTES:
                raise TooMuch(f"more than {TREE_BYTES:,} bytes in all files together")
        return found

    def _content(self, oid: Oid) -> bytes:
        if oid not in self._known:
            self._known[oid] = blob_at(self._source, oid)
        return self._known[oid]
