"""The log is verified piece by piece, and a piece ends where a transaction does."""

from rulestore.landing import land
from rulestore.model import Move
from rulestore.verifying import verify
from tests.rulestore.desk import SAID, Desk


def test_pieces_of_the_log_hold_together_as_the_whole(desk: Desk) -> None:
    tip = desk.write(a="1")
    with desk.store.writing() as connection:
        land(connection, desk.store.repo, [Move(f"refs/heads/b{nr}", None, tip) for nr in range(3)], SAID)
    desk.write(a="2")
    with desk.store.reading() as connection:
        whole = verify(connection, desk.store.repo)
        assert (whole.checked, whole.at.txn_no, whole.is_complete, whole.fault) == (5, 3, True, None)
        pieces = [verify(connection, desk.store.repo, most=1)]
        while not pieces[-1].is_complete:
            assert pieces[-1].fault is None
            pieces.append(verify(connection, desk.store.repo, after=pieces[-1].at.txn_no, most=1))
    assert [(each.checked, each.at.txn_no) for each in pieces] == [(1, 1), (3, 2), (1, 3)]
    assert pieces[-1].at == whole.at
