"""Runs the checks and the tests, and closes with one line that counts both."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from tools.bootstrap import CACHE, PYTHON, ROOT, VENV, environment
from tools.console import Console, Node

BIN = VENV / "bin"
LINT: dict[str, list[str | Path]] = {
    "ruff check": [BIN / "ruff", "check"],
    "ruff format": [BIN / "ruff", "format", "--check"],
}
TYPES: dict[str, list[str | Path]] = {"mypy": [BIN / "mypy"]}
CONTRACTS: dict[str, list[str | Path]] = {"import contracts": [BIN / "lint-imports"]}
EVERYTHING = {**LINT, **TYPES, **CONTRACTS}
# The console's: what `make test` calls it, and its task in ui/package.json.
CONSOLE = {"console lint": "lint", "console types": "types", "console tests": "test"}
CLIENT = "src/api/generated/schema.d.ts"


class Count:
    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0

    def close(self) -> int:
        """The last line, and the exit code that agrees with it."""
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        return 1 if self.failed else 0


def check(commands: dict[str, list[str | Path]], count: Count) -> None:
    """Each check counts as one test; all of them run, so that one run tells everything."""
    for name, command in commands.items():
        _judge(name, count, lambda command=command: _run(command))  # type: ignore[misc]


def check_console(console: Console, node: Node, count: Count) -> None:
    """The console's own checks, of which `npm run test` counts as one as well."""
    console.install(node)
    for name, task in CONSOLE.items():
        _judge(name, count, lambda task=task: console.run(node, "run", "--silent", task))  # type: ignore[misc]
    _judge("console client", count, lambda: _client_is_current(console, node))


def _judge(name: str, count: Count, run: Callable[[], subprocess.CompletedProcess[str]]) -> None:
    began = time.monotonic()
    ended = run()
    good = ended.returncode == 0
    count.passed += good
    count.failed += not good
    seconds = time.monotonic() - began
    print(f"{name:18} {'ok' if good else 'FAILED'}  ({seconds:.1f} s)", flush=True)
    if not good:
        print(ended.stdout, flush=True)


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _client_is_current(console: Console, node: Node) -> subprocess.CompletedProcess[str]:
    """Made anew beside the committed one: an API that changed must be told to the console's compiler."""
    fresh = CACHE / "schema.d.ts"
    CACHE.mkdir(exist_ok=True)
    made = ["openapi-typescript", "../docs/reference/openapi.json", "--alphabetize", "-o", str(fresh)]
    ended = console.run(node, "exec", "--", *made)
    if ended.returncode == 0 and fresh.read_bytes() != (console.ui / CLIENT).read_bytes():
        return subprocess.CompletedProcess([], 1, f"ui/{CLIENT} is not what openapi.json says: make client")
    return ended


def test(arguments: list[str], count: Count) -> None:
    report = CACHE / "tests.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    # A file stays with one worker: most of what it costs to begin one is shared by its tests.
    workers = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    command: list[str | Path] = [PYTHON, "-m", "pytest", *workers, "--junit-xml", report, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
    failures = _add(report, count)
    if code != 0 and not failures:  # it broke before or beside the tests: nothing ran, a worker died
        print(f"pytest ended with exit code {code}", file=sys.stderr)
        count.failed += 1


def _add(report: Path, count: Count) -> int:
    if not report.exists():
        return 0
    said = [suite.attrib for suite in ElementTree.parse(report).iter("testsuite")]
    tests, failures, errors, skipped = (
        sum(int(one[name]) for one in said) for name in ("tests", "failures", "errors", "skipped")
    )
    count.passed += tests - failures - errors - skipped
    count.failed += failures + errors
    count.skipped += skipped
    return failures + errors
