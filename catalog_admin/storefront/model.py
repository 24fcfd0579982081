"""Which version is read, at which instant, and what shows then."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from catalog_admin.kit.instants import within_time
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.texts import in_language
from catalog_admin.storefront.errors import BadPageSize, InstantOutOfRange, VersionUnclear

SHORTEST_PREFIX = 12
DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{12,64})")
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
# Behind every path in byte order.
LAST_TEXT = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """How a caller names a version: live unless said otherwise. `as_of` is also the instant things are judged at."""

    catalog: str
    version: str | None = None
    tag: str | None = None
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        if self.version is not None and self.tag is not None:
            raise VersionUnclear("name the version or the tag, not both", pointer="/tag")
        if self.as_of is not None:
            object.__setattr__(self, "as_of", _instant(self.as_of))

    @property
    def is_live(self) -> bool:
        """Whatever the environment serves now."""
        return self.version is None and self.tag is None and self.as_of is None

    @property
    def is_exact(self) -> bool:
        """A whole digest at a given instant: the answer never changes."""
        named = DIGEST.fullmatch(self.version) if self.version else None
        return named is not None and len(named[1]) == 64 and self.as_of is not None


def digest_range(version: str) -> tuple[bytes, bytes] | int:
    """The first and last digest that begin like this, or a number; raises VersionUnclear."""
    if NUMBER.fullmatch(version):
        return int(version)
    named = DIGEST.fullmatch(version)
    if named is None:
        raise VersionUnclear(
            f"a version is a number, or a digest of at least {SHORTEST_PREFIX} hexadecimal digits", pointer="/version"
        )
    return bytes.fromhex(named[1].ljust(64, "0")), bytes.fromhex(named[1].ljust(64, "f"))


@dataclass(frozen=True)
class Version:
    """One published state of one catalog, and the environment's generation that was read with it.

    `number` is what this environment calls it: None if another one was the first to publish this content.
    """

    digest: bytes
    number: int | None
    lineage_id: int
    ordinal: int
    catalog: str
    sealed_at: datetime
    generation: int
    is_live: bool


@dataclass(frozen=True)
class DatedNode:
    """A node that does not always show; with it goes everything below."""

    tpath: str
    active_from: datetime | None
    active_to: datetime | None

    def shows(self, instant: datetime) -> bool:
        return (self.active_from is None or self.active_from <= instant) and (
            self.active_to is None or instant < self.active_to
        )


@dataclass(frozen=True)
class Terms:
    """What a version says of itself: its catalog's settings, and of which kind the attributes of its rate plans are.

    `searched` are those that searches look at.
    """

    settings: Mapping[str, Any]
    kinds: Mapping[str, str]
    searched: frozenset[str] = frozenset()

    @cached_property
    def language(self) -> str:
        """The catalog's first, by which its lists are sorted."""
        return str(next(iter(self.settings.get("locales") or []), "en"))


@dataclass(frozen=True)
class Tongue:
    """The language somebody asked for, and the catalog's first, for what is not said in it."""

    locale: str | None
    first: str

    @cached_property
    def best(self) -> str:
        return self.first if self.locale is None else self.locale

    def say(self, texts: Any, otherwise: str) -> str:
        # Nearly every text is said in it, and a tree has twenty thousand.
        if type(texts) is dict and self.best in texts:
            return str(texts[self.best])
        return in_language(texts, self.locale, self.first, otherwise)


@dataclass(frozen=True)
class Moment:
    """A version at an instant. Two instants with the same `slot` see the same things."""

    version: Version
    instant: datetime
    hidden: tuple[str, ...]
    terms: Terms
    next_season: datetime | None = None

    @property
    def today(self) -> date:
        return self.instant.astimezone(UTC).date()

    @property
    def holds_until(self) -> datetime:
        """When something may show that does not now, or no more: a season's begin or end, or midnight."""
        midnight = datetime.combine(self.today, datetime.min.time(), UTC) + timedelta(days=1)
        return midnight if self.next_season is None else min(midnight, self.next_season)

    @property
    def slot(self) -> str:
        return f"{self.today}|{'|'.join(self.hidden)}"

    def tongue(self, locale: str | None) -> Tongue:
        return self._own_tongue if locale is None else Tongue(locale, self.terms.language)

    @cached_property
    def _own_tongue(self) -> Tongue:
        return Tongue(None, self.terms.language)

    def hides(self, tpath: str) -> bool:
        return tpath.startswith(self.hidden) if self.hidden else False


def moment(version: Version, instant: datetime, dated: Iterable[DatedNode], terms: Terms) -> Moment:
    seasons = list(dated)
    hidden = tuple(sorted(node.tpath for node in seasons if not node.shows(instant)))
    changes = (at for node in seasons for at in (node.active_from, node.active_to) if at is not None and at > instant)
    return Moment(version, instant, hidden, terms, min(changes, default=None))


@dataclass(frozen=True)
class NodeCard:
    """A node as published; `body` is the canonical JSON that its digest was taken over."""

    id: UUID
    parent_id: UUID | None
    key: str
    path: str
    tpath: str
    depth: int
    type: str
    sort_key: int
    active_from: datetime | None
    active_to: datetime | None
    body: str

    @cached_property
    def said(self) -> dict[str, Any]:
        return said(self.body)

    @property
    def meta(self) -> dict[str, Any]:
        return self.said.get("meta") or {}

    def name(self, tongue: Tongue) -> str:
        return name_of(self.meta, self.key, tongue)

    def slug(self, tongue: Tongue) -> str | None:
        return slug_of(self.meta, tongue)


class TreeLine(NamedTuple):
    """A node as a whole tree tells it; `rate_plan_count` as stored when it was published, None for none."""

    id: str
    parent_id: str | None
    key: str
    path: str
    depth: int
    type: str
    active_from: datetime | None
    active_to: datetime | None
    body: str
    rate_plan_count: int | None


@dataclass(frozen=True)
class PlanCard:
    id: UUID
    key: str
    sku: str | None
    product_key: str
    name: str
    status: str
    effective_from: date | None
    effective_to: date | None
    body: str

    @cached_property
    def said(self) -> dict[str, Any]:
        return said(self.body)

    @property
    def attributes(self) -> dict[str, Any]:
        """The plan's own values, else its product's: as they were united when it was published."""
        return self.said.get("attributes") or {}

    def charges(self, today: date) -> list[dict[str, Any]]:
        """Those that are active and within their dates, as the plan itself must be."""
        return [charge for charge in self.said.get("charges") or [] if _is_on_sale(charge, today)]


@dataclass(frozen=True)
class Counts:
    """How many distinct rate plans show on a node, and on it and everything below."""

    direct: int = 0
    subtree: int = 0

    def less(self, gone: "Counts") -> "Counts":
        return Counts(self.direct - gone.direct, self.subtree - gone.subtree)


def said(body: str) -> dict[str, Any]:
    parsed: dict[str, Any] = orjson.loads(body)
    return parsed


def name_of(meta: Mapping[str, Any], key: str, tongue: Tongue) -> str:
    return tongue.say(meta.get("displayName"), key)


def slug_of(meta: Mapping[str, Any], tongue: Tongue) -> str | None:
    return tongue.say(meta.get("slug"), "") or None


def _is_on_sale(charge: Mapping[str, Any], today: date) -> bool:
    starts, ends = charge.get("effectiveFrom"), charge.get("effectiveTo")
    return (
        charge.get("status", "active") == "active"
        and (starts is None or date.fromisoformat(starts) <= today)
        and (ends is None or today < date.fromisoformat(ends))
    )


def ancestor_tpaths(tpath: str) -> list[str]:
    """From the root, whose path is empty, down to the parent."""
    parts = tpath.split(".")[:-2]
    return [] if not tpath else ["".join(f"{part}." for part in parts[:length]) for length in range(len(parts) + 1)]


def tpath_of(path: str) -> str:
    """The root's path is empty."""
    return f"{path}." if path else ""


def subtree_range(tpath: str) -> tuple[str, str]:
    """Everything below and the node itself, in byte order: from the first to before the second."""
    return (tpath, tpath[:-1] + "/") if tpath else ("", LAST_TEXT)


def _instant(asked: datetime) -> datetime:
    try:
        return within_time(asked)
    except ValueError as wrong:
        raise InstantOutOfRange(str(wrong), pointer="/asOf") from wrong


def page_size(first: int, pointer: str = "/first") -> int:
    if not 1 <= first <= LARGEST_PAGE:
        raise BadPageSize(f"ask for 1 to {LARGEST_PAGE} things at a time", pointer=pointer)
    return first
