"""The EU's certificate rules, converted: a real rule set with its real cases."""

from catalog_admin.artefacts.cases.model import PartKind
from catalog_admin.artefacts.finding import errors
from catalog_admin.artefacts.kinds.reading import read
from tests.conformance import dcc


def test_the_suite_is_whole() -> None:
    assert len(dcc.rules()) == 111
    assert sum(len(each["tests"]) for each in dcc.rules()) == 728


def test_every_converted_rule_and_case_is_a_file_that_a_repository_takes() -> None:
    for path, content in dcc.tree().items():
        assert errors(read(path, content).findings) == [], path


def test_every_case_answers_as_it_does_in_europe() -> None:
    assert [verdict for verdict in dcc.verdicts() if verdict.name != "equal"] == []


def test_the_cases_try_every_rule_they_are_for() -> None:
    tried, all_ = dcc.report().share(PartKind.RULE)
    assert tried == all_


def test_the_published_table_is_current() -> None:
    assert dcc.PAGE.read_text(encoding="utf-8") == dcc.page(), "run python -m tests.conformance.dcc"
