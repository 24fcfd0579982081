"""When a session's secret is replaced, and for how long the one before it still opens.

An answer may get lost with the new secret in it: a browser drops it when a page cancels its request. So the former
secret stays good until the new one has been *used*, and a moment longer for requests that were on their way beside
it. If the new one does not turn up, another is offered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

ROTATED_EVERY = timedelta(minutes=10)
GRACE = timedelta(minutes=1)  # for requests that left before the browser heard of the new secret
OFFERED_AGAIN = timedelta(seconds=30)  # so that of many requests side by side one is answered with a new secret


@dataclass(frozen=True)
class Secrets:
    """The hashes of a session's secrets; `taken_up_at` is when the current one was first used."""

    current: bytes
    former: bytes | None
    rotated_at: datetime
    taken_up_at: datetime | None

    def opens_to(self, given: bytes, now: datetime) -> bool:
        """Both are compared whatever the first says, so that both take the same time."""
        is_current = compare_digest(self.current, given)
        is_former = compare_digest(self.former or bytes(32), given) and self.former is not None
        return is_current or (is_former and (self.taken_up_at is None or now < self.taken_up_at + GRACE))

    def takes_up(self, given: bytes) -> bool:
        """Whether this is the first use of the current secret."""
        return self.taken_up_at is None and given == self.current

    def is_due(self, given: bytes, now: datetime) -> bool:
        """Whether whoever came with this secret is to be given a new one."""
        if given == self.current:
            return now >= self.rotated_at + ROTATED_EVERY
        return self.taken_up_at is None and now >= self.rotated_at + OFFERED_AGAIN
