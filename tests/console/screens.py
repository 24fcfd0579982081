"""Every screen, and what can be opened on it: photographed by `make screenshots`, judged by axe in both themes."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Open = Callable[[Page], None]


@dataclass(frozen=True)
class Screen:
    """`address` is below /console; `shows` is a text that is there when the screen is ready."""

    name: str
    address: str
    shows: str
    open: Open | None = None


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search everything").fill("laptop")
    page.get_by_role("option").first.wait_for()


def _shortcuts(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def _account(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("menu").last.wait_for()


SCREENS = [
    Screen("overview", "/dev", "What dev came to serve"),
    Screen("palette", "/dev", "What dev came to serve", _palette),
    Screen("shortcuts", "/dev", "What dev came to serve", _shortcuts),
    Screen("account", "/dev", "What dev came to serve", _account),
]


def show(page: Page, screen: Screen) -> None:
    page.goto(f"/console{screen.address}")
    page.get_by_text(screen.shows, exact=False).first.wait_for()
    if screen.open is not None:
        screen.open(page)
    # Words, fonts and numbers that arrive a moment later belong to the picture.
    page.wait_for_load_state("networkidle")
