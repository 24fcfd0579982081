"""How far branches are from another: what two commits have alone never changes, so it is counted once."""

import time
from dataclasses import dataclass

from catalog_admin.kit.last_used import LastUsed
from rulestore.graph import Graph
from rulestore.model import Oid, Repo

# git looks through some 200,000 commits in that time, and keeps everything else of this process waiting.
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Apart:
    """`ahead` are commits that the one has alone, `behind` those of the other; `base` is where both parted."""

    base: Oid | None
    ahead: int
    behind: int


_COUNTED: LastUsed[Apart] = LastUsed(10_000)


class Counting:
    """From many commits to one other, for one page; once it has taken its time, it tells only what is known.

    One graph for all of them: a commit that was read for one pair is not read again for the next.
    """

    def __init__(self, repo: Repo, graph: Graph, other: Oid, seconds: float = SECONDS) -> None:
        self._repo, self._graph, self._other = repo, graph, other
        self._end = time.monotonic() + seconds

    def of(self, one: Oid) -> Apart | None:
        key = (self._repo.tenant, self._repo.repo_id, one, self._other)
        found = _COUNTED.get(key)
        if found is None and time.monotonic() < self._end:
            ahead, behind = self._graph.apart(one, self._other)
            found = Apart(self._graph.merge_base(one, self._other), ahead, behind)
            _COUNTED.keep(key, found)
        return found
