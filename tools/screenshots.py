"""Photographs every screen of the console in both themes, over the demo, into .cache/screenshots/.

Those that README and guide show are kept in docs/screenshots/.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from catalog_admin.cli.demo import load_demo_if_empty
from catalog_admin.kit import logs
from catalog_admin.kit.work import Database
from tests.console.conftest import FLAGS, sign_in
from tests.console.program import running
from tests.console.screens import SCREENS, show
from tests.database import fresh_database, server, service_url
from tools import chromium

ROOT = Path(__file__).parents[1]
ALL = ROOT / ".cache" / "screenshots"
SHOWN = ROOT / "docs" / "screenshots"
CHOSEN = {"shelf-light", "rule-builder-dark", "compare-light", "versions-light", "shop-light", "audit-dark"}


def main() -> str | None:
    logs.configure("json", "error")
    program = chromium.find()
    if program is None:
        return "no Chromium here"
    for place in (ALL, SHOWN):
        place.mkdir(parents=True, exist_ok=True)
    with server() as url, fresh_database(url, "screenshots") as database_url, tempfile.TemporaryDirectory() as data:
        database = Database(service_url(database_url), pool_size=4)
        load_demo_if_empty(database, database_url)
        database.close()
        with running(service_url(database_url), Path(data)) as service, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            for theme in ("light", "dark"):
                _photograph(browser, service.address, theme)
            browser.close()
    return None


def _photograph(browser: Browser, address: str, theme: str) -> None:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
        color_scheme=theme,  # type: ignore[arg-type]
        locale="en",
        base_url=address,
    )
    page = context.new_page()
    sign_in(page, "tenant-admin")
    for screen in SCREENS:
        show(page, screen)
        name = f"{screen.name}-{theme}"
        page.screenshot(path=ALL / f"{name}.png")
        if name in CHOSEN:
            shutil.copy(ALL / f"{name}.png", SHOWN)
        print(ALL / f"{name}.png", flush=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
