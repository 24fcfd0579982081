"""Limits that leave nothing allowed, or never bind: told only where there surely is a case in which both do."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.finding import Finding
from tests.artefacts.checking.trees import files, found

DISCOUNT = "quote.header.discountPct"


def _guardrail(id: str, level: str, limit: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "level": level, "limits": [{"id": "l", "measure": DISCOUNT, "breach": "BLOCK", **limit}], **more}


def _told(*guardrails: dict[str, Any]) -> list[tuple[str, str]]:
    said: list[Finding] = found(files(**{f"guardrails__{each['id']}": each for each in guardrails}))
    return [(each.path.rpartition("/")[2], each.code.partition(".")[2]) for each in said]


@pytest.mark.parametrize(
    ("limit", "is_empty"),
    [({"min": 30, "max": 20}, True), ({"min": 20, "max": 20}, False), ({"min": 20}, False), ({"max": 20}, False)],
)
def test_nothing_is_between_a_least_and_a_lesser_most(limit: dict[str, Any], is_empty: bool) -> None:
    assert _told(_guardrail("g", "PRODUCT", limit)) == [("g.json", "limits_conflict")] * is_empty


@pytest.mark.parametrize(
    ("upper", "lower", "is_told"),
    [
        ({}, {}, True),
        ({}, {"when": "ARR > 1"}, True),
        ({"when": "ARR > 1"}, {"when": "ARR > 1"}, True),
        ({"when": "ARR > 1"}, {}, False),
        ({"when": "ARR > 1"}, {"when": "ARR > 2"}, False),
        ({"effectiveTo": "2026-01-31"}, {"effectiveFrom": "2026-02-01"}, False),
        ({"effectiveTo": "2026-02-01"}, {"effectiveFrom": "2026-02-01"}, True),
    ],
    ids=json.dumps,
)
def test_one_never_binds_where_the_other_one_surely_does(upper: Any, lower: Any, is_told: bool) -> None:
    wide, narrow = (
        _guardrail("vip", "SEGMENT", {"max": 40}, **lower),
        _guardrail("org", "ORGANISATION", {"max": 30}, **upper),
    )
    assert _told(wide, narrow) == [("vip.json", "never_binds")] * is_told


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [(["a"], ["a", "b"], True), (["a"], ["b"], False), (None, ["b"], True), (None, None, True)],
)
def test_of_one_level_those_conflict_that_are_for_the_same_ones(one: Any, other: Any, is_told: bool) -> None:
    said = [
        _guardrail(name, "PRODUCT", limit, **({} if those is None else {"appliesTo": those}))
        for name, limit, those in (("g1", {"max": 10}, one), ("g2", {"min": 20}, other))
    ]
    assert _told(*said) == [("g2.json", "limits_conflict")] * is_told
