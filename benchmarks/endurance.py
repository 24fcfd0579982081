"""`python -m benchmarks.endurance load|soak [--seconds N]`: what the service does when it is asked too much, or long.

**load**: readers ask what nobody asked before, twice as often as the service can answer. No 5xx but 503 with
Retry-After, waiting is over within five seconds after they stop, memory is what it was. **soak**: readers go on asking
while a catalog is published and rolled back. No answer mixes two versions, none goes back behind an earlier one, every
move is seen within a second, memory is flat. Results go to `results/endurance.json`.
"""

import argparse
import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks import report
from benchmarks.measure import Result, limited
from benchmarks.place import TENANT, Place, place, server
from benchmarks.readers import Judge, Reader
from benchmarks.served import serving
from benchmarks.shelves import CATALOG, fill, path_of
from catalog_admin.access.issuing import dev_token
from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.nodes import NodeChanges
from catalog_admin.catalogs.queries import catalog, node_at
from catalog_admin.kit.etags import Expected
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.model import PublishWish

SIZE = {"plan_count": 100, "node_count": 21, "rule_count": 0}
CLIENTS, CROWD = 16, 256
MOST_NEW = 5_000
FILLING = 12  # times as long as it takes to find out the saturation
NEW_EVERY = 5  # of so many questions one was never asked before
MOVE_EVERY_SECONDS = 2.0
MOST_GROWTH = 1.25  # of memory
MOST_RECOVERY_SECONDS = 5.0
MOST_UNSEEN_SECONDS = 1.0
SECONDS = {"load": 30.0, "soak": 600.0}


class Scene:
    """A server with one catalog, and how to ask it."""

    def __init__(self, here: Place, port: int, token: str) -> None:
        self.here, self.port, self.token = here, port, token
        self.judge = Judge()
        self._server = psutil.Process().children()[-1]
        self._numbers = itertools.count()
        self._round = 0

    def reader(self) -> Reader:
        return Reader(self.port, self.token, self.judge)

    def question(self) -> str:
        """Some are new, or as good as that; not always others, for what is remembered of them may be 64 MB."""
        number = next(self._numbers)
        return "known" if number % NEW_EVERY else f"new{number % MOST_NEW}"

    def new_question(self) -> str:
        """Which is work each time: nothing ready can be given."""
        return f"other{next(self._numbers)}"

    def megabytes(self) -> float:
        return self._server.memory_info().rss / 2**20

    def publish(self) -> None:
        """A version in which every node is called by this round."""
        self._round += 1
        with self.here.work() as work:
            for number in range(SIZE["node_count"] - 1):
                node = node_at(work, catalog(work, CATALOG), path_of(number))
                renamed = NodeChanges(meta={"displayName": {"en": f"Round {self._round}"}})
                catalogs.change_node(work, node.id, renamed, Expected("*"))
        here = self.here
        promotions.publish(here.database, here.actor, here.environment, PublishWish(CATALOG), environment_key="dev")

    def roll_back(self) -> None:
        with self.here.work() as work:
            promotions.rollback(work, CATALOG, "previous", expected=Expected("*"))


@contextmanager
def scene(here: Place) -> Iterator[Scene]:
    fill(here, **SIZE)
    with TemporaryDirectory() as data_dir:
        token = dev_token(Path(data_dir), TENANT, ["viewer"], ttl_seconds=3600)
        with serving(here, data_dir) as port:
            one = Scene(here, port, token)
            one.publish()
            yield one


def load(here: Place, seconds: float) -> list[Result]:
    with scene(here) as one:
        return asyncio.run(_load(one, seconds))


def soak(here: Place, seconds: float) -> list[Result]:
    with scene(here) as one:
        return asyncio.run(_soak(one, seconds))


async def _load(one: Scene, seconds: float) -> list[Result]:
    for _ in range(FILLING):  # what is remembered has its most before memory is looked at
        most, usual = await _saturation(one, seconds / 6)
    before = one.megabytes()
    asked, left = await _too_much(one, 2 * most, seconds)
    recovery = await _recovery(one, usual)
    note = f"{2 * most:.0f} questions a second for {seconds:.0f} s, {asked} answered, {left} never sent, {_told(one)}"
    return [
        limited("load.wrong", value=sum(one.judge.wrong.values()), most=0, unit="answers", n=1, note=note),
        limited("load.recovery", value=recovery, most=MOST_RECOVERY_SECONDS, unit="s", n=1, note=note),
        limited("load.memory", value=one.megabytes() / before, most=MOST_GROWTH, unit="times", n=1, note=note),
    ]


async def _saturation(one: Scene, seconds: float) -> tuple[float, float]:
    """Answers a second, and how long one takes then."""
    took: list[float] = []
    until = time.monotonic() + seconds

    async def go_on(reader: Reader) -> None:
        while time.monotonic() < until:
            took.append(await _timed(reader, one.new_question()))
        reader.close()

    await asyncio.gather(*(go_on(one.reader()) for _ in range(CLIENTS)))
    return len(took) / seconds, statistics.median(took)


async def _too_much(one: Scene, rate: float, seconds: float) -> tuple[int, int]:
    """Questions come whether or not those before were answered; how many were answered, and how many never sent."""
    waiting: asyncio.Queue[str | None] = asyncio.Queue()
    answered = 0

    async def work_off(reader: Reader) -> None:
        nonlocal answered
        while (question := await waiting.get()) is not None:
            await reader.ask(question)
            answered += 1
        reader.close()

    crowd = [asyncio.create_task(work_off(one.reader())) for _ in range(CROWD)]
    began, sent = time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        for _ in range(int(passed * rate) - sent):
            waiting.put_nowait(one.new_question())
            sent += 1
        await asyncio.sleep(0.01)
    left = waiting.qsize()
    while not waiting.empty():
        waiting.get_nowait()
    for _ in crowd:
        waiting.put_nowait(None)
    await asyncio.gather(*crowd)
    return answered, left


async def _recovery(one: Scene, usual: float) -> float:
    """Until ten answers in a row take no longer than is usual among sixteen."""
    reader, began, quick = one.reader(), time.monotonic(), 0
    while quick < 10 and time.monotonic() - began < 2 * MOST_RECOVERY_SECONDS:
        quick = quick + 1 if await _timed(reader, one.new_question()) <= max(usual, 0.05) else 0
    reader.close()
    return time.monotonic() - began


async def _soak(one: Scene, seconds: float) -> list[Result]:
    until, memory = time.monotonic() + seconds, [one.megabytes()]
    readers = [one.reader() for _ in range(CLIENTS)]

    async def go_on(reader: Reader) -> None:
        while time.monotonic() < until:
            await reader.ask(one.question())
        reader.close()

    async def move() -> None:
        for step in itertools.cycle((one.publish, one.publish, one.roll_back)):
            if time.monotonic() > until - MOVE_EVERY_SECONDS:
                return
            await asyncio.to_thread(step)
            one.judge.moves.append((time.monotonic(), _generation(one.here)))
            memory.append(one.megabytes())
            await asyncio.sleep(MOVE_EVERY_SECONDS)

    await asyncio.gather(move(), *map(go_on, readers))
    quarter = max(1, len(memory) // 4)
    growth = statistics.median(memory[-quarter:]) / statistics.median(memory[quarter : 2 * quarter] or memory)
    under = f"{len(one.judge.moves)} moves in {seconds:.0f} s under {CLIENTS} readers"
    note = f"{under}, {_told(one)}; {memory[-1]:.0f} MB at the end"
    return [
        limited("soak.wrong", value=sum(one.judge.wrong.values()), most=0, unit="answers", n=1, note=note),
        limited("soak.unseen", value=one.judge.unseen_seconds, most=MOST_UNSEEN_SECONDS, unit="s", n=1, note=note),
        limited("soak.memory", value=growth, most=MOST_GROWTH, unit="times", n=1, note=note),
    ]


def _generation(here: Place) -> int:
    with here.admin() as connection:
        row = connection.execute("SELECT generation FROM environment").fetchone()
    assert row is not None
    return int(row[0])


async def _timed(reader: Reader, question: str) -> float:
    began = time.perf_counter()
    await reader.ask(question)
    return time.perf_counter() - began


def _told(one: Scene) -> str:
    judge = one.judge
    answers = ", ".join(f"{count} of {status}" for status, count in sorted(judge.statuses.items()))
    wrong = ", ".join(f"{what} {count} times" for what, count in sorted(judge.wrong.items()) if count)
    return f"{answers}; wrong: {wrong or 'nothing'}"


KINDS: dict[str, Callable[[Place, float], list[Result]]] = {"load": load, "soak": soak}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--seconds", type=float)
    asked = parser.parse_args()
    with server() as server_url, place(server_url, asked.kind) as here:
        found = KINDS[asked.kind](here, asked.seconds or SECONDS[asked.kind])
    print(report.table(found))
    report.write(found, report.ENDURANCE)


if __name__ == "__main__":
    main()
