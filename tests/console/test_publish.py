"""What goes live and how it comes back: looked at in words and numbers, published, rolled back, compared, verified."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import PageAs

FREE = "1f08a29d-3f09-5722-a3e7-08b4b0ca27b4"  # the shelf "Free of charge" of the demo's catalog saas
BROWSER = {"X-Console": "1"}


def let_in(page: Page, expression: str) -> None:
    """The one rule of the shelf, as somebody else would change it meanwhile."""
    rule = f"/commerce/nodes/{FREE}/rule"
    seen = page.request.get(rule).headers["etag"]
    wanted = {"rules": [{"key": "free", "effect": "include", "expression": expression}]}
    answer = page.request.put(rule, data=wanted, headers=BROWSER | {"If-Match": seen})
    assert answer.ok, answer.text()


def on_the_shelf(page: Page) -> int:
    """As a storefront sees it."""
    query = '{ node(catalog: "saas", path: "shelves.free") { ratePlans(first: 100) { edges { node { key } } } } }'
    answer: dict[str, Any] = page.request.post("/graphql", data={"query": query}, headers=BROWSER).json()
    return len(answer["data"]["node"]["ratePlans"]["edges"])


def digest_live(page: Page) -> str:
    [last] = page.request.get("/environments/dev/history?limit=1").json()["items"]
    return str(last["catalogs"]["saas"])


@pytest.fixture(autouse=True)
def as_the_demo_left_it(page: Page) -> None:
    """Version 7 is live, and the draft says what it says."""
    let_in(page, "free == true && addOn == false")
    if page.request.get("/commerce/catalogs/saas").json()["number"] != 7:
        answer = page.request.post("/commerce/catalogs/saas/rollback", data={"to": "7"}, headers=BROWSER)
        assert answer.ok, answer.text()


def test_a_newcomer_publishes_and_rolls_back(page: Page) -> None:
    before, live = on_the_shelf(page), digest_live(page)
    let_in(page, "free == true")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Publish").click()
    page.get_by_role("row", name="SaaS pricings").get_by_role("link", name="Review").click()

    expect(page.get_by_text("Publishing puts 2 rate plans on 1 more shelf.")).to_be_visible()
    page.get_by_role("button", name="What enters and leaves Free of charge").click()
    plans = page.get_by_role("listitem").filter(has_text="saas-")
    expect(plans).to_have_count(2)
    expect(plans.first).to_contain_text("by the rule free")

    page.get_by_label("Comment for the timeline").fill("Free add-ons are free, too")
    page.get_by_role("button", name=re.compile(r"^Publish \d changes? to dev…$")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Everybody who reads saas in dev gets it")
    dialog.get_by_role("button", name=re.compile(r"^Publish \d change")).click()
    expect(page.get_by_text("saas is live in dev:")).to_be_visible()
    assert on_the_shelf(page) == before + 2

    page.get_by_role("link", name="Job page").click()
    page.reload()
    expect(page.get_by_text("saas is live in dev:")).to_be_visible()
    page.get_by_role("link", name="See its versions").click()
    expect(page.get_by_role("row", name="Free add-ons are free, too")).to_contain_text("live in dev")

    page.get_by_role("row", name="as observed in 2025").get_by_role("button", name="Roll back to this…").click()
    expect(dialog).to_contain_text("Nothing is lost")
    expect(dialog).to_contain_text("2 rate plans fewer on 1 shelf.")
    dialog.get_by_label("Reason").fill("Too generous")
    dialog.get_by_role("button", name="Serve Version 7 again").click()
    expect(page.get_by_text("Version 7 is live in dev again")).to_be_visible()
    assert (on_the_shelf(page), digest_live(page)) == (before, live)
    expect(page.get_by_text("Rolled back to Version 7").first).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back:")).to_be_visible()
    assert on_the_shelf(page) == before + 2


def test_two_people_publish_at_once_and_the_second_is_told(page: Page) -> None:
    let_in(page, "free == true || addOn == true")
    page.goto("/console/dev/publish/saas")
    page.get_by_role("button", name=re.compile(r"^Publish \d+ changes? to dev…$")).click()
    answer = page.request.post("/commerce/catalogs/saas/rollback", data={"to": "3"}, headers=BROWSER)
    assert answer.ok, answer.text()
    page.get_by_role("dialog").get_by_role("button", name=re.compile(r"^Publish \d+ change")).click()
    expect(page.get_by_text("Somebody made something else live meanwhile")).to_be_visible()
    page.get_by_role("link", name="See what they changed").click()
    expect(page.get_by_label("To", exact=True)).to_be_visible()
    assert page.request.get("/commerce/catalogs/saas").json()["number"] == 3


def test_a_lost_answer_rolls_back_once(page: Page) -> None:
    asked: list[str] = []

    def lose_the_first(route: Any) -> None:
        asked.append(route.request.headers["idempotency-key"])
        if len(asked) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/saas/rollback", lose_the_first)
    moves = len(page.request.get("/environments/dev/history?limit=100").json()["items"])
    page.goto("/console/dev/publish/saas/versions?rollback=5")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Serve Version 5 again").click()
    expect(dialog).to_contain_text("it will not be done twice")
    dialog.get_by_role("button", name="Serve Version 5 again").click()
    expect(page.get_by_text("Version 5 is live in dev again")).to_be_visible()
    assert asked[0] == asked[1]
    assert len(page.request.get("/environments/dev/history?limit=100").json()["items"]) == moves + 1


def test_two_of_the_seven_years_are_compared(page: Page) -> None:
    page.goto("/console/dev/publish/saas/versions")
    for year in (2019, 2025):
        page.get_by_role("row", name=f"as observed in {year}").get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_text(re.compile(r"\d+ rate plans enter and \d+ rate plans leave \d+ shelves"))).to_be_visible()
    page.get_by_role("tab", name="Rate plans").click()
    row = page.get_by_role("listitem").filter(has_text="changed").first
    row.get_by_role("button").click()
    expect(row).to_contain_text("attributes.")
    address = page.url
    page.reload()
    expect(page.get_by_role("tab", name="Rate plans", selected=True)).to_be_visible()
    page.get_by_role("button", name="Swap the two").click()
    page.wait_for_url(lambda url: url != address)


def test_the_draft_is_made_what_a_version_says_and_brought_back(page: Page) -> None:
    let_in(page, "free == true")
    page.goto("/console/dev/publish/saas/versions")
    page.get_by_role("button", name="More for version 7").click()
    page.get_by_role("menuitem", name="Make it the draft again…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("changes that lie between it and the draft are taken back")
    dialog.get_by_role("button", name="Make the draft Version 7 again").click()
    expect(dialog).to_contain_text("say again what the version says")
    page.reload()
    dialog.get_by_role("link", name="See how it differs from live").click()
    expect(page.get_by_text("there is nothing to publish")).to_be_visible()
    page.go_back()
    restored = page.url
    dialog.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda url: url != restored)
    expect(dialog.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("/console/dev/publish/saas")
    expect(page.get_by_text("Publishing puts 2 rate plans on 1 more shelf.")).to_be_visible()


def test_a_version_is_verified_where_it_is_read(page: Page) -> None:
    page.goto("/console/dev/publish/global/versions")
    page.get_by_role("row", name="live in dev").get_by_role("button", name="Verify…").click()
    expect(page.get_by_text("Recomputed here: equal")).to_be_visible()


def test_a_tag_is_set_moved_and_brought_back(page: Page) -> None:
    page.goto("/console/dev/publish/saas/versions")
    row = page.get_by_role("row", name="as observed in 2021")
    row.get_by_role("button", name="Add or move a tag here").click()
    row.get_by_label("Tag", exact=True).fill("year-2022")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tag year-2022 moved here")).to_be_visible()
    expect(row).to_contain_text("year-2022")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row", name="as observed in 2022")).to_contain_text("year-2022")


def test_who_may_not_publish_sees_everything_and_why(page_as: PageAs) -> None:
    page = page_as("viewer")
    page.goto("/console/dev/publish/saas")
    expect(page.get_by_role("button", name=re.compile("^Publish"))).to_be_disabled()
    expect(page.get_by_text("Takes the role of a publisher for this catalog")).to_be_visible()
    page.goto("/console/dev/publish/saas/versions")
    expect(page.get_by_role("button", name="Roll back to this…").first).to_be_disabled()
