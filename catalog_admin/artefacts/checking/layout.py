"""How files lie: not too many, none in another's way on a computer that ignores case."""

from collections import Counter
from collections.abc import Iterator, Mapping

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.limits import FILES, FOLDER_ENTRIES, TREE_BYTES


def layout(files: Mapping[str, bytes]) -> Iterator[Finding]:
    yield from _alike(files)
    yield from _crowded(files)


def is_too_large(files: Mapping[str, bytes]) -> Finding | None:
    """Such a tree is not looked into."""
    if len(files) > FILES:
        return Finding("", "", Code.TOO_LARGE, f"{len(files):,} files; there are at most {FILES:,}")
    size = sum(map(len, files.values()))
    if size > TREE_BYTES:
        return Finding("", "", Code.TOO_LARGE, f"{size:,} bytes; there are at most {TREE_BYTES:,}")
    return None


def _alike(files: Mapping[str, bytes]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path in sorted(files):
        other = first.setdefault(path.casefold(), path)
        if other != path:
            reason = f"{other} differs from it in case alone: many computers cannot hold both"
            yield Finding(path, "", Code.ALIKE, reason, key=frozenset({path.casefold()}))


def _crowded(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Git writes a folder anew with each change in it: a hundred entries are a small page, ten thousand a book."""
    entries = Counter(folder for folder, _ in {pair for path in files for pair in _steps(path)})
    for folder, count in sorted(entries.items()):
        if count > FOLDER_ENTRIES:
            reason = f"{count} entries; a folder has at most {FOLDER_ENTRIES}"
            yield Finding(folder, "", Code.CROWDED, reason, "spread them over folders in it", Severity.WARNING)


def _steps(path: str) -> Iterator[tuple[str, str]]:
    folder, _, name = path.rpartition("/")
    yield folder, name
    if folder:
        yield from _steps(folder)
