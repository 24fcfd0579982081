"""One file of a revision, and all of them together."""

import io
import zipfile

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.model import File
from catalog_admin.rules.trees import Trees
from rulestore import reading as stored
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid

BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # as far as archives know: the same files are the same bytes


def file(reads: Reads | Work, mirrors: Mirrors, at: str, path: str) -> File:
    """Raises RevisionNotFound, FileNotFound, BadName."""

    def found(graph: Graph, commit: Oid) -> File:
        blob, content = stored.file(graph, commit, path)
        return File(path, blob.hex(), commit.hex(), content)

    with reading(reads, mirrors) as store:
        return store.ask(at, found)


def archive(reads: Reads | Work, mirrors: Mirrors, at: str) -> tuple[str, bytes]:
    """The commit, and its files in a zip archive."""
    with reading(reads, mirrors) as store:
        commit, files = store.ask(at, lambda graph, found: (found, Trees(graph).at(found)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archived:
        for path in sorted(files):
            archived.writestr(zipfile.ZipInfo(path, BEGINNING_OF_TIME), files[path], zipfile.ZIP_DEFLATED)
    return commit.hex(), packed.getvalue()
