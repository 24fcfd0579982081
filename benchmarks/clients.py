"""Clients that ask again as soon as they are answered, in a process of their own: an order on standard input.

They speak HTTP/1.1 over kept connections and read no more of an answer than its status and its length: what they
cost must not be mistaken for what the server costs, so they tell how busy they were themselves.
"""

import asyncio
import json
import re
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import uvloop

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
OK = b"HTTP/1.1 200"


@dataclass
class Tally:
    until: float
    asked: Iterator[bytes]
    times: list[float] = field(default_factory=list)
    received: int = 0
    failed: str = ""


class Client(asyncio.Protocol):
    """One connection, one question at a time."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._got, self._wanted, self._asked = bytearray(), 0, 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not self._wanted and (end := self._got.find(b"\r\n\r\n")) >= 0:
            self._read_head(bytes(self._got[:end]), end + 4)
        if self._wanted and len(self._got) >= self._wanted:
            self._take()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._tally.failed = self._tally.failed or "the server closed the connection"
            self.done.set_result(None)

    def _ask(self) -> None:
        question = next(self._tally.asked, None)
        if question is None:
            self._stop()
            return
        self._asked = time.perf_counter()
        self._transport.write(question)

    def _read_head(self, head: bytes, start: int) -> None:
        length = LENGTH.search(head)
        if length is None or not head.startswith(OK):
            self._tally.failed = head.decode("latin-1")[:300]
            self._stop()
            return
        self._wanted = start + int(length[1])

    def _take(self) -> None:
        now = time.perf_counter()
        self._tally.times.append(now - self._asked)
        self._tally.received += self._wanted
        self._got.clear()
        self._wanted = 0
        if now < self._tally.until:
            self._ask()
        else:
            self._stop()

    def _stop(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        self._transport.close()


async def attack(order: dict[str, Any]) -> dict[str, Any]:
    """`order`: host, port, path, token, questions (texts), clients, seconds; `once`: none is asked twice."""
    questions = [_request(order, question.encode()) for question in order["questions"]]
    started, cpu = time.perf_counter(), time.process_time()
    tally = Tally(started + order["seconds"], iter(questions) if order.get("once") else cycle(questions))
    clients: list[Client] = []
    for _ in range(order["clients"]):
        client = Client(tally)
        await asyncio.get_running_loop().create_connection(lambda client=client: client, order["host"], order["port"])  # type: ignore[misc]
        clients.append(client)
    await asyncio.gather(*(client.done for client in clients))
    took = time.perf_counter() - started
    if tally.failed:
        raise RuntimeError(tally.failed)
    return {
        "rate": len(tally.times) / took,
        "p50": statistics.median(tally.times),
        "p99": statistics.quantiles(tally.times, n=100)[98],
        "bytes": tally.received / len(tally.times),
        "busy": (time.process_time() - cpu) / took,
    }


def _request(order: dict[str, Any], body: bytes) -> bytes:
    head = (
        f"POST {order['path']} HTTP/1.1\r\nHost: {order['host']}:{order['port']}\r\n"
        f"Authorization: Bearer {order['token']}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    uvloop.install()
    print(json.dumps(asyncio.run(attack(json.load(sys.stdin)))))
