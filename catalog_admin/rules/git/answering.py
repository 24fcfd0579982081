"""What one of git's programs writes, sent as it comes. The program ends with its answer, its reader, or its time."""

import os
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from anyio import BrokenResourceError, CancelScope, ClosedResourceError, create_task_group, move_on_after, open_process
from anyio.abc import ByteSendStream, Process
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

log = structlog.get_logger()

LONGEST_SECONDS = 900.0
NEVER_KEPT = {"Cache-Control": "no-cache, max-age=0, must-revalidate"}


class Answer(Response):
    """`heard` is what the program is given to read, `first` what is said before it."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        heard: bytes = b"",
        first: bytes = b"",
        media_type: str,
    ) -> None:
        super().__init__(None, 200, NEVER_KEPT, media_type)
        del self.headers["content-length"]
        self._command, self._environment, self._heard, self._first = command, environment, heard, first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with create_task_group() as group:
            group.start_soon(_end_when_gone, receive, group.cancel_scope)
            with move_on_after(LONGEST_SECONDS) as hurry:
                await self._say(send)
            if hurry.cancelled_caught:  # no last message: the reader sees that it is not all
                log.warning("git.cut_off", command=self._command[-1])
            group.cancel_scope.cancel()

    async def _say(self, send: Send) -> None:
        async with _running(self._command, self._environment) as program, create_task_group() as group:
            assert program.stdin is not None  # noqa: S101 - both were asked for
            assert program.stdout is not None  # noqa: S101
            group.start_soon(_tell, program.stdin, self._heard)
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send(_piece(self._first))
            async for said in program.stdout:
                await send(_piece(said))
            if await program.wait() != 0:  # which it has told the client in its own words
                log.info("git.refused", command=self._command[-1], code=program.returncode)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _piece(said: bytes) -> Message:
    return {"type": "http.response.body", "body": said, "more_body": True}


@asynccontextmanager
async def _running(command: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """With whatever it has started itself, which would go on without it: all of it is one group of processes."""
    program = await open_process(command, env=environment, cwd="/", stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield program
    finally:
        with CancelScope(shield=True):
            if program.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
            await program.aclose()


async def _tell(program: ByteSendStream, heard: bytes) -> None:
    with suppress(BrokenResourceError, ClosedResourceError):  # it has read as much as it wanted
        await program.send(heard)
    await program.aclose()


async def _end_when_gone(receive: Receive, everything: CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    everything.cancel()
