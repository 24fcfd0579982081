"""What may have been meant, where thousands of names look alike."""

from collections.abc import Iterable

import pytest

from catalog_admin.kit.work import Reads
from catalog_admin.products.queries import lookup


def test_a_name_is_compared_with_a_few_of_those_that_begin_like_it(
    reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def nearest(word: str, known: Iterable[str]) -> str | None:
        among = list(known)
        compared.append(len(among))
        return min((each for each in among if each.startswith(word[:-1])), default=None)

    monkeypatch.setattr(lookup, "_all_names", lambda tx: [f"plan-{number:05}" for number in range(10_000)])
    monkeypatch.setattr(lookup, "nearest", nearest)
    asked = ["plan-00000x", "plan-05000x", "plan-09999x", "another"]
    assert [each.suggestion for each in lookup.meant(reads, asked)] == ["plan-00000", "plan-05000", "plan-09999", None]
    assert max(compared) <= lookup.MOST_COMPARED
