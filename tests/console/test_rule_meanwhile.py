"""Two who change the same thing of a rule file: the one who is later loses nothing, and is asked rule by rule."""

from playwright.sync_api import Page, expect

from tests.console.conftest import axe
from tests.console.test_rule_repository import (
    LARGE,
    branch,
    change,
    from_value,
    opened,
    press_commit,
    read,
    text_of,
    write,
)


def test_what_both_changed_goes_to_a_branch_and_is_merged_by_what_it_means(page: Page) -> None:
    branch(page, "draft/both")
    text = opened(page, LARGE, "draft/both")
    mine = text_of(page, LARGE, "draft/both").replace("000]", "007]")
    write(page, text, mine)
    change(page, "draft/both", "Larger still", large=from_value(500_000))
    press_commit(page, "draft/both", "Seven more")
    dialog = page.get_by_role("dialog").filter(has_text="was changed while you wrote")
    expect(dialog.get_by_text("Both of you changed 1 place")).to_be_visible()
    dialog.get_by_role("tab", name="Your text beside theirs").click()
    dialog.get_by_text("As I wrote it", exact=True).click()
    expect(dialog.get_by_text("What they changed goes from draft/both with your commit")).to_be_visible()
    assert axe(page) == []

    dialog.get_by_role("button", name="Put mine on a branch…").click()
    apart = page.get_by_role("dialog", name="Put mine on a branch of its own")
    expect(apart.get_by_label("Branch", exact=True)).to_have_value("draft/both-2")
    assert axe(page) == []
    apart.get_by_role("button", name="Commit to draft/both-2, then merge…").click()
    expect(page.get_by_role("heading", name="Both sides changed 1 thing")).to_be_visible()
    assert text_of(page, LARGE, "draft/both-2") == mine
    page.get_by_role("button", name="Merge draft/both-2 into draft/both").click()
    page.get_by_role("radio", name="Take what draft/both-2 says").check()
    page.get_by_role("button", name="Merge draft/both-2 into draft/both with 1 choice").click()
    expect(page.get_by_text("draft/both-2 is merged into draft/both", exact=True)).to_be_visible()
    assert str(read(page, LARGE, "draft/both")["when"][">="][1]).endswith("007")
