"""Takes jobs from the queue and does them: in a thread of `serve`, or as a program of its own.

Procrastinate fetches through functions that run with the owner's rights; what it learns is a tenant's id and a
job's id. The work itself is done over the service's own connections, with that tenant set.

Each lane has its own places and its own connections to the queue: neither full places nor trouble in one lane make
the other wait.
"""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread
from uuid import UUID

import procrastinate
import structlog
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from catalog_admin.jobs import running
from catalog_admin.jobs.model import Lane
from catalog_admin.jobs.recovery import recover
from catalog_admin.jobs.retention import DEFAULT_RETENTION_DAYS, sweep
from catalog_admin.jobs.sweeps import sweep_all
from catalog_admin.kit.failures import refusal_of
from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.servers import OVERFLOW
from catalog_admin.kit.work import Database

log = structlog.get_logger()

RECOVER_EVERY_SECONDS = 15.0
RETRY_SECONDS = 2.0
LOOK_EVERY_SECONDS = 1.0  # that a job is new we are told; that a turn is over we see
# A publish holds its place in the queue, reads, writes twice at once, and beats; an import writes and beats.
CONNECTIONS_PER_PLACE = 5 + 2
CONNECTIONS_TO_RECOVER = 2  # to say that it looks, and to do what it has found
QUEUE_CONNECTIONS = 2  # to listen and to keep a worker registered, in each lane


def connections_for(concurrency: int) -> int:
    """How many connections to the database so many jobs of each lane use at once."""
    return concurrency * CONNECTIONS_PER_PLACE + CONNECTIONS_TO_RECOVER


def most_connections_for(concurrency: int) -> int:
    """With those that wait for the next job, and the few that a pool opens beyond its size."""
    return connections_for(concurrency) + OVERFLOW + len(Lane) * (QUEUE_CONNECTIONS + concurrency)


class Fetching(JobManager):
    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Of two workers that fetch jobs of one turn at the same moment, as they were queued at the same moment, one
        has come too late; that is no trouble, and it looks again when it hears of something, or soon.
        """
        try:
            return await super().fetch_job(queues, worker_id)
        except UniqueViolation:
            return None


class Worker:
    """`start()` returns at once; `stop()` lets resumable jobs go back into the queue and waits for the others.

    It does `concurrency` jobs of each lane at a time.
    """

    def __init__(
        self, database: Database, *, concurrency: int = 1, retention_days: int = DEFAULT_RETENTION_DAYS
    ) -> None:
        self._database, self._concurrency, self._retention_days = database, concurrency, retention_days
        self._stopping, self._has_lost_one = Event(), asyncio.Event()
        self._thread = Thread(target=self._work, name="worker", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, within_seconds: float = 20.0) -> bool:
        """True if everything ended in time; what did not is recovered by the next worker."""
        self._stopping.set()
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(within_seconds)
        return not self._thread.is_alive()

    def run(self, *, shutdown_seconds: float = 20.0) -> None:
        """In the calling thread, until stopped from another one or by KeyboardInterrupt."""
        self.start()
        try:
            while self._thread.is_alive():
                self._thread.join(1.0)
        except KeyboardInterrupt:
            self.stop(within_seconds=shutdown_seconds)

    def _work(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        # A thread for every place and one to recover with: the loop's own would be as many as the machine has cores.
        self._loop.set_default_executor(ThreadPoolExecutor(len(Lane) * self._concurrency + 1, "job"))
        recovery = asyncio.create_task(self._recover_now_and_then())
        try:
            async with asyncio.TaskGroup() as lanes:
                for lane in Lane:
                    lanes.create_task(self._serve(lane))
        finally:
            recovery.cancel()

    async def _serve(self, lane: Lane) -> None:
        while not self._stopping.is_set():
            await self._fetch_until_trouble(lane)

    async def _fetch_until_trouble(self, lane: Lane) -> None:
        """The database may go away and come back: then we simply begin again."""
        try:
            async with self._app().open_async() as app:
                await app.run_worker_async(
                    queues=[lane.value],
                    concurrency=self._concurrency,
                    fetch_job_polling_interval=LOOK_EVERY_SECONDS,
                    install_signal_handlers=False,
                    delete_jobs="always",
                )
        except Exception:
            log.warning("the queue is out of reach", lane=lane.value, exc_info=True)
            await asyncio.sleep(RETRY_SECONDS)

    def _app(self) -> procrastinate.App:
        url = self._database.engine.url.set(drivername="postgresql")
        connector = procrastinate.PsycopgConnector(
            conninfo=url.render_as_string(hide_password=False),
            kwargs={"options": "-c search_path=procrastinate"},
            min_size=1,
            max_size=QUEUE_CONNECTIONS + self._concurrency,
        )
        app = procrastinate.App(connector=connector)
        app.job_manager = Fetching(connector)
        app.task(name="run_job", queue=Lane.JOBS.value)(self._run_job)
        return app

    def _run_job(self, tenant: str, job: str) -> None:
        try:
            running.execute(
                self._database, TenantId(UUID(tenant)), UUID(job), stopping=self._stopping, beats_by_itself=True
            )
        except Exception:
            # Not even how it ended could be written: the database is away, and the job is to be found when it is back.
            log.warning("lost a job", job=job, exc_info=True)
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._has_lost_one.set)

    async def _recover_now_and_then(self) -> None:
        while True:
            self._has_lost_one.clear()
            pause = RECOVER_EVERY_SECONDS if await asyncio.to_thread(self._recovered) else RETRY_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._has_lost_one.wait(), pause)

    def _recovered(self) -> bool:
        try:
            recover(self._database)
            sweep(self._database, self._retention_days)
            sweep_all(self._database)
        except Exception as error:
            # Every two seconds while a database is away: one line each, and the whole story of a bug alone.
            known = refusal_of(error)
            said = {"why": known.detail} if known else {"exc_info": True}
            log.warning("could not look for lost jobs", **said)
            return False
        return True
