"""A context is as its schema declares, or it is told where it is not."""

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog_admin.artefacts.rulesets.judging import Judge
from tests.artefacts.customer import CONTEXT

_JUDGE = Judge(json.loads(CONTEXT))


@pytest.mark.parametrize(
    "context", [{}, {"Discount": 30}, {"Discount": Decimal("27.5")}, {"Discount": {"decimal": "27.5"}}]
)
def test_what_is_declared_may_be_said(context: Any) -> None:
    assert _JUDGE.faults(context) == []


@pytest.mark.parametrize(
    ("context", "pointer"),
    [
        ({"account": {"region": "Europe"}}, "/account/region"),
        ({"account": "EU"}, "/account"),
        ({"Discount": "30"}, "/Discount"),
        ({"Discount": {"decimal": "much"}}, "/Discount"),
        ({"quote": {"header": {"signedOn": "2026-02-30"}}}, "/quote/header/signedOn"),
        ({"quote": {"lines": [{"quantity": 1}, {"quantity": 1.5}]}}, "/quote/lines/1/quantity"),
        ([], ""),
    ],
)
def test_what_is_not_is_told_with_its_place(context: Any, pointer: str) -> None:
    assert [each.pointer for each in _JUDGE.faults(context)] == [pointer]
