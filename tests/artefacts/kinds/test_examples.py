"""The examples of the CPQ DSL are read as they are written."""

import json

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.reading import canonical, read
from tests.artefacts.customer import COMPLETE, EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_is_read_without_a_change(path: str) -> None:
    artefact = read(path, EXAMPLES[path])
    assert [finding.code for finding in artefact.findings] == [Code.NOT_CANONICAL]
    assert artefact.value is not None


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_in_its_one_text_has_nothing_wrong_with_it(path: str) -> None:
    text = canonical(path, EXAMPLES[path])
    assert read(path, text).findings == ()
    assert canonical(path, text) == text


def test_kinds_are_told_by_folder_and_by_what_a_file_says() -> None:
    kinds = {path.partition("/")[0]: read(path, content).kind for path, content in EXAMPLES.items()}
    assert kinds == {
        "packages": ArtefactKind.PACKAGE,
        "rulesets": ArtefactKind.RULESET,
        "templates": ArtefactKind.TEMPLATE,
        "approval-policies": ArtefactKind.APPROVAL_POLICIES,
    }
    (rule, *_) = json.loads(EXAMPLES["rulesets/discount-and-dpa.json"])["rules"]
    assert read("rulesets/quote/discount.json", json.dumps(rule).encode()).kind is ArtefactKind.RULE


def test_a_condition_in_the_short_form_is_stored_as_logic() -> None:
    template = read("templates/ramp.json", EXAMPLES["templates/ramp-template.json"]).value
    assert template["workflow"]["tiers"][0]["if"] == {">": [{"var": "Discount"}, 10]}


def test_a_price_keeps_its_digits() -> None:
    value = read("packages/core.json", EXAMPLES["packages/commitments.json"]).value
    assert value["commitments"][2]["pool"]["overagePricePerBlock"] == {"decimal": "0.003"}
    assert value["commitments"][1]["amount"] == 60000


def test_what_the_complete_example_leaves_open_stays_open() -> None:
    quote = read(COMPLETE, EXAMPLES[COMPLETE]).value["quotes"][0]
    assert quote["totals"] == {"arr": None, "mrr": None, "tcv": None}
