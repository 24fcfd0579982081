"""Writing the rules of a node: in rows, as text, against another author, and what publishing then does."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import PageAs, axe

CATALOG = "global"


def asked(page: Page, path: str, method: str = "GET", **said: Any) -> Any:
    """Of the API, as the one who sits here: the page's own cookie."""
    headers = {"X-Console": "1", "X-Environment": "dev"} | said.pop("headers", {})
    answer = page.request.fetch(path, method=method, headers=headers, **said)
    assert answer.ok, answer.text()
    return answer.json()


def rules_of(page: Page, path: str) -> Locator:
    """Opens the rules of a node; where they stand on the page."""
    nodes = asked(page, f"/commerce/catalogs/{CATALOG}/draft?limit=100")["nodes"]
    node = next(each["id"] for each in nodes if each["path"] == path)
    page.goto(f"/console/dev/catalogs/{CATALOG}?node={node}&tab=rule")
    tab = page.locator(".rules")
    tab.get_by_role("button", name="Add include rule").wait_for()
    return tab


def choose(page: Page, label: str, words: str) -> None:
    """Of a list that is searched by typing."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.type(words)
    page.locator(".ant-select-item-option-active").get_by_text(words).first.wait_for()
    page.keyboard.press("Enter")


def write(page: Page, tab: Locator, text: str) -> None:
    tab.get_by_text("Expression", exact=True).click()
    tab.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_a_rule_from_the_builder_is_text_as_well_and_publishing_does_what_the_preview_said(page: Page) -> None:
    tab = rules_of(page, "Hardware.Gateways")
    tab.get_by_role("button", name="Add include rule").click()
    choose(page, "Attribute of condition 1", "Discount")
    page.get_by_label("Comparison of condition 1").click()
    page.locator(".ant-select-item-option").get_by_text(">", exact=True).click()
    page.get_by_label("Value of condition 1").fill("0")
    save = tab.get_by_role("button", name="Save rules: 3 enter, 0 leave")
    save.wait_for()
    assert axe(page, ".rules") == []
    tab.get_by_text("Expression", exact=True).click()
    expect(tab.locator(".cm-content")).to_have_text("discountPercent > 0")
    announced = {words.inner_text() for words in tab.locator(".rule-move .rule-plan").all()}
    page.keyboard.press("Control+s")
    page.get_by_text("Rules saved as version 1").wait_for()
    expect(tab.get_by_text("version 1", exact=True)).to_be_visible()
    asked(page, f"/commerce/catalogs/{CATALOG}/publish?wait=30", "POST", data={}, headers={"If-Match": "*"})
    changes = asked(page, f"/commerce/catalogs/{CATALOG}/difference?from=previous&to=live")["items"]
    entered = {each["ratePlan"] for each in changes if each["ratePlan"] and each["sort"] == "added"}
    assert entered == announced


def test_what_the_builder_cannot_show_stays_text_with_the_reason(page: Page) -> None:
    tab = rules_of(page, "Services.Support")
    tab.get_by_role("button", name="Add include rule").click()
    write(page, tab, "discountPercent + 1 > 5")
    tab.get_by_text("Builder", exact=True).click()
    tab.get_by_text("The builder has no row for “+”").wait_for()
    tab.get_by_text("JSON", exact=True).click()
    expect(tab.get_by_test_id("logic")).to_contain_text('"+"')
    tab.get_by_text("Expression", exact=True).click()
    expect(tab.locator(".cm-content")).to_have_text("discountPercent + 1 > 5")


def test_a_misspelt_attribute_is_told_and_mended_by_one_click(page_as: PageAs) -> None:
    page = page_as("rule-author", theme="dark")
    tab = rules_of(page, "Services.Support")
    tab.get_by_role("button", name="Add include rule").click()
    write(page, tab, 'discountPercnt > 0 && "Education" in segment')
    tab.get_by_text("nothing declares `discountPercnt`").wait_for()
    expect(tab.locator(".cm-lintRange-error")).to_have_text("discountPercnt")
    expect(tab.get_by_role("button", name="Save rules")).to_be_disabled()
    assert axe(page, ".rules") == []
    tab.get_by_role("button", name="Use “discountPercent”").click()
    expect(tab.locator(".cm-content")).to_have_text('discountPercent > 0 && "Education" in segment')
    tab.get_by_role("button", name="Save rules: ").wait_for()
    tab.get_by_text("Builder", exact=True).click()
    expect(page.get_by_label("Value of condition 2")).to_have_value("Education")


def test_of_two_authors_the_second_sees_what_the_first_changed_and_chooses(page: Page) -> None:
    tab = rules_of(page, "Dynamic.TopShelf")
    tab.get_by_role("button", name="discounted").first.click()
    page.get_by_label("Value of condition 1").fill("4")
    tab.get_by_role("button", name="Save rules: ").wait_for()
    node = page.url.partition("node=")[2].partition("&")[0]
    theirs = {"rules": [{"key": "discounted", "expression": "discountPercent > 2"}]}
    asked(page, f"/commerce/nodes/{node}/rule", "PUT", data=theirs, headers={"If-Match": '"r1"'})
    tab.get_by_role("button", name="Save rules: ").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("discountPercent > 2").wait_for()
    dialog.get_by_text("discountPercent > 4").click()
    assert axe(page, ".ant-modal") == []
    dialog.get_by_role("button", name="Save as chosen").click()
    page.get_by_text("Rules saved as version 3").wait_for()
    assert asked(page, f"/commerce/nodes/{node}/rule")["rules"][0]["expression"] == "discountPercent > 4"


def committed(page: Page, when: str) -> None:
    """A condition on `main` of the rule repository, as everybody brings it there."""
    context = '{"type": "object", "properties": {"discountPercent": {"type": "number"}}}'
    cheap = json.dumps({"id": "cheap", "context": "plans", "when": when})
    files = {"schemas/plans.json": context, "predicates/cheap.json": cheap}
    edits = [{"path": path, "content": content, "seen": "*"} for path, content in files.items()]
    asked(page, "/rules/branches", "POST", data={"name": "cheap"})
    asked(page, "/rules/commits", "POST", data={"branch": "cheap", "message": "cheap", "edits": edits})
    asked(page, "/rules/merges", "POST", data={"source": "cheap", "target": "main"})
    page.request.fetch("/rules/branches/cheap", method="DELETE", headers={"X-Console": "1", "If-Match": "*"})


def test_a_condition_is_taken_from_the_repository_and_publishing_says_what_moved(page: Page) -> None:
    committed(page, "discountPercent > 0")
    tab = rules_of(page, "Services.Support")
    tab.get_by_role("button", name="Add include rule").click()
    tab.get_by_text("From the repository", exact=True).click()
    choose(page, "Condition", "predicates/cheap.json")
    tab.locator(".rule-reference").get_by_text("discountPercent > 0").wait_for()
    tab.get_by_role("button", name=re.compile(r"Save rules: [1-9]\d* enter, 0 leave")).wait_for()
    assert axe(page, ".rules") == []
    page.keyboard.press("Control+s")
    page.get_by_text("Rules saved as version 1").wait_for()
    asked(page, f"/commerce/catalogs/{CATALOG}/publish?wait=30", "POST", data={}, headers={"If-Match": "*"})
    committed(page, "discountPercent > 1")
    page.goto(f"/console/dev/publish/{CATALOG}")
    card = page.get_by_role("region", name="predicates/cheap@main")
    card.get_by_text("1 commit behind main").wait_for()
    assert axe(page, ".pub-aside") == []
    page.goto(f"/console/dev/publish/{CATALOG}/versions")
    page.get_by_role("link", name="predicates/cheap@").first.wait_for()


def test_who_only_reads_is_offered_nothing_to_change(page_as: PageAs) -> None:
    page = page_as("viewer")
    nodes = asked(page, f"/commerce/catalogs/{CATALOG}/draft?limit=100")["nodes"]
    node = next(each["id"] for each in nodes if each["path"] == "Dynamic.SaaS")
    page.goto(f"/console/dev/catalogs/{CATALOG}?node={node}&tab=rule")
    page.get_by_text("You read these rules").wait_for()
    assert page.get_by_role("button", name="Add include rule").count() == 0
    assert axe(page, ".rules") == []
