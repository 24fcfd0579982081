"""Runs the checks and the tests, and closes with one line that counts both."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from tools.bootstrap import CACHE, PYTHON, ROOT, VENV, environment

BIN = VENV / "bin"
LINT: dict[str, list[str | Path]] = {
    "ruff check": [BIN / "ruff", "check"],
    "ruff format": [BIN / "ruff", "format", "--check"],
}
TYPES: dict[str, list[str | Path]] = {"mypy": [BIN / "mypy"]}
CONTRACTS: dict[str, list[str | Path]] = {"import contracts": [BIN / "lint-imports"]}
EVERYTHING = {**LINT, **TYPES, **CONTRACTS}


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
        began = time.monotonic()
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        good = ended.returncode == 0
        count.passed += good
        count.failed += not good
        seconds = time.monotonic() - began
        print(f"{name:18} {'ok' if good else 'FAILED'}  ({seconds:.1f} s)", flush=True)
        if not good:
            print(ended.stdout, flush=True)


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
