"""Everything a developer runs; `make TASK` and `python3 -m tools.dev TASK` are the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import checks, chromium
from tools.bootstrap import PYTHON, ROOT, ensure_environment, ensure_python, environment, fetch_node, find_uv, run
from tools.console import Console, find_node, is_left_out


def task_run() -> None:
    """set up, build the console, start the database, migrate, serve on http://127.0.0.1:8000 (PORT, DATA_DIR)"""
    os.chdir(str(ROOT))
    _build_console()
    # Replaces this process, so that Ctrl-C and SIGTERM reach the service itself.
    os.execve(str(PYTHON), [str(PYTHON), "-m", "catalog_admin.cli", "serve"], environment())


def task_test() -> int:
    """set up, then lint, types, import contracts and every test; the last line counts them"""
    count = checks.Count()
    _build_console()
    checks.check(checks.EVERYTHING, count)
    if not is_left_out():
        checks.check_console(Console(ROOT), find_node(fetch_node), count)
        chromium.ensure()
    checks.test([], count)
    return count.close()


def task_test_fast() -> int:
    """the tests without faults, journeys and browsers, under a minute"""
    count = checks.Count()
    checks.test(["-m", "not faults and not journey and not browser"], count)
    return count.close()


def task_bench() -> None:
    """the benchmarks in reduced sizes, with their floors"""
    _bring_a_browser()
    run(PYTHON, "-m", "benchmarks")


def task_bench_full() -> None:
    """the benchmarks in the sizes the bars are set for: a million rate plans"""
    _bring_a_browser()
    run(PYTHON, "-m", "benchmarks", "--full")


def task_lint() -> int:
    """ruff: rules and format"""
    return _checked(checks.LINT)


def task_types() -> int:
    """mypy, strict"""
    return _checked(checks.TYPES)


def task_arch() -> int:
    """the import contracts: which room may know which"""
    return _checked(checks.CONTRACTS)


def task_docs() -> None:
    """write the generated pages of docs/reference/, and the console's client where node is at hand"""
    run(PYTHON, "-m", "tools.reference")
    if (ROOT / "ui" / "node_modules").is_dir():
        task_client()


def task_plans() -> None:
    """write docs/reference/plans.md: how PostgreSQL answers what storefronts ask all day"""
    os.environ["WRITE_PLANS"] = "1"
    run(PYTHON, "-m", "pytest", "-q", "-n", "0", "tests/storefront/test_hot_statements.py")


def task_client() -> None:
    """write the console's typed client from docs/reference/openapi.json"""
    node, console = find_node(fetch_node), Console(ROOT)
    console.install(node)
    ended = console.run(node, "run", "client")
    if ended.returncode != 0:
        sys.exit(ended.stdout)


def task_console() -> None:
    """build the web console, if its sources are newer than what was built"""
    _build_console()


def task_screenshots() -> None:
    """photograph every screen of the console in both themes into .cache/screenshots/"""
    _bring_a_browser()
    run(PYTHON, "-m", "tools.screenshots")


def task_migration() -> None:
    """begin a migration: make migration NAME="add node tree\""""
    run(PYTHON, "-m", "tools.migration", os.environ.get("NAME", ""))


def task_lock() -> None:
    """write requirements.lock and tools/uv.txt anew from pyproject.toml"""
    flags = ["--generate-hashes", "--universal", "--no-emit-index-url", "--no-annotate", "--upgrade", "--quiet"]
    project = ["--python-version", "3.11", "--extra", "dev", "pyproject.toml"]
    run(find_uv(), "pip", "compile", *flags, *project, "-o", "requirements.lock")
    run(find_uv(), "pip", "compile", *flags, "--no-header", "tools/uv.in", "-o", "tools/uv.txt")


def task_demo_reset() -> None:
    """delete the embedded database; the next `make run` loads the demo anew"""
    run(PYTHON, "-m", "tools.demo_reset")


def task_clean() -> None:
    """delete what can be made again: .venv and caches; never data"""
    caches = (".venv", ".cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")
    for name in (*caches, "ui/node_modules", "ui/dist", "catalog_admin/_console"):
        shutil.rmtree(str(ROOT / name), ignore_errors=True)


def _bring_a_browser() -> None:
    _build_console()
    chromium.ensure()


def _build_console() -> None:
    console = Console(ROOT)
    if is_left_out() or console.is_built():
        return
    print("Building the console (a minute the first time) ...", flush=True)
    try:
        console.build(find_node(fetch_node))
    except subprocess.CalledProcessError as wrong:
        sys.exit(f"the console could not be built ({wrong}); CATALOG_ADMIN_UI=skip does without it")


def _checked(commands: dict[str, list[str | Path]]) -> int:
    count = checks.Count()
    checks.check(commands, count)
    return 1 if count.failed else 0


TASKS = {
    name[len("task_") :].replace("_", "-"): function for name, function in globals().items() if name.startswith("task_")
}
NEED_NO_ENVIRONMENT = {"clean", "lock"}


def main() -> int:
    ensure_python()
    if len(sys.argv) != 2 or sys.argv[1] not in TASKS:
        for name, function in TASKS.items():
            print(f"make {name:12} {function.__doc__}")
        return 0 if sys.argv[1:] in ([], ["help"]) else 2
    if sys.argv[1] not in NEED_NO_ENVIRONMENT:
        ensure_environment()
    return TASKS[sys.argv[1]]() or 0


if __name__ == "__main__":
    sys.exit(main())
