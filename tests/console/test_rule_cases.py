"""Cases of rules in the console: what failed and why, what nobody tried, and what a branch demands before a merge."""

from playwright.sync_api import Page, expect

from tests.console.conftest import PageAs, axe
from tests.console.test_rule_repository import LARGE, branch, change, from_value


def demand(page: Page, at: str, **said: object) -> None:
    headers = {"X-Console": "1", "If-Match": "*"}
    answer = page.request.put(f"/rules/demands/{at}", headers=headers, data=said)
    assert answer.ok, answer.text()


def test_a_case_that_fails_says_what_was_expected_what_came_and_why(page: Page) -> None:
    branch(page, "draft/tests")
    change(page, "draft/tests", "Larger", large=from_value(100_001))
    page.goto("/console/dev/rules/tests?at=draft/tests")
    expect(page.get_by_text("1 of 5 cases failed")).to_be_visible()
    page.get_by_text("Failed 1").click()
    page.get_by_role("button", name="at-the-edge").click()
    wrong = page.get_by_role("row", name="outcome failed")
    expect(wrong).to_contain_text('"MATCH""NO_MATCH"')
    trail = page.locator(".rr-trace").first
    expect(trail).to_contain_text("does not hold")
    expect(trail).to_contain_text("quote.annualValue= 100000")
    assert axe(page) == []
    page.get_by_label("Find a case").fill("quarter")
    expect(page.get_by_text("No case is like that.")).to_be_visible()
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("run by user:dev-tenant-admin")).to_be_visible()


def test_what_no_case_tried_is_painted_on_the_rules_and_said_in_words(page: Page) -> None:
    page.goto("/console/dev/rules?file=rulesets/quote.json&show=coverage")
    expect(page.get_by_text("2 of 3 rules")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="quote.discountPct").first).to_contain_text("✓tried1:2")
    expect(page.get_by_role("row").filter(has_text="quote.termMonths")).to_contain_text("◐never true0:3")
    page.get_by_role("button", name="All cases").click()
    page.get_by_role("button", name="A quarter does not").click()
    page.get_by_role("button", name="Set of rules quote", exact=True).click()
    expect(page.get_by_text("2 of 3 rules")).to_be_visible()


def test_a_merge_shows_what_its_cases_lack_before_and_what_it_was_refused_for_after(page: Page) -> None:
    branch(page, "draft/short")
    branch(page, "stage")
    change(page, "draft/short", "Larger", large=from_value(100_001))
    page.goto("/console/dev/rules/tests?at=stage")
    expect(page.get_by_text("stage demands nothing of cases.")).to_be_visible()
    page.get_by_role("button", name="Demands…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("All cases pass").check()
    dialog.get_by_label("Rules that fired in some case").fill("60")
    assert axe(page) == []
    demand(page, "stage", casesPass=True)  # somebody else, meanwhile
    dialog.get_by_role("button", name="Demand it of stage").click()
    meanwhile = page.get_by_role("dialog", name="What stage demands was changed by somebody else")
    expect(meanwhile.get_by_role("button", name="Save as chosen")).to_be_visible()  # over the other one, which waits
    assert axe(page) == []
    meanwhile.get_by_role("button", name="Save as chosen").click()
    expect(page.get_by_text("stage demands that all cases pass.")).to_be_visible()

    page.goto("/console/dev/rules/combine?way=merge&from=draft/short&into=stage")
    expect(page.get_by_text("short of what stage demands", exact=True)).to_be_visible()
    expect(page.get_by_text("The merge would be refused: 2 things are short of what stage demands")).to_be_visible()
    expect(page.get_by_text("60 % demanded: short")).to_be_visible()
    page.get_by_role("button", name="Merge draft/short into stage").click()
    refused = page.get_by_role("alert").filter(has_text="Not merged: 2 things are short of what the branch demands")
    expect(refused).to_contain_text("2 of 5 rules tried, 60 % asked")
    expect(page.get_by_text("The merge would be refused")).to_have_count(0)
    assert axe(page) == []
    demand(page, "stage")
    page.reload()
    page.get_by_role("button", name="Merge draft/short into stage").click()
    expect(page.get_by_text("draft/short is merged into stage", exact=True)).to_be_visible()


def test_a_comparison_shows_inputs_for_which_it_is_decided_otherwise(page: Page) -> None:
    branch(page, "draft/edge")
    change(
        page,
        "draft/edge",
        "Larger",
        large=lambda said: said.update(when={">": [{"var": "quote.annualValue"}, 100_000]}),
    )
    page.goto(f"/console/dev/rules/compare?from=main&to=draft/edge&file={LARGE}")
    otherwise = page.get_by_role("region", name="Decides otherwise")
    expect(otherwise).to_contain_text("1 way to differ")
    expect(otherwise.get_by_role("row").last).to_contain_text("{quote: {annualValue: 100000}}MATCHNO_MATCH")
    assert axe(page) == []


def test_who_only_reads_runs_nothing_and_demands_nothing(page_as: PageAs) -> None:
    page = page_as("viewer", theme="dark", language="fr")
    page.goto("/console/dev/rules/tests")
    expect(page.get_by_text("Ce qu’aucun cas n’a éprouvé")).to_be_visible()
    for name in ("Exécuter à nouveau", "Exigences…"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert axe(page) == []
