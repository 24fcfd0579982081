"""What holds on every screen: axe finds nothing, in light and in dark, with menus and dialogs open."""

import pytest
from playwright.sync_api import Page

from tests.console.conftest import axe_in_both_themes
from tests.console.screens import SCREENS, show


@pytest.mark.timeout(600)
def test_every_screen_is_for_everybody(page: Page) -> None:
    found = {}
    for screen in SCREENS:
        show(page, screen)
        if wrong := axe_in_both_themes(page):
            found[screen.name] = wrong
    assert found == {}
