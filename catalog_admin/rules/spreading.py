"""Many cases at once, in processes of their own: evaluating is Python's own work, of which threads do one at a time.

A process takes half a second to be there and to have read the rules, and handing a case over costs as much as asking
a small condition, some 10 µs. So the first cases are asked here, which tells how long the others will take: sets of
many rules and large tables are worth it from about a second of work on, small conditions never.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import takewhile

from catalog_admin.artefacts.cases.covering import Tried
from catalog_admin.artefacts.cases.model import Case, CaseResult, Difference, SubjectId
from catalog_admin.artefacts.cases.running import Ran, ask
from catalog_admin.artefacts.cases.suite import Suite
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.predicates.model import Outcome
from catalog_admin.rules.suites import suite_in

MOST_PROCESSES = 8
HEAD_START_SECONDS, WORTH_IT_SECONDS, WORTH_HANDING_OVER_SECONDS = 0.5, 1.5, 0.000_05
# A part takes about this long, so that whoever calls it off is heard soon.
PART_SECONDS, LISTENING_SECONDS = 0.5, 0.2
GoOn = Callable[[], None]
Said = tuple[tuple[Difference, ...], Outcome | None, str | None]
# Forked from a server that has one thread: a fork of this process would inherit the locks of its other threads.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["__main__", __name__])
_suites: list[Suite] = []


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
    ran = ask(takewhile(lambda _: time.monotonic() < end, _one_by_one(suite.cases, go_on)), suite.subjects)
    left = suite.cases[len(ran.results) :]
    seconds = head_start / max(1, len(ran.results))
    count = min(processes or _processors(), MOST_PROCESSES)
    if count > 1 and left and seconds >= worth_handing_over and len(left) * seconds >= worth_it:
        _spread(files, left, max(1, int(PART_SECONDS / seconds)), count, go_on, ran)
    else:
        ran.join(ask(_one_by_one(left, go_on), suite.subjects))
    return ran


def _spread(files: Mapping[str, bytes], cases: Sequence[Case], size: int, count: int, go_on: GoOn, ran: Ran) -> None:
    """In their order. Raises BrokenProcessPool where a process died: nobody knows what came of its cases then."""
    rules = {path: content for path, content in files.items() if kind_at(path) is not ArtefactKind.TEST}
    pool = ProcessPoolExecutor(count, mp_context=_PROCESSES, initializer=_read, initargs=(rules,))
    try:
        parts = [cases[at : at + size] for at in range(0, len(cases), size)]
        asked = [pool.submit(_ask, part) for part in parts]
        _listen(asked, go_on)
        for part, done in zip(parts, asked, strict=True):
            said, tried = done.result()
            ran.join(Ran([CaseResult(case, *each) for case, each in zip(part, said, strict=True)], tried))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _listen(asked: Sequence[Future[tuple[list[Said], dict[SubjectId, Tried]]]], go_on: GoOn) -> None:
    pending = set(asked)
    while pending:
        go_on()
        _, pending = wait(pending, LISTENING_SECONDS, FIRST_COMPLETED)


def _read(rules: dict[str, bytes]) -> None:
    _suites.append(suite_in(check(rules)))


def _ask(cases: Sequence[Case]) -> tuple[list[Said], dict[SubjectId, Tried]]:
    """Whoever asks has the cases."""
    ran = ask(cases, _suites[-1].subjects)
    return [(each.differences, each.outcome, each.reason) for each in ran.results], ran.tried


def _one_by_one(cases: Sequence[Case], go_on: GoOn) -> Iterator[Case]:
    for case in cases:
        go_on()
        yield case


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
