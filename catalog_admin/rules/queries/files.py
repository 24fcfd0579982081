"""The files of a revision."""

import io
import zipfile
from bisect import bisect_right

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.finding import Finding
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.model import File, Listed
from catalog_admin.rules.trees import Trees
from rulestore import reading as stored
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid

BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # as far as archives know: the same files are the same bytes


def listed(
    reads: Reads | Work, mirrors: Mirrors, at: str, below: str = "", *, limit: int = 50, after: str | None = None
) -> Page[Listed]:
    """By path, those in a folder and in folders of it. Raises RevisionNotFound, FileNotFound."""
    last = str(key_of(after, width=1)[0]) if after else ""
    with reading(reads, mirrors) as store:
        blobs = store.ask(at, lambda graph, commit: stored.files(graph, commit, below))
    paths = sorted(blobs)
    first = bisect_right(paths, last)
    items = [Listed(path, blobs[path].hex()) for path in paths[first : first + limit]]
    return Page(items, cursor(items[-1].path) if first + limit < len(paths) else None)


def file(reads: Reads | Work, mirrors: Mirrors, at: str, path: str) -> File:
    """Raises RevisionNotFound, FileNotFound, BadName."""

    def found(graph: Graph, commit: Oid) -> File:
        blob, content = stored.file(graph, commit, path)
        return File(path, blob.hex(), commit.hex(), content)

    with reading(reads, mirrors) as store:
        return store.ask(at, found)


def findings(reads: Reads | Work, mirrors: Mirrors, at: str) -> tuple[Finding, ...]:
    """Whatever is to be said against the whole of it: errors, and warnings that keep nothing out."""
    with reading(reads, mirrors) as store:
        return check(store.ask(at, lambda graph, commit: Trees(graph).at(commit))).findings


def archive(reads: Reads | Work, mirrors: Mirrors, at: str) -> tuple[str, bytes]:
    """The commit, and its files in a zip archive."""
    with reading(reads, mirrors) as store:
        commit, files = store.ask(at, lambda graph, found: (found, Trees(graph).at(found)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archived:
        for path in sorted(files):
            archived.writestr(zipfile.ZipInfo(path, BEGINNING_OF_TIME), files[path], zipfile.ZIP_DEFLATED)
    return commit.hex(), packed.getvalue()
