"""Fixtures of a real browser: `page_as("publisher")` is somebody with this role at his desk, in front of the demo."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from catalog_admin.cli.demo import load_demo_if_empty
from catalog_admin.front import console
from catalog_admin.kit.work import Database
from tests.console.program import Program, running
from tests.database import fresh_database, service_url
from tools import chromium

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AXE = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
# A profile of its own is Playwright's default; the rest keeps Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What is waited for comes in a moment; on a machine that does ten things at once it comes as well.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PageAs = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = _missing()
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


def _missing() -> str | None:
    if not console.is_built():
        return "the console is not built: make console"
    return None if chromium.find() else "no Chromium here"


@pytest.fixture(scope="session")
def demo_database(server_url: str) -> Iterator[str]:
    """The name of a database with the demo in it, loaded once for each worker; nobody is connected to it."""
    name = f"demo_{os.getpid()}"
    with fresh_database(server_url, name) as url:
        database = Database(service_url(url), pool_size=4)
        load_demo_if_empty(database, url)
        database.close()
        yield name


@pytest.fixture(scope="module")
def program(server_url: str, demo_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A file's own service over its own copy of the demo."""
    name = f"console_{os.getpid()}"
    with (
        fresh_database(server_url, name, copy_of=demo_database) as url,
        running(service_url(url), tmp_path_factory.mktemp("data")) as program,
    ):
        yield program


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of one file: Playwright's loop must be gone before another file's asynchronous tests begin."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_as(browser: Browser, program: Program) -> Iterator[PageAs]:
    """`page_as("publisher", theme="dark", language="de")`: signed in by a click, as people are.

    Whatever breaks inside a page, leaves the origin or fails without being told ends the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def make(role: str | None = "tenant-admin", *, theme: str = "light", language: str = "en", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
            color_scheme=theme,  # type: ignore[arg-type]
            locale=language,
            base_url=program.address,
            timezone_id="Europe/Paris",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        _watch(page, program.address, wrong)
        if role is not None:
            sign_in(page, role)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not wrong, wrong


@pytest.fixture
def page(page_as: PageAs) -> Page:
    """The tenant's administrator, who may do everything."""
    return page_as()


def shell_bytes() -> int:
    """What the first page needs before it can be drawn, packed."""
    built = json.loads((console.BUILT / ".vite" / "manifest.json").read_text())
    files: set[str] = set()
    wanted = ["index.html"]
    while wanted:
        part = built[wanted.pop()]
        if part["file"] not in files:
            files.update([part["file"], *part.get("css", [])])
            wanted.extend(part.get("imports", []))
    return sum((console.BUILT / f"{file}.gz").stat().st_size for file in files)


def sign_in(page: Page, role: str) -> None:
    page.goto("/access/sign-in?next=/console/dev")
    page.locator(f"button[value={role}]").click()
    page.wait_for_url("**/console/dev**")
    page.get_by_role("heading", level=1).wait_for()


def _watch(page: Page, address: str, wrong: list[str]) -> None:
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if _is_ours(said.type, said.text) else None)
    ours = (address, "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(ours) else wrong.append(f"left: {asked.url}"))


def _is_ours(kind: str, text: str) -> bool:
    """Chromium itself writes a line for each answer of 400 and more; whether those were meant, the tests say."""
    return kind in ("error", "warning") and not text.startswith("Failed to load resource")


def axe(page: Page, within: str = "html") -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands: one line each; none is good."""
    # Through the debugger's door: a page under our policy takes no script from a test.
    page.evaluate(AXE.read_text())
    found = page.evaluate("([within, tags]) => axe.run(within, {runOnly: tags})", [within, WCAG])
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


def axe_in_both_themes(page: Page) -> dict[str, list[str]]:
    """The console follows the system while it is shown: the second look costs no second load. Empty is good."""
    return {theme: wrong for theme in ("light", "dark") if (wrong := _axe_in(page, theme))}


def _axe_in(page: Page, theme: str) -> list[str]:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    return axe(page)
