"""Editors of the rule repository: a whole change of a table at the keyboard, rules as forms; and what stays text."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

import bundles
from tests.console.conftest import PageAs, axe
from tests.console.test_rule_repository import LARGE, QUOTE, asked, branch, read, text_of

LIMITS = "tables/discount-limits.jdm.json"
DEMO = Path(bundles.__file__).parent / "examples" / "demo-rules"


def grid_of(page: Page, at: str, path: str = LIMITS) -> Locator:
    page.goto(f"/console/dev/rules?at={at}&file={path}")
    grid = page.get_by_role("grid")
    grid.wait_for()
    return grid


def begun(page: Page, at: str, text: str | None = None) -> None:
    """A branch on which the table says this, or what it says in the demo, whatever another test has merged."""
    branch(page, at)
    said = text or (DEMO / LIMITS).read_text()
    if said != text_of(page, LIMITS, at):
        edit = {"path": LIMITS, "content": said, "seen": "*"}
        asked(page, "/rules/commits", "POST", data={"branch": at, "message": "Anew", "edits": [edit]})


def type_in(page: Page, *cells: str) -> None:
    """Each in the next cell along; nothing is typed into one that stays empty."""
    for said in cells:
        page.keyboard.type(said)
        page.keyboard.press("Tab")


def rows_of(page: Page, at: str) -> list[Any]:
    table = next(each for each in read(page, LIMITS, at)["nodes"] if each["type"] == "decisionTableNode")
    return list(table["content"]["rules"])


def commit(page: Page, at: str, why: str) -> None:
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill(why)
    dialog.get_by_role("button", name=f"Commit to {at}").click()


def test_a_rule_author_changes_a_table_and_a_publisher_makes_it_hold(page_as: PageAs) -> None:
    page = page_as("rule-author")
    grid_of(page, "main")
    page.get_by_role("button", name="Edit on a branch of your own…").click()
    page.get_by_role("dialog").get_by_label("Branch", exact=True).fill("draft/limits")
    page.get_by_role("button", name="Make branch").click()
    grid = page.get_by_role("grid", name="Rows of Discount limits")
    expect(page.get_by_role("button", name="Add row")).to_be_visible()
    before = rows_of(page, "main")

    page.get_by_role("gridcell", name=">= 36").click()
    type_in(page, ">= ")
    page.get_by_role("gridcell", name="Who stays a year pays less.").click()
    page.keyboard.press("Control+Enter")
    type_in(page, '"SMB"', "< 12", "", "3", '"none"', "The rest of them.")
    commit(page, "draft/limits", "Small ones get a little")
    expect(page.get_by_role("alert").filter(has_text="Not committed: 1 thing")).to_be_visible()
    wrong = grid.locator("[aria-invalid=true]")
    expect(wrong).to_have_text(">=")
    assert axe(page) == []

    page.get_by_role("alert").get_by_role("button").first.click()
    expect(grid).to_be_focused()
    expect(page.locator(".rt-here")).to_contain_text("Row 2 · Term in months")
    type_in(page, ">= 24")
    expect(wrong).to_have_count(0)
    commit(page, "draft/limits", "Small ones get a little")
    expect(page.get_by_text("Committed to draft/limits as")).to_be_visible()
    after = rows_of(page, "draft/limits")
    assert [row["_id"] for row in after[:-1]] == [row["_id"] for row in before]
    assert after[1] == before[1] | {"term": ">= 24"}
    assert (after[-1]["segment"], after[-1]["limit"]) == ('"SMB"', "3")

    page.get_by_text("Tests", exact=True).click()
    expect(page.get_by_text("all 5 cases passed")).to_be_visible()
    page.get_by_text("Compare", exact=True).click()
    expect(page.get_by_text("row ent-long: when Term in months (term) >= 36 became >= 24")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=after[-1]["_id"])).to_contain_text("added")

    publisher = page_as("publisher")
    publisher.goto("/console/dev/rules/combine?way=merge&from=draft/limits&into=main")
    publisher.get_by_role("button", name="Merge draft/limits into main").click()
    expect(publisher.get_by_text("draft/limits is merged into main", exact=True)).to_be_visible()
    grid_of(publisher, "main")
    expect(publisher.get_by_role("gridcell", name="The rest of them.")).to_be_visible()
    assert rows_of(publisher, "main") == after


def test_what_is_typed_lands_in_the_cell_that_tab_led_to_and_nowhere_else(page: Page) -> None:
    begun(page, "draft/tab")
    grid = grid_of(page, "draft/tab")
    page.get_by_role("gridcell", name='"Education"').click()
    page.keyboard.press("Control+Enter")
    type_in(page, '"SMB"', "< 12", "", "3", '"none"')
    made = grid.get_by_role("row").nth(2).get_by_role("gridcell")
    expect(made).to_have_text(['"SMB"', "< 12", "–", "3", '"none"', ""])
    page.keyboard.press("Shift+Tab")
    page.keyboard.type('"desk"')
    page.keyboard.press("Control+Enter")
    expect(made.nth(4)).to_have_text('"desk"')
    expect(page.locator(".rt-here")).to_contain_text("Row 3 · Segment")

    page.keyboard.press("Control+End")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("End")
    expect(page.locator(".rt-here")).to_contain_text("else · Description")
    page.keyboard.press("Tab")
    expect(grid).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(grid).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(grid).not_to_be_focused()

    page.get_by_role("gridcell", name='"Education"').click()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="More for column Segment")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("x")
    expect(grid.get_by_role("combobox")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Edit column…")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More for column Term in months")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(grid).to_be_focused()
    expect(page.locator(".rt-here")).to_contain_text("Row 1 · Term in months")


def test_a_row_that_is_added_is_where_one_types_and_an_empty_one_is_told_before_it_is_committed(page: Page) -> None:
    begun(page, "draft/added")
    grid = grid_of(page, "draft/added")
    lines = len(rows_of(page, "draft/added"))
    grid.get_by_role("row", name="else").get_by_role("gridcell", name="0", exact=True).click()
    page.get_by_role("button", name="Add row").focus()
    page.keyboard.press("Enter")
    expect(grid).to_be_focused()
    expect(page.get_by_role("status").filter(has_text=f"Row {lines + 1} is added")).to_have_count(1)
    said = page.get_by_role("list", name="What is to be said of the table").get_by_role("listitem")
    expect(said.filter(has_text="Nothing is written in this row")).to_contain_text(f"Row {lines + 1}")
    assert axe(page) == []
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(
        f"Row {lines + 1} of Discount limits is empty"
    )
    page.keyboard.press("Escape")
    expect(grid).to_be_focused()
    type_in(page, '"Partner"')
    expect(said.filter(has_text="Nothing is written in this row")).to_have_count(0)
    expect(grid.get_by_role("row").nth(lines + 1)).to_contain_text('"Partner"')


def test_a_wrong_cell_is_told_where_it_stands_before_and_after_a_refusal_until_it_is_mended(page: Page) -> None:
    begun(page, "draft/wrong")
    grid = grid_of(page, "draft/wrong")
    page.get_by_role("gridcell", name=">= 36").click()
    page.keyboard.type(">= ")
    page.keyboard.press("Enter")
    wrong = grid.locator("[aria-invalid=true]")
    expect(wrong).to_have_text(">=")
    said = page.get_by_role("list", name="What is to be said of the table")
    expect(said).to_contain_text("Row 2 · Term in months")
    expect(said).to_contain_text("A value is missing after character 2.")
    assert axe(page) == []

    commit(page, "draft/wrong", "Half a condition")
    refused = page.get_by_role("alert").filter(has_text="Not committed")
    expect(refused).to_contain_text("Row 2 · Term in months")
    refused.get_by_role("button").first.click()
    page.keyboard.type(">= 24")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(">= 24")
    expect(refused).to_have_count(0)
    expect(wrong).to_have_count(0)
    dialog.get_by_role("button", name="Commit to draft/wrong").click()
    expect(page.get_by_text("Committed to draft/wrong as")).to_be_visible()
    assert rows_of(page, "draft/wrong")[1]["term"] == ">= 24"


def test_rows_and_blocks_are_worked_on_as_in_a_spreadsheet(page: Page) -> None:
    begun(page, "draft/sheet")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    grid = grid_of(page, "draft/sheet")
    lines = len(rows_of(page, "draft/sheet")) + 2
    first = page.get_by_role("gridcell", name='"Education"').first
    first.click()
    for keys in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Control+c", "Home", "Control+ArrowDown"):
        page.keyboard.press(keys)
    page.keyboard.press("Control+v")
    expect(grid.get_by_role("row")).to_have_count(lines + 1)
    first.click()
    for keys in ("Alt+ArrowDown", "Control+d", "Control+Delete"):
        page.keyboard.press(keys)
    expect(grid.get_by_role("row").nth(1)).to_contain_text(">= 36")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    for _ in range(4):
        page.keyboard.press("Control+z")
    expect(grid.get_by_role("row")).to_have_count(lines + 1)
    expect(grid.get_by_role("row").nth(1)).to_contain_text('"Education"')
    page.keyboard.press("Control+z")
    expect(page.get_by_text("not committed")).to_have_count(0)


def test_a_gap_is_shown_with_inputs_and_closed_by_the_row_it_lacks(page: Page) -> None:
    begun(page, "draft/gap")
    grid = grid_of(page, "draft/gap")
    grid.get_by_role("row", name="else").get_by_role("gridcell", name="0", exact=True).click()
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    commit(page, "draft/gap", "Nothing is said for the rest")
    expect(page.get_by_text("Committed to draft/gap as")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    beside = page.get_by_role("list", name="What is to be said of the table")
    expect(beside).to_contain_text('no row matches account.segment = "SMB"')
    assert axe(page) == []
    beside.get_by_role("button", name="Add this row").first.click()
    expect(grid.get_by_role("row").nth(len(rows_of(page, "draft/gap")) + 1)).to_contain_text('"SMB"')


def test_a_rule_is_changed_in_its_form_and_what_is_wrong_stands_at_its_field(page: Page) -> None:
    branch(page, "draft/form")
    before = read(page, QUOTE, "draft/form")["rules"]
    page.goto(f"/console/dev/rules?at=draft/form&file={QUOTE}")
    page.get_by_role("button", name="quote.short-term").click()
    when = page.get_by_role("region", name="When")
    when.get_by_text("Expression", exact=True).click()
    said = when.get_by_role("textbox")
    said.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("quote.termMonth < 6 && quote.discountPct > 10")
    expect(when.get_by_role("alert")).to_contain_text("nothing declares `quote.termMonth` → quote.termMonths")
    assert axe(page) == []
    said.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("quote.termMonths < 6 && quote.discountPct > 10")
    expect(when.get_by_role("alert")).to_have_count(0)
    page.get_by_label("Priority").fill("20")
    page.get_by_label("Code").fill("very-short-term")
    commit(page, "draft/form", "Shorter")
    expect(page.get_by_text("Committed to draft/form as")).to_be_visible()
    after = read(page, QUOTE, "draft/form")["rules"]
    assert after[:2] == before[:2]
    assert after[2]["when"]["and"][0] == {"<": [{"var": "quote.termMonths"}, 6]}
    assert after[2] | {"when": 0, "priority": 0, "then": 0} == before[2] | {"when": 0, "priority": 0, "then": 0}
    assert (after[2]["priority"], after[2]["then"][0]["payload"]) == (20, {"code": "very-short-term"})


def test_half_a_condition_is_not_committed_and_not_lost(page: Page) -> None:
    branch(page, "draft/half")
    page.goto(f"/console/dev/rules?at=draft/half&file={LARGE}")
    when = page.get_by_role("region", name="When")
    when.get_by_role("button", name="Condition", exact=True).click()
    expect(page.get_by_text("not committed")).to_be_visible()
    expect(page.get_by_role("button", name="Commit…")).to_be_disabled()
    page.get_by_text("Text", exact=True).click()
    expect(page.locator(".rr-code .cm-content")).to_be_visible()
    page.get_by_text("Form", exact=True).click()
    expect(when.get_by_role("combobox", name="Attribute of condition 2")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("not committed")).to_have_count(0)


def test_what_the_grid_has_no_place_for_is_edited_as_text(page: Page) -> None:
    said = json.loads((DEMO / LIMITS).read_text())
    said["x_rate"] = "rate"
    begun(page, "draft/strange", json.dumps(said).replace('"rate"', "0.1234567890123456789"))
    page.goto(f"/console/dev/rules?at=draft/strange&file={LIMITS}")
    expect(page.get_by_role("note")).to_contain_text("A number in it has more digits than a browser keeps")
    expect(page.locator(".rr-code .cm-content")).to_be_visible()
    assert "0.1234567890123456789" in text_of(page, LIMITS, "draft/strange")
    assert axe(page) == []
