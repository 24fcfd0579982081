"""The rule repository in the console: a branch, an edit, what would break, two at once, conflicts, and the merge."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import PageAs, axe

LARGE = "predicates/large-deal.json"
QUOTE = "rulesets/quote.json"
Change = Callable[[Any], None]


def asked(page: Page, path: str, method: str = "GET", **said: Any) -> Any:
    """Of the API, as the one who sits here: the page's own cookie."""
    answer = page.request.fetch(path, method=method, headers={"X-Console": "1"}, **said)
    assert answer.ok, answer.text()
    return answer.json()


def text_of(page: Page, path: str, at: str) -> str:
    return str(asked(page, f"/rules/files/{path}?at={at}")["content"])


def read(page: Page, path: str, at: str) -> Any:
    return json.loads(text_of(page, path, at))


def branch(page: Page, name: str) -> None:
    asked(page, "/rules/branches", "POST", data={"name": name})


def change(page: Page, at: str, message: str, **files: Change) -> None:
    """As somebody else would do it; `large` and `quote` are files of the demo."""
    paths = {"large": LARGE, "quote": QUOTE}
    edits = []
    for name, made in files.items():
        said = read(page, paths[name], at)
        made(said)
        edits.append({"path": paths[name], "content": json.dumps(said), "seen": "*"})
    asked(page, "/rules/commits", "POST", data={"branch": at, "message": message, "edits": edits})


def from_value(amount: int) -> Change:
    """A deal is large from this amount on."""
    return lambda said: said.update(when={">=": [{"var": "quote.annualValue"}, amount]})


def deep_from(percent: int) -> Change:
    """A discount is deep beyond this."""
    return lambda said: said["rules"][0].update(when={">": [{"var": "quote.discountPct"}, percent]})


def opened(page: Page, path: str, at: str) -> Locator:
    """The text of a file, ready to be written."""
    page.goto(f"/console/dev/rules?at={at}&file={path}&show=text")
    text = page.locator(".rr-code .cm-content")
    text.wait_for()
    return text


def write(page: Page, text: Locator, said: str) -> None:
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(said)


def press_commit(page: Page, at: str, message: str) -> None:
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill(message)
    dialog.get_by_role("button", name=f"Commit to {at}").click()


def test_a_rule_is_changed_on_a_branch_compared_and_merged(page: Page) -> None:
    text = opened(page, LARGE, "main")
    expect(page.get_by_text("main is protected: it moves by merges only.")).to_be_visible()
    page.get_by_role("button", name="Edit on a branch of your own…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Branch", exact=True).fill("draft/larger")
    dialog.get_by_role("button", name="Make branch").click()
    expect(page.get_by_text("main is protected")).to_have_count(0)

    write(page, text, text_of(page, LARGE, "main").replace("100000", "250000"))
    assert axe(page) == []
    press_commit(page, "draft/larger", "A deal is large from 250,000 on")
    expect(page.get_by_text("Committed to draft/larger as")).to_be_visible()
    page.get_by_text("Blame", exact=True).click()
    expect(page.get_by_text("A deal is large from 250,000 on").first).to_be_visible()
    assert axe(page) == []

    page.get_by_text("Compare", exact=True).click()
    sentence = "predicate large-deal: when quote.annualValue >= 100000 became quote.annualValue >= 250000"
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.locator(".cm-merge-b .cm-changedLine")).to_have_count(1)
    assert axe(page) == []

    page.get_by_text("Branches and tags", exact=True).click()
    page.get_by_role("button", name="Merge… draft/larger").click()
    page.get_by_role("button", name="Merge draft/larger into main").click()
    expect(page.get_by_text("draft/larger is merged into main", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Merge draft/larger into main")).to_be_visible()
    assert "250000" in text_of(page, LARGE, "main")


def test_what_would_not_hold_together_is_told_where_it_stands(page: Page) -> None:
    branch(page, "draft/broken")
    text = opened(page, LARGE, "draft/broken")
    stands = text_of(page, LARGE, "draft/broken")
    write(page, text, stands.replace("annualValue", "anualValue"))
    press_commit(page, "draft/broken", "Misspelt")
    told = page.get_by_role("alert").filter(has_text="Not committed: 1 thing would not hold together")
    expect(told).to_contain_text("nothing declares `quote.anualValue`")
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    assert axe(page) == []
    told.get_by_role("button").first.click()
    expect(text).to_be_focused()
    assert text_of(page, LARGE, "draft/broken") == stands


def test_of_two_who_write_the_second_sees_what_the_first_changed_and_both_stand(page: Page) -> None:
    branch(page, "draft/two")
    text = opened(page, LARGE, "draft/two")
    write(page, text, text_of(page, LARGE, "draft/two").replace("000]", "001]"))
    change(page, "draft/two", "Call it big", large=lambda said: said.update(name="A big deal"))
    press_commit(page, "draft/two", "One more")
    dialog = page.get_by_role("dialog").filter(has_text="was changed while you wrote")
    expect(dialog.get_by_text("Call it big")).to_be_visible()
    expect(dialog.locator(".cm-merge-b .cm-changedLine").first).to_contain_text("A big deal")
    expect(dialog.get_by_text("Their changes are in your text already: both stand.")).to_be_visible()
    assert axe(page) == []
    dialog.get_by_role("button", name="Go on with my text…").click()
    page.get_by_role("button", name="Commit to draft/two").click()
    expect(page.get_by_text("Committed to draft/two as")).to_be_visible()
    both = read(page, LARGE, "draft/two")
    assert both["name"] == "A big deal"
    assert str(both["when"][">="][1]).endswith("001")


def test_a_merge_shows_what_it_would_do_and_not_what_only_the_other_side_changed(page: Page) -> None:
    for name in ("draft/behind", "draft/onward"):
        branch(page, name)
    change(page, "draft/behind", "Larger", large=from_value(123_000))
    change(page, "draft/onward", "Deeper", quote=deep_from(33))
    page.goto("/console/dev/rules/combine?way=merge&from=draft/behind&into=draft/onward")
    would = page.get_by_role("region", name="What draft/onward would gain")
    expect(would.get_by_text(LARGE, exact=True)).to_be_visible()
    expect(would.get_by_text(QUOTE, exact=True)).to_have_count(0)
    assert axe(page) == []
    would.get_by_role("button", name="Side by side").click()
    files = page.get_by_role("list", name="Files that differ").get_by_role("button")
    expect(files).to_have_count(1)
    page.get_by_text("All that differs", exact=True).click()
    expect(files).to_have_count(2)
    assert axe(page) == []


def test_conflicts_are_decided_one_by_one(page: Page) -> None:
    for name, amount, percent in (("one", 150_000, 20), ("other", 300_000, 40)):
        branch(page, f"draft/{name}")
        change(page, f"draft/{name}", "Both of them", large=from_value(amount), quote=deep_from(percent))
    page.goto("/console/dev/rules/combine?way=merge&from=draft/one&into=draft/other")
    expect(page.get_by_role("heading", name="Both sides changed 2 things")).to_be_visible()
    page.get_by_role("button", name="Merge draft/one into draft/other").click()
    expect(page.get_by_text("0 of 2 decided.")).to_be_visible()
    done = page.get_by_role("button", name="Merge draft/one into draft/other with 2 choices")
    expect(done).to_be_disabled()
    assert axe(page) == []
    page.get_by_role("radio", name="Take what draft/one says").check()
    page.get_by_role("button", name="Next one").click()
    page.get_by_role("radio", name="Something else").check()
    write(page, page.locator(".rr-own .cm-content"), '{">": [{"var": "quote.discountPct"}, 30]}')
    expect(page.get_by_text("2 of 2 decided.")).to_be_visible()
    done.click()
    expect(page.get_by_text("draft/one is merged into draft/other", exact=True)).to_be_visible()
    assert "150000" in text_of(page, LARGE, "draft/other")
    assert read(page, QUOTE, "draft/other")["rules"][0]["when"][">"][1] == 30


def test_who_only_reads_is_offered_nothing_to_change(page_as: PageAs) -> None:
    page = page_as("viewer", theme="dark", language="de")
    opened(page, LARGE, "main")
    expect(page.get_by_text("Sie lesen diese Dateien; geändert werden sie von Regelautoren.")).to_be_visible()
    for name in ("Neuer Branch…", "Neue Datei…", "Löschen…", "Committen…"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert axe(page) == []
