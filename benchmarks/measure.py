"""One result: a value, the floor the same machine gave in the same run, and the ratio the bar is on.

Machines differ and are noisy, so nothing here compares seconds with a constant. A floor is the irreducible work
written as plainly as can be; value and floor are medians of runs taken in turn.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import psutil

ROUNDS = 5
QUICK_ROUNDS = 3  # of what takes many seconds, where all of it has to be done in three minutes


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
    """`floor` and `ratio` are None where the bar is a plain limit; `load` is the whole machine's at the end."""

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

    def row(self) -> dict[str, Any]:
        return asdict(self)


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


def _rounded(value: float) -> float:
    """Three significant digits: more would be noise."""
    return float(f"{value:.3g}")
