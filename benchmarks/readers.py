"""Readers that look at what they are told: HTTP/1.1 over kept connections, every answer judged."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# All of these nodes are renamed by each publish: an answer that names two rounds mixes two versions.
QUESTION = '{catalog(key: "bench") {%s: generation version {digest} nodes {path displayName}}}'


@dataclass
class Judge:
    """What was wrong with answers, how often; and what each generation and each version was found to say."""

    wrong: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    # The longest time after a move was committed at which a question was begun whose answer did not know of it.
    unseen_seconds: float = 0.0
    moves: list[tuple[float, int]] = field(default_factory=list)
    _said: dict[str, str] = field(default_factory=dict)

    def hear(self, status: int, head: bytes, body: bytes, alias: str, before: int) -> int:
        """The generation that was told; `before` is what the same reader was told last."""
        self.statuses[status] += 1
        if status == 503:
            self.wrong["503 without Retry-After"] += b"retry-after:" not in head.lower()
            return before
        if status != 200:
            self.wrong[f"status {status}"] += 1
            return before
        return self._read(json.loads(body), alias, before)

    def _read(self, said: Any, alias: str, before: int) -> int:
        if "errors" in said:
            self.wrong["errors"] += 1
            return before
        catalog = said["data"]["catalog"]
        generation, digest = catalog[alias], catalog["version"]["digest"]
        rounds = {node["displayName"] for node in catalog["nodes"] if node["path"]}
        if len(rounds) != 1:
            self.wrong["a mixed answer"] += 1
            return before
        round_ = rounds.pop()
        for name, told in ((f"generation {generation}", digest), (digest, round_)):
            self.wrong["one name for two things"] += self._said.setdefault(name, told) != told
        self.wrong["went back"] += generation < before
        return int(generation)

    def compare(self, begun: float, generation: int) -> None:
        """With the first move that had been committed when the question was begun and that its answer did not know."""
        late = next((at for at, to in self.moves if at <= begun and to > generation), begun)
        self.unseen_seconds = max(self.unseen_seconds, begun - late)


class Reader:
    """One connection; it is opened anew when the server has closed it."""

    def __init__(self, port: int, token: str, judge: Judge) -> None:
        self._port, self._token, self._judge = port, token, judge
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.generation = 0

    async def ask(self, alias: str) -> None:
        """The same alias is the same question."""
        begun = time.monotonic()
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            status, head, body = await self._answer(*self._streams, self._request(alias))
        except (OSError, asyncio.IncompleteReadError) as gone:
            self._judge.wrong[f"connection: {type(gone).__name__}"] += 1
            self.close()
            return
        self.generation = self._judge.hear(status, head, body, alias, self.generation)
        if status == 200:
            self._judge.compare(begun, self.generation)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    @staticmethod
    async def _answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
    ) -> tuple[int, bytes, bytes]:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return int(head[9:12]), head, await reader.readexactly(int(length.partition(b":")[2]))

    def _request(self, alias: str) -> bytes:
        body = json.dumps({"query": QUESTION % alias}).encode()
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAuthorization: Bearer {self._token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
