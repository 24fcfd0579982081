"""Playing with what is published, and reading what happened."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from catalog_admin.access.rights import KNOWN_SECONDS
from tests.console.conftest import PageAs, axe

ROOT = Path(__file__).parents[2]
SAAS = "/console/dev/play/shop?catalog=saas"


def test_every_action_of_the_trail_has_a_sentence() -> None:
    said = json.loads((ROOT / "ui/src/rooms/audit/locales/en.json").read_text())["said"]
    written = "".join(path.read_text() for path in (ROOT / "catalog_admin").rglob("*.py"))
    actions = set(re.findall(r"audit\.record\([^)]*?action=\"(\w+)\.(\w+)\"", written))
    assert len(actions) > 30
    missing = [(room, action) for room, action in actions if not {action, f"{action}_other"} & said[room].keys()]
    assert missing == []


def test_the_shop_as_of_a_year_shows_the_shelf_of_that_year(page: Page) -> None:
    page.goto(f"{SAAS}&path=companies")
    expect(page.get_by_test_id("shown-version")).to_contain_text("Live")
    expect(page.get_by_role("heading", name="Companies")).to_be_visible()
    expect(page.get_by_text("205 plans")).to_be_visible()
    page.goto(f"{SAAS}&path=companies&asOf=2021-07-01T00:00:00.000Z")
    expect(page.get_by_test_id("shown-version")).to_contain_text("Not what is live")
    expect(page.get_by_test_id("shown-version")).to_contain_text("Version 3")
    expect(page.get_by_text("150 plans")).to_be_visible()
    page.get_by_role("navigation", name="Departments").get_by_role("link", name="Box", exact=True).click()
    page.get_by_role("link", name="Business Plus").first.click()
    expect(page.get_by_text("saas:box:business-plus")).to_be_visible()
    assert "asOf=2021" in page.url


def test_a_draft_is_looked_at_before_it_is_published(page: Page) -> None:
    page.goto("/console/dev/play/shop?catalog=global")
    page.get_by_role("button", name="Preview the draft").click()
    page.wait_for_url("**version=*")
    expect(page.get_by_test_id("shown-version")).to_contain_text("Version")
    expect(page.get_by_text("11 plans")).to_be_visible()


def test_a_search_is_narrowed_by_what_the_plans_have(page: Page) -> None:
    page.goto(SAAS)
    page.get_by_role("searchbox", name="Search the shop").fill("enterprise")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Results for “enterprise”")).to_be_visible()
    filters = page.get_by_role("region", name="Filter")
    filters.get_by_role("checkbox", name=re.compile("^Box")).check()
    expect(page.locator(".shop-card small").filter(has_not_text="Box")).to_have_count(0)
    expect(page.locator(".shop-card").first).to_be_visible()
    # Values of one attribute are alternatives: the other companies can still be chosen as well.
    companies = filters.get_by_role("group").filter(has_text="Company").get_by_role("checkbox")
    expect(companies.nth(1)).to_be_visible()
    filters.get_by_role("button", name="Clear all").click()
    expect(page.locator(".shop-card small").filter(has_not_text="Box").first).to_be_visible()


def test_an_anonymous_customer_is_let_in_only_where_the_tenant_says_so(page: Page) -> None:
    page.goto(SAAS)
    page.get_by_text("Anonymous customer").click()
    expect(page.get_by_text("lets no anonymous customers in")).to_be_visible()
    tenant = page.request.get("/tenant")
    changed = page.request.put(
        "/tenant",
        headers={"X-Console": "1", "If-Match": tenant.headers["etag"]},
        data={"name": "Demo", "anonymousClaims": {}, "anonymousEnvironments": ["dev"]},
    )
    assert changed.ok, changed.text()
    page.wait_for_timeout(KNOWN_SECONDS * 1000)
    page.reload()
    expect(page.get_by_text("205 plans")).to_be_visible()
    expect(page.get_by_test_id("shown-version")).to_contain_text("not signed in")
    page.goto(f"{SAAS}&as=anonymous&asOf=2021-07-01T00:00:00.000Z")
    expect(page.get_by_text("see only what is live now")).to_be_visible()


def test_every_example_of_graphql_answers(page: Page) -> None:
    page.goto("/console/dev/play/graphql")
    examples = page.locator(".gql-examples button")
    expect(examples).to_have_count(8)
    for place in range(8):
        with page.expect_response("**/graphql") as answer:
            examples.nth(place).click()
        said = answer.value.json()
        assert "errors" not in said, said
        assert said["data"]
    expect(page.get_by_role("region", name="Answer").get_by_text("200", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Documentation").click()
    page.get_by_role("button", name="RatePlanWhere", exact=True).click()
    expect(page.get_by_text("Everything said must hold.")).to_be_visible()
    assert axe(page) == []


def test_one_thing_is_followed_through_the_trail(page: Page) -> None:
    page.goto("/console/dev/audit?action=publishing.published")
    trail = page.get_by_role("grid", name="Audit trail")
    expect(trail.get_by_text("root published catalog global as").first).to_be_visible()
    trail.get_by_text("root published catalog saas as").first.click()
    entry = page.get_by_role("region", name=re.compile("^Entry"))
    expect(entry.get_by_role("cell", name="SaaS pricings as observed in 2025")).to_be_visible()
    entry.get_by_role("button", name="Follow this thing").click()
    expect(page.get_by_text("The story of catalog saas")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(trail.get_by_text("root set tag global/launch")).to_be_visible()


def test_the_chain_is_verified_to_its_head(page: Page) -> None:
    page.goto("/console/dev/audit")
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text(re.compile(r"^Whole from entry 1 to \d+"))).to_be_visible()
    assert axe(page) == []


def test_who_may_not_read_the_trail_is_told_who_may(page_as: PageAs) -> None:
    page = page_as("viewer")
    page.goto("/console/dev/audit")
    expect(page.get_by_text("The audit trail is for operators")).to_be_visible()
