"""The examples of the guide are one sound repository: every kind is there, and every case passes."""

import re
from pathlib import Path

import pytest

from catalog_admin.artefacts.cases.running import findings_of, run
from catalog_admin.artefacts.cases.suite import suite_of
from catalog_admin.artefacts.checking.report import Report, check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.reference import EXPECTED
from tests.artefacts.customer import COMPLETE, CONTEXT, EXAMPLES

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
PAGE = (GUIDES / "rule-examples.md").read_text(encoding="utf-8")
FILES = {
    path: content.encode()
    for path, content in re.findall(r"^### `([^`]+)`\n+```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
}


@pytest.fixture(scope="module")
def report() -> Report:
    return check(FILES)


def test_nothing_is_said_against_any_of_them_but_their_spelling(report: Report) -> None:
    assert [str(each) for each in report.findings if each.code != Code.NOT_CANONICAL] == []


def test_there_is_one_of_every_kind(report: Report) -> None:
    assert report.tree is not None
    assert {artefact.kind for artefact in report.tree.artefacts.values()} == set(ArtefactKind)
    assert PAGE.count("\n### `") == len(FILES)


def test_every_case_passes_and_tells_what_the_reference_says_it_may(report: Report) -> None:
    assert report.tree is not None
    suite = suite_of(report.tree.artefacts.values(), report.sets or {}, report.tree.scopes)
    assert [*suite.findings, *findings_of(run(suite.cases, suite.subjects))] == []
    for case in suite.cases:
        told = suite.subjects[case.subject].tell(case.context, case.instant)
        assert set(told.said) - {"outcome"} <= set(EXPECTED[case.subject.kind])


def test_it_says_where_the_complete_example_is_refused() -> None:
    (finding,) = check({COMPLETE: EXAMPLES[COMPLETE], "schemas/context.json": CONTEXT}).errors
    assert f"`{finding.pointer.rpartition('/')[2]}`" in PAGE
    assert (finding.suggestion or "").removeprefix("did you mean ").rstrip("?") in PAGE
