"""The official JSONLogic suite, on the engine and on the profile."""

import json
from typing import Any

import pytest
from datalogic_py import Engine

from catalog_admin.predicates.errors import PredicateRefused
from tests.conformance import profile

_CASES = profile.cases()


def test_the_suite_is_whole() -> None:
    assert len(_CASES) == 278


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["n"]))
def test_the_engine_passes_the_official_suite(case: dict[str, Any]) -> None:
    assert json.loads(Engine().eval_str(json.dumps(case["rule"]), json.dumps(case["data"]))) == case["result"]


def test_the_profile_differs_only_where_it_says_so() -> None:
    verdicts = [profile.verdict(case) for case in _CASES]
    codes = {kind.code for kind in PredicateRefused.__subclasses__()}
    for each in verdicts:
        known = {"equal": {""}, "refused": codes, "deviates": set(profile.DEVIATIONS)}[each.name]
        assert each.detail in known, each


def test_the_published_table_is_current() -> None:
    assert profile.PAGE.read_text(encoding="utf-8") == profile.page(), "run python -m tests.conformance.profile"
