"""The files of a revision, with what each says of itself."""

from bisect import bisect_right
from dataclasses import dataclass

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.labelling import Labelled, Labels
from catalog_admin.rules.model import Listed
from rulestore import reading as stored
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid

# Which of them a file is, only its content says.
IN_ONE_FOLDER = {
    ArtefactKind.RULE: ArtefactKind.RULESET,
    ArtefactKind.APPROVAL_POLICIES: ArtefactKind.APPROVAL_POLICY,
}


@dataclass(frozen=True)
class Wanted:
    """What a file has to be, or to say; None asks nothing. `q` is looked for in its path, id, name and tags."""

    kind: ArtefactKind | None = None
    owner: str | None = None
    q: str | None = None

    def may_be(self, path: str) -> bool:
        """As far as its path says: no other file is read."""
        return self.kind is None or kind_at(path) == IN_ONE_FOLDER.get(self.kind, self.kind)

    def is_met(self, path: str, labelled: Labelled) -> bool:
        label = labelled.label
        if self.kind is not None and label.kind != self.kind:
            return False
        if self.owner is not None and self.owner not in label.owners:
            return False
        return self.q is None or self._is_told(path, label.id, label.name, *label.tags)

    def _is_told(self, *words: str | None) -> bool:
        sought = (self.q or "").casefold()
        return any(sought in word.casefold() for word in words if word is not None)


ANY = Wanted()


def listed(
    reads: Reads | Work,
    mirrors: Mirrors,
    at: str,
    below: str = "",
    wanted: Wanted = ANY,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[Listed]:
    """By path, those in a folder and in folders of it. Raises RevisionNotFound, FileNotFound.

    A page ends early where many files had to be read that nobody had read yet: its cursor goes on there.
    """
    last = str(key_of(after, width=1)[0]) if after else ""
    with reading(reads, mirrors) as store:

        def found(graph: Graph, commit: Oid) -> Page[Listed]:
            blobs = {path: blob for path, blob in stored.files(graph, commit, below).items() if wanted.may_be(path)}
            return _page(blobs, Labels(store.repo, graph), wanted, last, limit)

        return store.ask(at, found)


def _page(blobs: dict[str, Oid], labels: Labels, wanted: Wanted, last: str, limit: int) -> Page[Listed]:
    paths = sorted(blobs)
    items: list[Listed] = []
    for place in range(bisect_right(paths, last), len(paths)):
        if len(items) == limit or labels.is_spent:
            return Page(items, cursor(paths[place - 1]))
        path, blob = paths[place], blobs[paths[place]]
        labelled = labels.of(path, blob)
        if wanted.is_met(path, labelled):
            items.append(Listed(path, blob.hex(), labelled.size, labelled.label))
    return Page(items)
