"""Documentation that cannot fall behind: links lead somewhere, commands exist, rooms and decisions are told."""

import re
from pathlib import Path

import pytest
import typer
from fastapi import FastAPI

from catalog_admin.cli.app import app as commands
from catalog_admin.main import ROOMS
from tools.permissions import openings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
ROUTE = re.compile(r"`(GET|POST|PUT|DELETE) (/[^\s`?]*)")
COMMAND = re.compile(r"^\$ (?:\w+=\$\()?catalog-admin ((?:[a-z-]+ ?)+)", re.MULTILINE)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_shown_exist(page: Path) -> None:
    unknown = [words for words in COMMAND.findall(page.read_text(encoding="utf-8")) if not _exists(words.split())]
    assert unknown == []


def _exists(words: list[str]) -> bool:
    """The leading words name a command, or a group and one of its commands."""
    command = typer.main.get_command(commands)
    for word in words:
        command = getattr(command, "kept", command)
        inner = getattr(command, "commands", None)
        if inner is None:
            return True
        if word not in inner:
            return False
        command = inner[word]
    return getattr(getattr(command, "kept", command), "commands", None) is None


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_routes_told_of_exist(app: FastAPI, page: Path) -> None:
    there = {(each.method, re.compile(re.sub(r"\{[^}]*\}", "[^/]+", each.path))) for each in openings(app)}
    told = ROUTE.findall(page.read_text(encoding="utf-8"))
    unknown = [
        f"{method} {path}"
        for method, path in told
        if not any(method == known and pattern.fullmatch(path) for known, pattern in there)
    ]
    assert unknown == []


def test_every_room_is_on_the_map() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if room not in told] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_what_enforces_it(decision: Path) -> None:
    assert "Enforced by" in decision.read_text(encoding="utf-8")


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [decision.name[:4] for decision in DECISIONS]
    assert numbers == sorted(set(numbers))
