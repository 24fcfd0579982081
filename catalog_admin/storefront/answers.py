"""Ready answers. A version never changes, so an answer holds while the names it was asked by mean the same.

An answer remembers which versions it used. To give it again it is enough to look up whether those names still
mean those versions, at the same generation, with the same nodes in season: one statement instead of all of them.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import is_held
from catalog_admin.storefront.model import Moment, Wanted
from catalog_admin.storefront.reading import Reading

MOST_BYTES = 64 * 1024 * 1024
LARGEST = 4 * 1024 * 1024
# What an answer takes beside its bytes: its key, its headers, its places in two tables; and each version it used.
FRAME_BYTES = 1024
USE_BYTES = 512
MOST_NAMED = 16  # proxies take a few kilobytes of headers; an answer from more versions names them in its body alone
LIVE = "max-age=5, stale-while-revalidate=30"
PINNED = "max-age=60"
FOREVER = "max-age=31536000, immutable"


@dataclass(frozen=True)
class Answer:
    body: bytes
    etag: str
    cache_control: str
    used: tuple[tuple[Wanted, str], ...]
    versions: tuple[str, ...] = ()
    generation: int | None = None

    @property
    def bytes_held(self) -> int:
        """About what it takes to remember it."""
        return FRAME_BYTES + len(self.body) + sum(USE_BYTES + len(seal) for _, seal in self.used)

    def is_held_by(self, if_none_match: str | None) -> bool:
        return is_held(self.etag, if_none_match)

    def saying(self, body: bytes) -> "Answer":
        return replace(self, body=body)


class Answers:
    """The most recently given ones, up to a number of bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._ready: OrderedDict[Hashable, Answer] = OrderedDict()
        self._bytes = 0

    async def still_true(self, key: Hashable, reading: Reading) -> Answer | None:
        """None also when a name now means something else, or nothing: then the question is asked anew."""
        ready = self._ready.get(key)
        if ready is None:
            return None
        found: dict[Wanted, Moment] = {}
        try:
            for wanted, seal in ready.used:
                found[wanted] = await reading.moment(wanted)
                if seal_of(found[wanted]) != seal:
                    return None
        except Refusal:
            return None
        reading.used.update(found)
        if key in self._ready:
            self._ready.move_to_end(key)
        return ready

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Unless it is very large, or read no version: then nothing would ever say that it holds no more."""
        if answer.bytes_held > LARGEST or not answer.used:
            return
        self._forget(key)
        self._ready[key] = answer
        self._bytes += answer.bytes_held
        while self._bytes > self.most_bytes:
            self._forget(next(iter(self._ready)))

    def _forget(self, key: Hashable) -> None:
        gone = self._ready.pop(key, None)
        self._bytes -= gone.bytes_held if gone is not None else 0


def seal_of(at: Moment) -> str:
    """What an answer from these shelves depends on, besides the question and who asks."""
    version = at.version
    return f"{version.catalog}@{version.digest.hex()}/{version.generation}/{version.is_live}/{at.slot}"


def sealed(body: bytes, question: bytes, reading: Reading, *, tells_of_now: bool) -> Answer:
    """`tells_of_now`: the body says what is live, which changes even where the version asked for does not."""
    is_anonymous = reading.reads.actor.is_anonymous
    held = cache_control(reading.used, is_anonymous=is_anonymous, tells_of_now=tells_of_now)
    seals = tuple((wanted, seal_of(at)) for wanted, at in reading.used.items())
    parts = [question, reading.asker, *sorted(seal.encode() for _, seal in seals)]
    etag = f'"{hashlib.sha256(b"|".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]}"'
    return Answer(body, etag, held, seals, _versions(reading), None if FOREVER in held else _generation(reading))


def _versions(reading: Reading) -> tuple[str, ...]:
    named = {f"{at.version.catalog}@{at.version.digest.hex()}" for at in reading.used.values()}
    return tuple(sorted(named)) if len(named) <= MOST_NAMED else ()


def _generation(reading: Reading) -> int | None:
    """One snapshot of one environment has one. What holds for ever holds at every generation, and names none."""
    return max((at.version.generation for at in reading.used.values()), default=None)


def cache_control(used: Mapping[Wanted, Moment], *, is_anonymous: bool, tells_of_now: bool) -> str:
    """A digest at a given instant never changes. A digest now changes when something comes into season."""
    who = "public" if is_anonymous else "private"
    if used and not tells_of_now and all(wanted.is_exact for wanted in used):
        return f"{who}, {FOREVER}"
    if used and all(wanted.version is not None for wanted in used):
        return f"{who}, {PINNED}"
    return f"{who}, {LIVE}"
