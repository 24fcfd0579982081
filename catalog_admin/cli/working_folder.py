"""Rules as they lie in somebody's working folder, before they are committed or pushed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from catalog_admin.artefacts.kinds.limits import FILE_BYTES, FILES, TREE_BYTES
from catalog_admin.artefacts.kinds.paths import is_beside
from catalog_admin.cli.errors import BadArgument


def files_in(folder: Path) -> dict[str, bytes]:
    """What a commit of all of it would hold: in a clone, what git does not ignore. Raises BadArgument."""
    if not folder.is_dir():
        raise BadArgument(f"there is no folder {folder}", pointer="/dir")
    found: dict[str, bytes] = {}
    size = 0
    for path in sorted(_known_to_git(folder) or _walked(folder)):
        content = _content(folder / path)
        if content is None:
            continue
        found[path] = content
        size += len(content)
        if len(found) > FILES or size > TREE_BYTES:
            raise BadArgument(f"{folder} holds more than {FILES:,} files or {TREE_BYTES:,} bytes", pointer="/dir")
    return found


def _content(file: Path) -> bytes | None:
    """None of what is gone, or is no plain file: a link is none, wherever it leads."""
    if file.is_symlink() or not file.is_file():
        return None
    with file.open("rb") as opened:
        return opened.read(FILE_BYTES + 1)  # beyond that it is refused, whatever follows


def _known_to_git(folder: Path) -> list[str]:
    """Nothing where git is not at hand, or knows nothing of the folder."""
    git = shutil.which("git")
    if git is None:
        return []
    # A setting of the clone could name a program that is to be asked what has changed.
    asked = [git, "-c", "core.fsmonitor=false", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(asked, cwd=folder, capture_output=True, check=False)  # noqa: S603 - nothing of it is input
    return [os.fsdecode(name) for name in set(said.stdout.split(b"\0")) if name] if said.returncode == 0 else []


def _walked(folder: Path) -> Iterator[str]:
    """Without what begins with a dot: that is some tool's, and not the repository's."""
    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in files:
            path = str((Path(place) / name).relative_to(folder).as_posix())
            if not name.startswith(".") or is_beside(path):
                yield path
