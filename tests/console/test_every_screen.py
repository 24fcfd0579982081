"""What holds on every screen: axe finds nothing, in light and in dark, with menus and dialogs open."""

import pytest

from tests.console.conftest import PageAs, axe
from tests.console.screens import SCREENS, show


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_is_for_everybody(page_as: PageAs, theme: str) -> None:
    page = page_as(theme=theme)
    found = {}
    for screen in SCREENS:
        show(page, screen)
        if wrong := axe(page):
            found[screen.name] = wrong
    assert found == {}
