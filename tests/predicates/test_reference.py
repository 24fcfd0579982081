"""The published language reference is what the tables say, and its examples are rules."""

from pathlib import Path

import pytest

from catalog_admin.predicates.canonical import canonical_logic
from catalog_admin.predicates.operators import CONSTRUCTS, EVERY_OPERATOR, FUNCTIONS, Construct, Function
from catalog_admin.predicates.parse import parse
from catalog_admin.predicates.reference import page
from catalog_admin.predicates.setwise.functions import SETWISE
from catalog_admin.predicates.shown import shown

_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rule-language.md"


def test_the_published_reference_is_current() -> None:
    assert _PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("operator", [*CONSTRUCTS.values(), *FUNCTIONS.values()], ids=lambda operator: operator.name)
def test_the_example_of_an_operator_uses_it_and_prints_back(operator: Construct | Function) -> None:
    name, short = operator.name, operator.short
    logic = canonical_logic(parse(short))
    assert shown(logic) == short
    assert f"'{name}'" in str(logic)


def test_names_every_operator_that_the_customer_was_promised() -> None:
    promised = "and or ! if === !== < <= > >= in + - * / % min max var missing some all none filter map reduce"
    assert set(promised.split()) <= EVERY_OPERATOR


def test_every_function_has_a_column_form() -> None:
    assert set(FUNCTIONS) == SETWISE
