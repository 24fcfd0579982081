"""DMN level 2 and GoRules' graphs: what is imported passes, what differs has a name."""

from catalog_admin.artefacts.codes import Code
from tests.conformance import tables


def test_the_suites_are_whole() -> None:
    assert len(tables.dmn_cases()) == 116
    assert len({case["model"] for case in tables.dmn_cases()}) == 28
    assert sum(len(each["tests"]) for each in tables.jdm_graphs()) == 73


def test_every_decision_table_of_level_2_is_imported_and_answers_as_expected() -> None:
    """Seventeen tables over all seven hit policies and four aggregations."""
    found = tables.dmn_verdicts()
    imported = {each.name for each in found if each.verdict != "not imported"}
    assert len(imported) == 17
    assert [each for each in found if each.name in imported and each.verdict != "equal"] == []


def test_what_is_not_imported_is_no_table() -> None:
    left = {each.name: each.detail for each in tables.dmn_verdicts() if each.verdict == "not imported"}
    assert len(left) == 11
    assert set(left.values()) <= {"literalExpression", "invocation"}


def test_graphs_differ_only_where_it_says_so() -> None:
    codes = {code.value for code in Code}
    for each in tables.jdm_verdicts():
        known = {"equal": {""}, "refused": codes, "deviates": set(tables.DEVIATIONS)}[each.verdict]
        assert each.detail in known, each


def test_zen_itself_passes_its_suite_but_where_it_reads_the_clock() -> None:
    asked = tables.asked_of_zen()
    assert asked.count(False) == 2


def test_the_published_table_is_current() -> None:
    assert tables.PAGE.read_text(encoding="utf-8") == tables.page(), "run python -m tests.conformance.tables"
