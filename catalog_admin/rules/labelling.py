"""The labels of files, read once: a blob's name stands for its bytes, so what was read of it stays true."""

from dataclasses import dataclass

from catalog_admin.artefacts.kinds.labels import Label, label_of
from catalog_admin.kit.last_used import LastUsed
from rulestore.model import Oid, Repo
from rulestore.workshop import Source, blob_at

# Of files that nobody has read yet, for one page: half a second.
READ_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Labelled:
    """`size` in bytes."""

    label: Label
    size: int


_READ: LastUsed[Labelled] = LastUsed(20_000)


class Labels:
    """Of one repository, for one page; `is_spent` once it has read as much as one page may."""

    def __init__(self, repo: Repo, source: Source, most_bytes: int = READ_BYTES) -> None:
        self._repo, self._source, self._left = repo, source, most_bytes

    @property
    def is_spent(self) -> bool:
        return self._left <= 0

    def of(self, path: str, blob: Oid) -> Labelled:
        key = (self._repo.tenant, self._repo.repo_id, path, blob)
        found = _READ.get(key)
        if found is None:
            content = blob_at(self._source, blob)
            found = Labelled(label_of(path, content), len(content))
            self._left -= len(content)
            _READ.keep(key, found)
        return found
