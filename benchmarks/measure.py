"""One result: a value, the floor the same machine gave in the same run, and the ratio the bar is on.

Machines differ and are noisy, so nothing here compares seconds with a constant. A floor is the irreducible work
written as plainly as can be; value and floor are medians of runs taken in turn.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Literal

import psutil

ROUNDS = 5
MOST_OTHERS = 0.25  # cores that others may keep busy while something is measured that is to be believed


@dataclass(frozen=True)
class Bar:
    """The ratio (value / floor) that counts as good: at most, or at least."""

    sense: Literal["at most", "at least"]
    ratio: float

    def holds(self, ratio: float) -> bool:
        return ratio <= self.ratio if self.sense == "at most" else ratio >= self.ratio

    def __str__(self) -> str:
        return f"{'≤' if self.sense == 'at most' else '≥'} {self.ratio} of floor"


@dataclass(frozen=True)
class Result:
    """`floor` and `ratio` are None where the bar is a plain limit; `load` is the whole machine's at the end.

    `others` is how many cores the work of others took meanwhile, None if nobody watched. `despite` is why it was
    published although there is reason to doubt it.
    """

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    bar: str
    ok: bool
    n: int
    machine: str
    load: float
    note: str = ""
    others: float | None = None
    despite: str = ""

    def row(self) -> dict[str, Any]:
        return asdict(self)

    def doubts(self) -> list[str]:
        """Why it should not be believed as it stands."""
        said = [f"measured {self.n} times and not {ROUNDS}"] if self.n < ROUNDS else []
        if self.others is None:
            said.append("nobody watched what else the machine did")
        elif self.others > MOST_OTHERS:
            said.append(f"other work kept {self.others:g} cores busy")
        return said


class Watch:
    """Tells the work of others from our own, which a load average cannot: ours alone makes one of three or four."""

    def __init__(self) -> None:
        self._since, self._busy, self._own = time.monotonic(), _busy_seconds(), _own_seconds()

    def others(self) -> float:
        """Cores that others have kept busy since; what a hypervisor took from us is theirs as well."""
        theirs = (_busy_seconds() - self._busy) - (_own_seconds() - self._own)
        return round(max(0.0, theirs) / (time.monotonic() - self._since), 2)


def result(name: str, *, value: float, floor: float, unit: str, bar: Bar, n: int, note: str = "") -> Result:
    ratio = value / floor
    return Result(
        name,
        _rounded(value),
        unit,
        _rounded(floor),
        round(ratio, 3),
        str(bar),
        bar.holds(ratio),
        n,
        machine(),
        load(),
        note,
    )


def limited(name: str, *, value: float, most: float, unit: str, n: int, note: str = "") -> Result:
    """For what has a limit and no floor, such as memory."""
    return Result(
        name, _rounded(value), unit, None, None, f"≤ {most} {unit}", value <= most, n, machine(), load(), note
    )


def reported(name: str, *, value: float, unit: str, n: int, note: str = "") -> Result:
    """For what is counted and not raced: neither floor nor bar."""
    return Result(name, _rounded(value), unit, None, None, "reported", True, n, machine(), load(), note)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], rounds: int = ROUNDS, *, is_warm: bool = False
) -> tuple[float, float]:
    """Medians of both, measured A B A B … after one warm-up each, so that drift hits both alike.

    `is_warm` says that what is measured has been done once before, to make the floor's rows.
    """
    if not is_warm:
        ours()
    floor()
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def machine() -> str:
    memory = round(psutil.virtual_memory().total / 2**30)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory} GiB, {system}"


def load() -> float:
    """How many processes wanted a core during the last minute, our own included."""
    return round(os.getloadavg()[0], 1)


def _busy_seconds() -> float:
    spent = psutil.cpu_times()
    # Guests' time is counted as user time already.
    idle = ("idle", "iowait", "guest", "guest_nice")
    return float(sum(spent) - sum(getattr(spent, name, 0.0) for name in idle))


def _own_seconds() -> float:
    """Of this process, its living descendants, and those they have seen end."""
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def _rounded(value: float) -> float:
    """Three significant digits: more would be noise."""
    return float(f"{value:.3g}")
