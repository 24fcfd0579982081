"""The draft's tree at a glance, beside what the environment serves: what is new, changed, moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.model.outline import Outline
from catalog_admin.catalogs.queries import Part
from catalog_admin.kit.work import Reads
from catalog_admin.promotions.errors import NothingPublished
from catalog_admin.promotions.serving import live
from catalog_admin.publishing import outline as publishing
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.outline import HeldNode

# More are shown level by level. With as many, the answer takes about 600 kB, compressed.
MOST_AT_ONCE = 20_000


class Mark(IntFlag):
    """How a node of the draft differs from the served one; 0 if a publish would keep it as it is.

    What stands on it by hand is not compared here: the difference of versions does.
    """

    NEW = 1
    CHANGED = 2
    MOVED = 4
    REORDERED = 8
    RULES = 16


@dataclass(frozen=True)
class Beside:
    """What is served, as far as it is told: a version is read as a whole or not at all (docs/adr/0019)."""

    live: VersionRef | None = None
    held: Mapping[str, HeldNode] = field(default_factory=dict)

    def marks(self, outline: Outline) -> list[int]:
        told = zip(*(getattr(outline, name) for name in MARKED), strict=True)
        return [_mark(self.held.get(node), *said) for node, *said in told]

    def counts(self, outline: Outline) -> tuple[list[int], list[int]]:
        """Rate plans on each node as it is served, and distinct ones on it or below."""
        held = [self.held.get(node) for node in outline.id]
        return [each.direct if each else 0 for each in held], [each.subtree if each else 0 for each in held]


MARKED = ("id", "parent_id", "key", "sort_key", "said", "said_rules")


def _mark(held: HeldNode | None, parent: str | None, key: str, sort_key: int, said: str, rules: str | None) -> int:
    if held is None:
        return int(Mark.NEW)
    mark = 0
    if held.said != said:
        mark |= Mark.CHANGED
    if held.parent_id != parent or held.key != key:
        mark |= Mark.MOVED
    if held.sort_key != sort_key:
        mark |= Mark.REORDERED
    if held.rules != rules:
        mark |= Mark.RULES
    return int(mark)


@dataclass(frozen=True)
class Glance:
    """`total` and `deleted` are known where all was looked at; `beside` is None for who may not read versions."""

    home: Catalog
    part: Part
    beside: Beside | None
    is_whole: bool = False
    total: int | None = None
    deleted: int | None = None


@dataclass(frozen=True)
class Sight:
    """A catalog somebody looks at, and what is served of it. Raises CatalogNotFound, OutOfGrant."""

    home: Catalog
    live: VersionRef | None
    may_compare: bool

    @classmethod
    def of(cls, reads: Reads, key: str) -> "Sight":
        home = catalogs.catalog(reads, key)
        may_compare = reach.may_read(reads.actor, key)
        return cls(home, _served(reads, key) if may_compare else None, may_compare)

    def seal(self, reads: Reads) -> str:
        """Changes with anything the whole tree tells."""
        tops = ",".join(reach.tops(reads.actor, self.home.key))
        return f"{self.home.id} {catalogs.draft_state(reads, self.home.id)} {self.live.hex if self.live else ''} {tops}"


def whole(reads: Reads, sight: Sight, locale: str | None) -> Glance:
    """All of it, as far as one reaches; of more than MOST_AT_ONCE nodes the tops alone."""
    home, size = sight.home, catalogs.size_in_reach(reads, sight.home)
    if size > MOST_AT_ONCE:
        part = catalogs.tops_outline(reads, home, locale)
        return Glance(home, part, _beside_few(reads, sight, part), total=size)
    part = catalogs.whole_outline(reads, home, locale)
    if sight.live is not None and sight.live.nodes > MOST_AT_ONCE:
        return Glance(home, part, _beside_few(reads, sight, part), is_whole=True, total=size)
    beside = _beside(reads, sight, None)
    deleted = len(beside.held.keys() - set(part.outline.id)) if beside else None
    return Glance(home, part, beside, is_whole=True, total=size, deleted=deleted)


def level(reads: Reads, sight: Sight, parent: Node, locale: str | None, limit: int, after: str | None) -> Glance:
    part = catalogs.level_outline(reads, sight.home, parent, locale, limit, after)
    return Glance(sight.home, part, _beside_few(reads, sight, part))


def matches(reads: Reads, sight: Sight, words: str, locale: str | None) -> Glance:
    part = catalogs.matches_outline(reads, sight.home, words, locale)
    return Glance(sight.home, part, _beside_few(reads, sight, part))


def _beside_few(reads: Reads, sight: Sight, part: Part) -> Beside | None:
    return _beside(reads, sight, part.outline.id)


def _beside(reads: Reads, sight: Sight, ids: Sequence[str] | None) -> Beside | None:
    if not sight.may_compare:
        return None
    if sight.live is None:
        return Beside()
    if ids is None:
        return Beside(sight.live, publishing.all_nodes(reads, sight.live))
    return Beside(sight.live, publishing.nodes_among(reads, sight.live, ids))


def _served(reads: Reads, key: str) -> VersionRef | None:
    try:
        return live(reads, key)
    except NothingPublished:
        return None
