"""Every screen, and what can be opened on it: photographed by `make screenshots`, judged by axe in both themes."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

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


def _button(name: str) -> Open:
    """Opens what a button with this name opens, a dialog or a drawer."""

    def press(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        page.get_by_role("dialog").first.wait_for()

    return press


def _new_rule(page: Page) -> None:
    page.get_by_text("discounted").first.click()


# Nodes of the demo are called the same on every machine: their ids come from catalog and path.
TOP_SHELF = "/dev/catalogs/global?node=d34e61af-91b1-531f-b565-085b274faf0c"


def _entry(page: Page) -> None:
    page.get_by_text("root published catalog saas").first.click()
    page.get_by_role("button", name="Follow this thing").wait_for()


def _shelf(page: Page) -> None:
    page.get_by_role("button", name="What enters and leaves").first.click()
    page.get_by_role("listitem").filter(has_text="saas-").first.wait_for()


def _fields(page: Page) -> None:
    page.get_by_role("listitem").filter(has_text="changed").first.get_by_role("button").click()


def _version_menu(page: Page) -> None:
    page.get_by_role("button", name="More for version 2").click()
    page.get_by_role("menuitem", name="Verify…").wait_for()


SCREENS = [
    Screen("overview", "/dev", "What dev came to serve"),
    Screen("palette", "/dev", "What dev came to serve", _palette),
    Screen("shortcuts", "/dev", "What dev came to serve", _shortcuts),
    Screen("account", "/dev", "What dev came to serve", _account),
    Screen("catalogs", "/dev/catalogs?all=1", "Shopify product taxonomy"),
    Screen("tree", "/dev/catalogs/shopify", "Cameras & Optics"),
    Screen("node", TOP_SHELF, "What shoppers read"),
    Screen("node-move", TOP_SHELF, "What shoppers read", _button("Move to…")),
    Screen("node-delete", TOP_SHELF, "What shoppers read", _button("Delete…")),
    Screen("shelf", f"{TOP_SHELF}&tab=plans", "Here because"),
    Screen("shelf-assign", f"{TOP_SHELF}&tab=plans", "Here because", _button("Assign…")),
    Screen("rules", f"{TOP_SHELF}&tab=rule", "What the rules do"),
    Screen("rule-builder", f"{TOP_SHELF}&tab=rule", "What the rules do", _new_rule),
    Screen("node-history", f"{TOP_SHELF}&tab=history", "cli:root"),
    Screen("products", "/dev/products", "GPS Sensor"),
    Screen("product", "/dev/products?key=gps-sensor", "gps-sensor"),
    Screen("rate-plans", "/dev/products/rate-plans", "RP-123"),
    Screen("rate-plan", "/dev/products/rate-plans?key=RP-123", "GPS-SENSOR-EU"),
    Screen("attributes", "/dev/products/attributes", "discountPercent"),
    Screen("import", "/dev/products/import", "Drop a file here"),
    Screen("publish-all", "/dev/publish", "SaaS pricings"),
    Screen("publish", "/dev/publish/global", "Blast radius"),
    Screen("versions", "/dev/publish/saas/versions", "as observed in 2019"),
    Screen("version-menu", "/dev/publish/saas/versions", "as observed in 2019", _version_menu),
    Screen("rollback", "/dev/publish/saas/versions?rollback=6", "Nothing is lost"),
    Screen("restore", "/dev/publish/saas/versions?restore=6", "What is live is not touched"),
    Screen("verify", "/dev/publish/saas/versions?verify=6", "Recomputed here: equal"),
    Screen("compare", "/dev/publish/saas/compare?from=year-2024&to=year-2025", "leave 23 shelves", _shelf),
    Screen("compare-fields", "/dev/publish/saas/compare?from=6&to=7&show=plans", "loaded", _fields),
    Screen("repository", "/dev/rules", "Named conditions"),
    Screen("repository-branch", "/dev/rules", "Named conditions", _button("New branch…")),
    Screen("repository-file", "/dev/rules?file=rulesets/quote.json", "About the set"),
    Screen("repository-text", "/dev/rules?file=predicates/large-deal.json&show=text", "annualValue"),
    Screen("repository-table", "/dev/rules?file=tables/discount-limits.jdm.json", "Who stays a year"),
    Screen("repository-blame", "/dev/rules?file=rulesets/quote.json&show=blame", "What a quote needs"),
    Screen("repository-coverage", "/dev/rules?file=rulesets/quote.json&show=coverage", "2 of 3 rules"),
    Screen("repository-tests", "/dev/rules/tests", "What no case tried"),
    Screen("repository-case", "/dev/rules/tests?file=tests/quote.json&case=a-quarter", "How the answer came about"),
    Screen("repository-demands", "/dev/rules/tests", "What no case tried", _button("Demands…")),
    Screen("repository-history", "/dev/rules/history", "The rule repository begins"),
    Screen("repository-branches", "/dev/rules/branches", "protected"),
    Screen("jobs", "/dev/jobs", "Jobs"),
    Screen("tenant", "/dev/admin", "Open to readers without a token"),
    Screen("roles", "/dev/admin?tab=roles", "Roles"),
    Screen("tokens", "/dev/admin?tab=tokens", "API tokens"),
    Screen("environments", "/dev/admin?tab=environments", "dev"),
    Screen("shop", "/dev/play/shop?catalog=saas&path=companies", "Feature count"),
    Screen("shop-plan", "/dev/play/shop?catalog=saas&plan=saas-box-business", "More of Box"),
    Screen("shop-phone", "/dev/play/shop?catalog=global&q=gps&width=phone", "GPS Sensor (Europe"),
    Screen("graphql", "/dev/play/graphql?example=shelf", "Choose an example"),
    Screen("audit", "/dev/audit", "root published catalog global"),
    Screen("audit-entry", "/dev/audit?subject=catalog:saas", "root published catalog saas", _entry),
]


def show(page: Page, screen: Screen) -> None:
    page.goto(f"/console{screen.address}")
    page.get_by_text(screen.shows, exact=False).first.wait_for()
    if screen.open is not None:
        screen.open(page)
    # Words and numbers that arrive a moment later belong to the picture.
    page.wait_for_load_state("networkidle")
    expect(page.locator(".loading")).to_have_count(0, timeout=15_000)
