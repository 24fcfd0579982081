"""The files of a bundle: only what lies in its folder, by relative paths, without links, within bounds."""

import gzip
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from bundles.limits import DEFAULT, Limits
from bundles.problems import Unreadable

DOCUMENTS = (".yaml", ".yml", ".json")


class Folder:
    """Opens by names relative to `root`; anything that leads out, or through a link, is refused."""

    def __init__(self, root: Path, limits: Limits = DEFAULT) -> None:
        self.root = root
        self._limits = limits

    def documents(self) -> list[str]:
        """Names of the document files directly in the folder, in order."""
        names = sorted(entry.name for entry in self.root.iterdir() if entry.name.endswith(DOCUMENTS))
        if len(names) > self._limits.files:
            raise Unreadable("bundle.too_many_files", f"more than {self._limits.files} files")
        return names

    def text(self, name: str) -> str:
        """A whole document file as text; raises Unreadable."""
        with self.open(name, self._limits.file_bytes) as stream:
            content = stream.read()
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as wrong:
            line = content.count(b"\n", 0, wrong.start) + 1
            raise Unreadable("bundle.bad_text", f"not UTF-8 at byte {wrong.start}", line) from wrong

    @contextmanager
    def open(self, name: str, most: int | None = None) -> Iterator[io.BufferedReader]:
        """Bytes of a file, unpacked if it ends with .gz; reading past the bound raises Unreadable."""
        path = self._inside(name)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError as wrong:
            raise Unreadable("bundle.no_such_file", f"{name} cannot be read: {wrong.strerror}") from wrong
        with os.fdopen(descriptor, "rb") as raw:
            unpacked = gzip.GzipFile(fileobj=raw) if name.endswith(".gz") else raw
            bounded = _Bounded(unpacked, name, most or self._limits.data_file_bytes)
            yield io.BufferedReader(bounded, 256 * 1024)

    def _inside(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or "\\" in name or "\x00" in name or any(part == ".." for part in parts):
            raise Unreadable("bundle.outside", f"{name!r} does not lie in the bundle", 1, "use a relative path")
        path = self.root
        for part in parts:
            path = path / part
            if path.is_symlink():
                raise Unreadable("bundle.link_refused", f"{name!r} leads through a link", 1, "copy the file")
        if not path.is_file():
            raise Unreadable("bundle.no_such_file", f"there is no file {name!r} in the bundle")
        return path


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than so many bytes: archives lie about their size."""

    def __init__(self, source: io.BufferedIOBase | gzip.GzipFile, name: str, most: int) -> None:
        self._source, self._name, self._left, self._most = source, name, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            piece = self._source.read(len(buffer))
        except (OSError, EOFError) as wrong:
            raise Unreadable("bundle.broken_archive", f"{self._name} cannot be unpacked") from wrong
        self._left -= len(piece)
        if self._left < 0:
            raise Unreadable("bundle.too_large", f"{self._name} holds more than {self._most} bytes")
        buffer[: len(piece)] = piece
        return len(piece)
