"""A few places for many: a tenant holds half of them at most, one person a third, and who holds fewest is next.

The last third is for tenants that hold none yet: a few who stay long leave something to all others.
"""

from collections import Counter
from dataclasses import dataclass, field

from anyio import Event, move_on_after

from catalog_admin.kit.ids import TenantId
from catalog_admin.rules.git.errors import GitBusy


@dataclass(frozen=True)
class Whose:
    """`subject` is a person, or one of the tenant's tokens."""

    tenant: TenantId
    subject: str


@dataclass(frozen=True, eq=False)
class _Waiting:
    whose: Whose
    called: Event = field(default_factory=Event)


class Shares:
    """Of `most` places; at most `queue` wait for one, in the same shares."""

    def __init__(self, most: int, queue: int) -> None:
        self._most, self._queue = most, queue
        self._of_tenant, self._of_one, self._kept = max(1, most // 2), max(1, most // 3), most // 3
        self._held: Counter[TenantId | Whose] = Counter()
        self._waiting: list[_Waiting] = []
        self.taken_now = 0

    @property
    def waiting_now(self) -> int:
        return len(self._waiting)

    async def take(self, whose: Whose, within_seconds: float) -> None:
        """Raises GitBusy when it takes longer, and at once where too many wait already."""
        if self.take_at_once(whose):
            return
        self._check_queue(whose)
        waiting = _Waiting(whose)
        self._waiting.append(waiting)
        try:
            with move_on_after(within_seconds):
                await waiting.called.wait()
        except BaseException:
            self._forget(waiting)
            raise
        # Whoever was called in the very moment in which they gave up has the place nevertheless.
        if not waiting.called.is_set():
            self._waiting.remove(waiting)
            raise GitBusy("as many clones and pushes are under way as are served at once")

    def take_at_once(self, whose: Whose) -> bool:
        if not self._may_have(whose):
            return False
        self._hold(whose)
        return True

    def give_back(self, whose: Whose) -> None:
        self.taken_now -= 1
        for each in (whose.tenant, whose):
            self._held[each] -= 1
            if not self._held[each]:
                del self._held[each]
        self._call()

    def _may_have(self, whose: Whose) -> bool:
        free = self._most - self.taken_now
        if not self._held[whose.tenant]:
            return free > 0
        is_within = self._held[whose.tenant] < self._of_tenant and self._held[whose] < self._of_one
        return is_within and free > self._kept

    def _hold(self, whose: Whose) -> None:
        self.taken_now += 1
        self._held.update((whose.tenant, whose))

    def _call(self) -> None:
        """Among those who came with as little in their hands, who came first."""
        while able := [each for each in self._waiting if self._may_have(each.whose)]:
            first = min(able, key=lambda each: (self._held[each.whose.tenant], self._held[each.whose]))
            self._waiting.remove(first)
            self._hold(first.whose)
            first.called.set()

    def _check_queue(self, whose: Whose) -> None:
        same = [each.whose for each in self._waiting if each.whose.tenant == whose.tenant]
        of_tenant, of_one = max(1, self._queue // 2), max(1, self._queue // 3)
        if len(self._waiting) >= self._queue or len(same) >= of_tenant or same.count(whose) >= of_one:
            raise GitBusy("as many clones and pushes wait as may")

    def _forget(self, waiting: _Waiting) -> None:
        if waiting.called.is_set():
            self.give_back(waiting.whose)
        else:
            self._waiting.remove(waiting)
