"""Signing in, moving about, and the frame around every page."""

import json

import pytest

from catalog_admin.front.console import BUILT
from tests.console.conftest import PageAs, axe

SHELL_BYTES = 260_000


def test_a_click_on_a_role_signs_in(page_as: PageAs) -> None:
    page = page_as("publisher")
    page.get_by_role("navigation", name="Main menu").wait_for()
    page.get_by_role("heading", name="Overview").wait_for()


def test_the_shell_is_small() -> None:
    """What the first page needs before it can be drawn, packed."""
    built = json.loads((BUILT / ".vite" / "manifest.json").read_text())
    entry = built["index.html"]
    files = {entry["file"], *entry.get("css", [])}
    wanted = list(entry.get("imports", []))
    while wanted:
        each = built[wanted.pop()]
        if each["file"] not in files:
            files.add(each["file"])
            files.update(each.get("css", []))
            wanted.extend(each.get("imports", []))
    assert sum((BUILT / f"{file}.gz").stat().st_size for file in files) <= SHELL_BYTES


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_frame_is_for_everybody(page_as: PageAs, theme: str) -> None:
    page = page_as(theme=theme)
    page.get_by_role("navigation", name="Main menu").wait_for()
    assert axe(page) == []
