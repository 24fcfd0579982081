"""One node of a catalog: its words in every language, what stands on its shelf, and what happens to what is typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.console.conftest import PageAs, axe

GPS = "Hardware.GPSSensors"
SUPPORT = "Services.Support"

Ask = Callable[..., Any]


def asking(page: Page) -> Ask:
    """The API as the person of this page, beside what the page itself asks."""

    def ask(path: str, method: str = "GET", body: Any = None, **headers: str) -> Any:
        answer = page.request.fetch(path, method=method, data=body, headers={"X-Console": "1", **headers})
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    return ask


def node_at(page: Page, path: str) -> dict[str, Any]:
    nodes = asking(page)("/commerce/catalogs/global/draft?limit=100")["nodes"]
    return next(node for node in nodes if node["path"] == path)


def opened(page: Page, path: str, tab: str = "details") -> str:
    node = str(node_at(page, path)["id"])
    page.goto(f"/console/dev/catalogs/global?node={node}&tab={tab}")
    page.get_by_role("tab", name="Details").wait_for()
    return node


def name_field(page: Page) -> Any:
    return page.get_by_role("textbox", name="Display name", exact=True)


def save(page: Page) -> None:
    """Until it is told: what is not saved yet says "saved" too."""
    page.keyboard.press("Control+s")
    page.locator(".ant-notification-notice", has_text=" saved").first.wait_for()


def language(page: Page, locale: str) -> Any:
    return page.locator(".node-panel .ant-segmented-item", has_text=locale)


def say_languages(page: Page, *locales: str) -> None:
    answer = page.request.get("/commerce/catalogs?limit=10")
    home = next(each for each in answer.json()["items"] if each["key"] == "global")
    tag = f'"r{home["revision"]}"'
    asking(page)("/commerce/catalogs/global", "PUT", {"locales": list(locales)}, **{"If-Match": tag})


def test_a_name_is_said_in_two_languages_and_saved_together(page: Page) -> None:
    say_languages(page, "en-US", "fr-CA")
    node = opened(page, GPS)
    language(page, "fr-CA").click()
    field = name_field(page)
    expect(field).to_have_attribute("placeholder", "GPS Sensors")
    field.fill("Capteurs GPS")
    language(page, "en-US").click()
    name_field(page).fill("GPS sensors and trackers")
    save(page)
    names = asking(page)(f"/commerce/nodes/{node}")["meta"]["displayName"]
    assert names == {"en-US": "GPS sensors and trackers", "fr-CA": "Capteurs GPS"}
    page.get_by_role("button", name="Reset Display name").click()
    name_field(page).press("Escape")
    page.get_by_role("button", name="Revert").last.click()
    expect(name_field(page)).to_have_value("GPS sensors and trackers")


def test_two_people_edit_one_node_and_the_second_chooses_field_by_field(page_as: PageAs) -> None:
    one, other = page_as(), page_as("catalog-editor")
    node = opened(one, SUPPORT)
    opened(other, SUPPORT)
    name_field(one).fill("Support by one")
    one.get_by_role("textbox", name="SEO title").fill("Only one says this")
    name_field(other).fill("Support by the other")
    other.get_by_role("textbox", name="Slug").fill("only-the-other")
    save(one)
    other.keyboard.press("Control+s")
    dialog = other.get_by_role("dialog")
    dialog.get_by_text("Support by one").wait_for()
    dialog.get_by_role("radio").last.check()
    dialog.get_by_role("button").last.click()
    other.locator(".ant-notification-notice", has_text=" saved").first.wait_for()
    meta = asking(one)(f"/commerce/nodes/{node}")["meta"]
    assert meta["displayName"]["en-US"] == "Support by the other"
    assert meta["slug"]["en-US"] == "only-the-other"
    assert meta["seoTitle"]["en-US"] == "Only one says this"


@pytest.mark.parametrize("arrives", [True, False])
def test_a_save_whose_connection_breaks_is_done_once(page: Page, arrives: bool) -> None:
    """Whether the service got it before the line broke, or never did."""
    node = opened(page, GPS)
    broken: list[int] = []

    def changes() -> int:
        told = asking(page)(f"/audit?subject=node:{node}&action=catalogs.node_changed")
        return len(told["items"])

    def breaks(route: Route) -> None:
        if route.request.method != "PUT" or broken:
            return route.continue_()
        if arrives:
            route.fetch()
        broken.append(1)
        return route.abort("connectionfailed")

    before = changes()
    page.route(f"**/commerce/nodes/{node}", breaks)
    said = f"Said once, {'arrived' if arrives else 'lost'}"
    page.get_by_role("textbox", name="SEO title").fill(said)
    page.keyboard.press("Control+s")
    page.get_by_text("Not saved: the service cannot be reached").wait_for()
    expect(page.get_by_role("textbox", name="SEO title")).to_have_value(said)
    page.get_by_role("button", name="Try now").click()
    page.locator(".ant-notification-notice", has_text=" saved").first.wait_for()
    expect(page.get_by_text("change not saved")).to_have_count(0)
    assert page.get_by_role("dialog").count() == 0
    assert asking(page)(f"/commerce/nodes/{node}")["meta"]["seoTitle"]["en-US"] == said
    assert changes() == before + 1


def test_pasted_names_are_checked_line_by_line_assigned_and_taken_back(page: Page) -> None:
    opened(page, SUPPORT, "plans")
    page.get_by_role("button", name="Assign…").first.click()
    page.get_by_role("tab", name="Paste keys or SKUs").click()
    page.get_by_role("textbox", name="Keys or SKUs").fill("RP-123, GPS-SENSOR-EU\nrp_124\nno such thing")
    page.get_by_role("button", name=re.compile("Check 4 names")).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("1 will be assigned").wait_for()
    expect(drawer.get_by_text("1 named twice")).to_be_visible()
    expect(drawer.get_by_text("2 cannot be assigned")).to_be_visible()
    drawer.get_by_role("button", name="Use RP-124").click()
    drawer.get_by_role("button", name="Assign 2 rate plans").click()
    drawer.get_by_text("2 assigned").wait_for()
    drawer.get_by_role("button", name="Close").last.click()
    shelf = page.get_by_role("grid")
    expect(shelf.locator("[data-key=RP-123]")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(shelf.locator("[data-key=RP-123]")).to_have_count(0)


def test_rows_are_pinned_by_dragging_removed_and_brought_back(page: Page) -> None:
    node = opened(page, "Dynamic.SaaS", "plans")
    rows = page.locator(".shelf-item")
    rows.nth(2).wait_for()
    keys = [str(row.get_attribute("data-key")) for row in rows.all()]
    third = rows.nth(2).locator(".shelf-handle").bounding_box()
    first = rows.nth(0).bounding_box()
    assert third
    assert first
    page.mouse.move(third["x"] + 4, third["y"] + 8)
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 20, steps=4)
    page.mouse.move(first["x"] + 20, first["y"] + 4, steps=2)
    page.mouse.up()
    expect(rows.first).to_have_attribute("data-key", keys[2])
    shelf = asking(page)(f"/commerce/nodes/{node}/product-rate-plans")["items"]
    assert (shelf[0]["ratePlanId"], shelf[0]["pin"]) == (keys[2], 1)
    rows.first.focus()
    page.keyboard.press("Delete")
    page.get_by_text("removed").first.wait_for()
    page.get_by_role("button", name="Undo").last.click()
    expect(rows.first).to_have_attribute("data-key", keys[2])


def test_a_viewer_reads_and_is_offered_nothing(page_as: PageAs) -> None:
    page = page_as("viewer")
    opened(page, GPS)
    page.get_by_role("heading", name="Own fields").wait_for()
    assert page.locator(".node-panel").get_by_role("textbox").count() == 0
    page.get_by_role("tab", name="Rate plans").click()
    page.locator(".shelf-item").first.wait_for()
    assert page.get_by_role("button", name="Assign…").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_panel_is_for_everybody(page_as: PageAs, theme: str) -> None:
    page = page_as(theme=theme)
    opened(page, GPS)
    found = axe(page, ".node-panel")
    for tab in ("Rate plans", "Access & lifecycle", "History"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(300)
        found += axe(page, ".node-panel")
    page.get_by_role("tab", name="Rate plans").click()
    page.locator(".shelf-item .node-link").first.click()
    page.locator(".shelf-reasons").first.wait_for()
    found += axe(page, ".node-panel")
    page.get_by_role("button", name="Assign…").click()
    page.locator(".assign-row").first.wait_for()
    assert found + axe(page, ".node-drawer") == []
