"""What holds on every screen: axe finds nothing, in light and in dark, with menus and dialogs open."""

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import axe
from tests.console.screens import SCREENS, show


@pytest.mark.timeout(600)
def test_every_screen_is_for_everybody(page: Page) -> None:
    found = {}
    for screen in SCREENS:
        show(page, screen)
        for theme in ("light", "dark"):
            if wrong := axe_in(page, theme):
                found[screen.name, theme] = wrong
    assert found == {}


def axe_in(page: Page, theme: str) -> list[str]:
    """The console follows the system while it is shown: the second look costs no second load."""
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    return axe(page)
