"""Values are the same where JSON says so: neither true and 1, nor a number and its digits."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.artefacts.kinds.equality import same, text_of

_values = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, 2, "", "0.5", "1", "a", Decimal("0.5"), Decimal("0.50"), Decimal("1.0"), b"1", b""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "decimal"]), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [(True, 1), ([False], [0]), (Decimal("0.5"), "0.5"), ({"a": Decimal("0.5")}, {"a": "0.5"}), (b"1", "1"), (1, "1")],
)
def test_what_python_or_a_text_would_take_for_one_is_two(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert text_of(one) != text_of(other)


def test_one_number_in_two_notations_is_one() -> None:
    assert same({"a": [Decimal("0.50"), 1]}, {"a": (Decimal("0.5"), Decimal("1.0"))})
    assert text_of([Decimal("0.50"), 1]) == text_of([Decimal("0.5"), Decimal("1.0")])


@given(_values, _values)
def test_two_values_share_a_text_exactly_where_they_are_the_same(one: Any, other: Any) -> None:
    assert same(one, one)
    assert same(one, other) is same(other, one) is (text_of(one) == text_of(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, Decimal("1.0"), True),
        (1, True, False),
        (None, None, True),
        ("1", 1, False),
        ([1, 2], (Decimal(1), 2), True),
        ({"a": [1]}, {"a": [Decimal(1)]}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ([1], [1, 1], False),
    ],
)
def test_values_are_the_same_or_not(one: Any, other: Any, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected
