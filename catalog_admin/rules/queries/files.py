"""One file of a revision, and all of them together."""

import zipfile
from typing import BinaryIO

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.model import File
from rulestore import reading as stored
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.workshop import blob_at

BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # as far as archives know: the same files are the same bytes


def file(reads: Reads | Work, mirrors: Mirrors, at: str, path: str) -> File:
    """Raises RevisionNotFound, FileNotFound, BadName."""

    def found(graph: Graph, commit: Oid) -> File:
        blob, content = stored.file(graph, commit, path)
        return File(path, blob.hex(), commit.hex(), content)

    with reading(reads, mirrors) as store:
        return store.ask(at, found)


def archive(reads: Reads | Work, mirrors: Mirrors, at: str, into: BinaryIO) -> str:
    """All files of a revision as a zip archive, and which commit that is; one of them is in memory at a time.

    Raises RevisionNotFound.
    """

    def pack(graph: Graph, commit: Oid) -> Oid:
        into.seek(0)  # a mirror that proves broken is asked once more
        into.truncate()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archived:
            for path, blob in sorted(stored.files(graph, commit).items()):
                named = zipfile.ZipInfo(path, BEGINNING_OF_TIME)
                archived.writestr(named, blob_at(graph, blob), zipfile.ZIP_DEFLATED)
        return commit

    with reading(reads, mirrors) as store:
        return store.ask(at, pack).hex()
