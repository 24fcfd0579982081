"""Many cases at once, in processes of their own: evaluating is Python's own work, of which threads do one at a time.

A process takes half a second to be there and to have read the rules, and handing a case over costs as much as asking
a small condition, some 10 µs. So the first cases are asked here, which tells how long the others will take: sets of
many rules and large tables are worth it from about a second of work on, small conditions never.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from itertools import takewhile
from queue import SimpleQueue

from catalog_admin.artefacts.cases.model import Case, CaseResult
from catalog_admin.artefacts.cases.running import Ran, ask
from catalog_admin.artefacts.cases.suite import Suite
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.rules.elsewhere import Answer, Helper

MOST_PROCESSES = 8
HEAD_START_SECONDS, WORTH_IT_SECONDS, WORTH_HANDING_OVER_SECONDS = 0.5, 1.5, 0.000_05
# A part takes about this long, so that whoever calls it off is heard soon.
PART_SECONDS, LISTENING_SECONDS = 0.5, 0.2
GoOn = Callable[[], None]


def ask_at_once(
    files: Mapping[str, bytes],
    suite: Suite,
    go_on: GoOn,
    *,
    processes: int | None = None,
    head_start: float = HEAD_START_SECONDS,
    worth_it: float = WORTH_IT_SECONDS,
    worth_handing_over: float = WORTH_HANDING_OVER_SECONDS,
) -> Ran:
    """The suite is that of these files. `go_on` is asked again and again, and raises where nobody waits any more."""
    end = time.monotonic() + head_start
    ran = ask(takewhile(lambda _: time.monotonic() < end, one_by_one(suite.cases, go_on)), suite.subjects)
    left = suite.cases[len(ran.results) :]
    seconds = head_start / max(1, len(ran.results))
    count = min(processes or _processors(), MOST_PROCESSES)
    if count > 1 and left and seconds >= worth_handing_over and len(left) * seconds >= worth_it:
        _spread(files, left, max(1, int(PART_SECONDS / seconds)), count, go_on, ran)
    else:
        ran.join(ask(one_by_one(left, go_on), suite.subjects))
    return ran


def _spread(files: Mapping[str, bytes], cases: Sequence[Case], size: int, count: int, go_on: GoOn, ran: Ran) -> None:
    """In their order. A thread for each process waits for its answers."""
    rules = {path: content for path, content in files.items() if kind_at(path) is not ArtefactKind.TEST}
    parts = [cases[at : at + size] for at in range(0, len(cases), size)]
    with ThreadPoolExecutor(count) as threads, ExitStack() as begun:
        free: SimpleQueue[Helper] = SimpleQueue()
        for _ in range(min(count, len(parts))):
            free.put(begun.enter_context(Helper(rules)))
        asked = [threads.submit(_ask, free, part) for part in parts]
        try:
            _listen(asked, go_on)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
        for part, done in zip(parts, asked, strict=True):
            said, tried = done.result()
            ran.join(Ran([CaseResult(case, *each) for case, each in zip(part, said, strict=True)], tried))


def _ask(free: "SimpleQueue[Helper]", cases: Sequence[Case]) -> Answer:
    helper = free.get()
    try:
        return helper.ask(cases)
    finally:
        free.put(helper)


def _listen(asked: Sequence[Future[Answer]], go_on: GoOn) -> None:
    pending = set(asked)
    while pending:
        go_on()
        _, pending = wait(pending, LISTENING_SECONDS, FIRST_COMPLETED)


def one_by_one(cases: Sequence[Case], go_on: GoOn) -> Iterator[Case]:
    """`go_on` is asked before each, and raises where there shall be no other."""
    for case in cases:
        go_on()
        yield case


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
