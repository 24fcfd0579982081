"""Which of two snapshots saw more."""

import pytest

from catalog_admin.kit.changes import Snapshot


@pytest.mark.parametrize(
    ("later", "earlier", "has_seen_all"),
    [
        ("10:10:", "10:10:", True),
        ("12:12:", "10:10:", True),
        ("10:10:", "12:12:", False),
        ("9:12:9", "9:10:9", True),  # who was at it then is at it still
        ("9:12:9", "10:10:", False),  # one of a replica, say: who had ended there has not here
        ("11:12:11", "10:10:", True),  # who began since is nothing that was seen
        ("10:12:10,11", "10:12:10", False),
    ],
)
def test_one_that_saw_less_does_not_tell_what_changed_since(later: str, earlier: str, has_seen_all: bool) -> None:
    assert Snapshot("1", later).has_seen_all_of(Snapshot("1", earlier)) == has_seen_all
    assert not Snapshot("2", later).has_seen_all_of(Snapshot("1", earlier))
