"""The console in a real browser on loopback: weight and paint of its first page, and a tree of 10,283 nodes.

A browser's work has no floor that we could write more plainly, so these have plain limits: those of issue and design.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import ROUNDS, Result, limited
from benchmarks.place import Place
from catalog_admin.cli.demo import load_demo
from tests.console.conftest import FLAGS, shell_bytes, sign_in
from tests.console.program import running
from tests.console.test_catalog_tree import MEASURED
from tools import chromium

SHELL_KB, FIRST_PAINT_MS, EXPAND_ALL_MS, FILTER_MS = 260, 400, 600, 300
# The browser tells of a paint a frame after it.
PAINTED = """() => new Promise((done) => {
  const look = () => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    if (painted) done(painted.startTime);
    else requestAnimationFrame(look);
  };
  look();
})"""
TREE = "/console/dev/catalogs/shopify"
NODES = "10,283 nodes"


def run(here: Place, *, full: bool) -> list[Result]:
    """The same in both sizes: the demo's largest tree."""
    load_demo(here.database)
    with (
        tempfile.TemporaryDirectory() as data,
        running(here.service_url, Path(data)) as service,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        return measured(browser, service.address, ROUNDS)


def measured(browser: Browser, address: str, rounds: int) -> list[Result]:
    page = browser.new_page(base_url=address, viewport={"width": 1440, "height": 900})
    sign_in(page, "viewer")
    painted = statistics.median([_painted(page) for _ in range(rounds + 1)][1:])
    page.goto(TREE)
    page.get_by_role("treeitem").first.wait_for(timeout=60_000)
    told = [_handled(page) for _ in range(rounds)]
    expand, filtered = (statistics.median(each[name] for each in told) for name in ("expand", "filter"))
    blank = sum(each["blank"] for each in told)
    sampled = sum(each["sampled"] for each in told)
    return [
        limited("console.shell", value=shell_bytes() / 1000, most=SHELL_KB, unit="kB", n=1, note="packed by gzip"),
        limited("console.first_paint", value=painted, most=FIRST_PAINT_MS, unit="ms", n=rounds, note="overview"),
        limited("console.expand_all", value=expand, most=EXPAND_ALL_MS, unit="ms", n=rounds, note=NODES),
        limited("console.filter", value=filtered, most=FILTER_MS, unit="ms", n=rounds, note=NODES),
        limited("console.blank_rows", value=blank, most=0, unit="rows", n=rounds, note=f"of {sampled} looked at"),
    ]


def _handled(page: Page) -> dict[str, float]:
    """From a collapsed tree: expanding one that is open already would cost nothing."""
    page.get_by_role("button", name="Collapse all").click()
    told: dict[str, float] = page.evaluate(MEASURED)
    return told


def _painted(page: Page) -> float:
    page.goto("/console/dev")
    page.get_by_role("heading", level=1).wait_for()
    return float(page.evaluate(PAINTED))
