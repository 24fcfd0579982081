"""What is kept: once worked out, never too much of it, never too old."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf
from time import sleep

from catalog_admin.kit.kept import Kept


@dataclass
class Answer:
    size: int = 10
    holds_until: float = inf


def test_two_who_ask_at_once_have_it_worked_out_once() -> None:
    kept: Kept[Answer] = Kept(most_bytes=100, seconds=60)
    worked_out: list[Answer] = []

    def slowly() -> Answer:
        sleep(0.05)
        worked_out.append(Answer())
        return worked_out[-1]

    with ThreadPoolExecutor(4) as askers:
        answers = list(askers.map(lambda _: kept.get("a", slowly), range(4)))
    assert len(worked_out) == 1
    assert all(answer is worked_out[0] for answer in answers)


def test_what_is_renewed_is_made_of_what_was_kept_and_takes_its_place() -> None:
    kept: Kept[Answer] = Kept(most_bytes=100, seconds=60)
    seen: list[Answer | None] = []
    answers = [kept.renew("a", lambda known: seen.append(known) or Answer(20)) for _ in range(3)]
    assert seen == [None, *answers[:2]]
    assert kept.get("a", Answer) is answers[-1]
    assert kept.size == 20


def test_keeps_no_more_than_its_bytes_and_what_was_asked_for_last() -> None:
    kept: Kept[Answer] = Kept(most_bytes=25, seconds=60)
    first, second = kept.get("a", Answer), kept.get("b", Answer)
    assert kept.get("a", Answer) is first
    kept.get("c", Answer)
    assert kept.size == 20
    assert kept.get("a", Answer) is first
    assert kept.get("b", Answer) is not second
    assert kept.get("large", lambda: Answer(size=26)).size == 26, "answered, not kept"
    assert kept.size <= 25


def test_forgets_what_is_old_or_does_not_hold_any_more() -> None:
    clock = [100.0]
    kept: Kept[Answer] = Kept(most_bytes=100, seconds=60, now=lambda: clock[0])
    first, bounded = kept.get("a", Answer), kept.get("b", lambda: Answer(holds_until=130))
    clock[0] = 131
    assert kept.get("a", Answer) is first
    assert kept.get("b", Answer) is not bounded
    clock[0] = 161
    assert kept.get("a", Answer) is not first


def test_a_refusal_is_not_kept() -> None:
    kept: Kept[Answer] = Kept(most_bytes=100, seconds=60)

    def refuse() -> Answer:
        raise ValueError

    for _ in range(2):
        try:
            kept.get("a", refuse)
        except ValueError:
            continue
        raise AssertionError
    assert kept.get("a", Answer).size == 10
