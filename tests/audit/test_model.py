"""What goes into a digest is exact and has one form."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from catalog_admin.audit.model import digest_of, plain


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("1.50"), "1.5"),
        (Decimal(100), "100"),
        (Decimal("1.5e-07"), "0.00000015"),
        (2**60, str(2**60)),
        (0.1, "0.1"),
        (True, True),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00+00:00"),
        (b"\x01\xff", "01ff"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"é": {2, 1}}, {"\\xe9": [1, 2]}),
        ((1, None), [1, None]),
    ],
)
def test_exact_values_become_text(value: object, said: object) -> None:
    assert plain(value) == said


def test_equal_prices_have_equal_digests() -> None:
    assert digest_of({"b": Decimal("1.0"), "a": 1}) == digest_of({"a": 1, "b": Decimal("1.000")})


def test_nothing_has_no_digest() -> None:
    assert digest_of(None) is None


def test_refuses_what_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())
