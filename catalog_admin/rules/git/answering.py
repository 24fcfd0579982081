"""What one of git's programs says, sent as it comes. The program ends with its answer, its reader, or its time.

Its seat is given back when it has said everything, or as much as is kept for who reads slowly.
"""

import os
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from math import inf
from typing import BinaryIO

import structlog
from anyio import CancelScope, create_task_group, current_time, move_on_after, open_process
from anyio.abc import Process
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from catalog_admin.rules.git.pace import TooSlow
from catalog_admin.rules.git.seats import Visit
from catalog_admin.rules.git.spool import Spool

log = structlog.get_logger()

PROGRAM_SECONDS = 900.0  # of its own: waiting for its reader is not counted
NEVER_KEPT = {"Cache-Control": "no-cache, max-age=0, must-revalidate"}


class Answer(Response):
    """Of who sits: `heard` is what the program is given to read, `first` what is said before it."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        visit: Visit,
        *,
        heard: BinaryIO | None = None,
        first: bytes = b"",
        media_type: str,
    ) -> None:
        super().__init__(None, 200, NEVER_KEPT, media_type)
        del self.headers["content-length"]
        self._command, self._environment, self._visit = command, environment, visit
        self._heard, self._first = heard, first
        self._sent = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with create_task_group() as group:
            group.start_soon(_end_when_gone, receive, group.cancel_scope)
            with move_on_after(self._visit.bounds.longest_seconds) as hurry:
                await self._say(send)
            if hurry.cancelled_caught:
                self._cut_off("too_long")
            group.cancel_scope.cancel()

    async def _say(self, send: Send) -> None:
        """Without a last message where something is missing: the reader sees that it is not all."""
        with Spool(self._visit.bounds.spool_bytes) as spool:
            async with self._running() as program, create_task_group() as group:
                group.start_soon(self._keep, program, spool, group.cancel_scope)
                try:
                    await self._send(send, spool)
                except TooSlow:
                    self._cut_off("too_slow")
                    group.cancel_scope.cancel()
            if not group.cancel_scope.cancel_called:
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send, spool: Spool) -> None:
        """Raises TooSlow."""
        pace = self._visit.bounds.pace()
        with pace.waiting():
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send(_piece(self._first))
        async for said in spool.pieces():
            with pace.waiting():
                await send(_piece(said))
            pace.moved(len(said))
            self._sent += len(said)

    async def _keep(self, program: Process, spool: Spool, everything: CancelScope) -> None:
        """What it says, for who reads it."""
        with CancelScope(deadline=current_time() + PROGRAM_SECONDS) as hurry:
            try:
                await self._keep_all(program, spool, hurry)
            except OSError as full:
                self._cut_off("no_room", why=full.strerror)
                everything.cancel()
        if hurry.cancelled_caught:
            self._cut_off("too_much_work")
            everything.cancel()

    async def _keep_all(self, program: Process, spool: Spool, hurry: CancelScope) -> None:
        assert program.stdout is not None  # noqa: S101 - it was asked for
        async for said in program.stdout:
            await spool.put(said)
            if spool.is_full:
                left, hurry.deadline = hurry.deadline - current_time(), inf
                await self._rest_until_read(spool)
                hurry.deadline = current_time() + left
        if await program.wait() != 0:  # which it has told the client in its own words
            log.info("git.refused", command=self._command[-1], code=program.returncode)
        self._visit.stand_up()
        spool.end()

    async def _rest_until_read(self, spool: Spool) -> None:
        """A program that is not listened to does nothing."""
        self._visit.rest()
        await spool.emptied()
        await self._visit.go_on()

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[Process]:
        """With whatever it has started itself, which would go on without it: all of it is one group of processes."""
        program = await open_process(
            self._command,
            env=self._environment,
            cwd="/",
            stdin=self._heard or subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield program
        finally:
            with CancelScope(shield=True):
                if program.returncode is None:
                    with suppress(ProcessLookupError):
                        os.killpg(program.pid, signal.SIGKILL)
                await program.aclose()

    def _cut_off(self, reason: str, **facts: object) -> None:
        self._visit.ended(reason, command=self._command[-1], sent=self._sent, **facts)


def _piece(said: bytes) -> Message:
    return {"type": "http.response.body", "body": said, "more_body": True}


async def _end_when_gone(receive: Receive, everything: CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    everything.cancel()
