"""Who uses a file stands beside it, and whom a change would leave without a condition is told before it is made."""

import json

from playwright.sync_api import Page, expect

from tests.console.conftest import axe
from tests.console.test_rule_repository import asked, branch, opened, write

FILE = "predicates/on-sale.json"
PLANS = {"type": "object", "properties": {"status": {"type": "string"}, "size": {"type": "number"}}}


def condition(when: str) -> str:
    return json.dumps({"id": "on-sale", "context": "plans", "when": when})


def test_a_file_tells_who_uses_it_and_a_commit_who_could_not_any_more(page: Page) -> None:
    branch(page, "shelves")
    edits = [
        {"path": "schemas/plans.json", "content": json.dumps(PLANS)},
        {"path": FILE, "content": condition('status == "active"')},
    ]
    asked(page, "/rules/commits", "POST", data={"branch": "shelves", "message": "a condition", "edits": edits})
    nodes = asked(page, "/commerce/catalogs/global/draft?limit=100")["nodes"]
    node = next(each["id"] for each in nodes if each["path"] == "Hardware.Gateways")
    rules = {"rule": {"ref": "predicates/on-sale@shelves"}}
    put = page.request.put(f"/commerce/nodes/{node}/rule", data=rules, headers={"X-Console": "1", "If-Match": "*"})
    assert put.ok, put.text()

    text = opened(page, FILE, "shelves")
    write(page, text, condition("size > 1"))
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 catalog rule could not use it any more")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard").click()

    page.get_by_text("Used by", exact=True).click()
    expect(page.get_by_role("heading", name="1 rule of a draft")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="global › Hardware.Gateways").click()
    page.get_by_role("button", name="Add include rule").wait_for()
    expect(page).to_have_url(f"/console/dev/catalogs/global?node={node}&tab=rule")
