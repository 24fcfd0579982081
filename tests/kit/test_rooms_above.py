"""Rooms above are asked by name, and all of them or nobody."""

from collections.abc import Callable

import pytest

from catalog_admin.kit.rooms_above import Question


@pytest.fixture
def question() -> Question[Callable[[], str]]:
    return Question("first", "second")


def test_everybody_is_asked_in_order(question: Question[Callable[[], str]]) -> None:
    question.answered_by("second")(lambda: "2")
    question.answered_by("first")(lambda: "1")
    assert [answer() for answer in question.everybody()] == ["1", "2"]


def test_nobody_is_asked_while_one_is_missing(question: Question[Callable[[], str]]) -> None:
    question.answered_by("first")(lambda: "1")
    with pytest.raises(LookupError, match="second"):
        question.everybody()


def test_who_is_not_expected_is_refused(question: Question[Callable[[], str]]) -> None:
    with pytest.raises(LookupError, match="third"):
        question.answered_by("third")
