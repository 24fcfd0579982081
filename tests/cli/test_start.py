"""What a command imports is what it needs; and the program says which one it is."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal

HEAVY = {"alembic", "fastapi", "starlette", "strawberry", "opentelemetry.sdk", "polars", "uvicorn", "procrastinate"}
ROOT = Path(__file__).parents[2]


def loaded_by(*modules: str) -> set[str]:
    wanted = "".join(f"import {module}; " for module in modules)
    shown = subprocess.run(
        [sys.executable, "-c", f"import sys; {wanted}print('\\n'.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return set(shown.stdout.split())


def test_help_loads_no_room() -> None:
    ours = {name for name in loaded_by("catalog_admin.cli.app") if name.startswith("catalog_admin.")}
    assert ours == {"catalog_admin.cli", "catalog_admin.cli.app"}


def test_what_needs_no_framework_loads_none() -> None:
    groups = ("audit", "event", "job", "binding", "api_token", "tenant", "price")
    assert loaded_by(*(f"catalog_admin.cli.{group}" for group in groups)) & HEAVY == set()


def test_no_command_on_the_draft_loads_a_web_framework() -> None:
    groups = ("environment", "catalog", "node", "rule", "product", "imports", "versions", "tag")
    assert loaded_by(*(f"catalog_admin.cli.{group}" for group in groups)) & (HEAVY - {"polars"}) == set()


@pytest.mark.parametrize("group", ["attribute", "imports", "bundle", "serve", "worker"])
def test_who_changes_attributes_can_ask_who_uses_them(group: str) -> None:
    assert "catalog_admin.catalogs.uses" in loaded_by(f"catalog_admin.cli.{group}")


def test_says_its_version(terminal: Terminal) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert terminal.run("--version") == f"catalog-admin {project['version']}\n"
