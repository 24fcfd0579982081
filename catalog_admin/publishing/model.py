"""What a version consists of: entries `kind/key → body`, each with one canonical form. No storage here.

docs/reference/version-format.md writes the same down for people who verify an export without us.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from catalog_admin.kit.canonical import canonical_json
from catalog_admin.publishing.errors import BadDesignation, BadTagName

FORMAT = 1
OPEN = 2**31 - 1  # until_ordinal of a row that still holds
OWN_WORDS = frozenset({"draft", "live", "nothing", "previous"})
DIGEST = re.compile(r"[0-9a-f]{12,64}")
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


class Kind(StrEnum):
    """In the order in which differences are told."""

    CATALOG = "catalog"
    ATTRIBUTE = "attribute"
    NODE = "node"
    RULESET = "ruleset"
    PLAN = "plan"
    MEMBERSHIP = "membership"


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is unique within its kind; `body` is canonical JSON."""

    kind: Kind
    key: str
    body: bytes

    @property
    def body_hash(self) -> bytes:
        return sha256(self.body).digest()


@dataclass(frozen=True, slots=True)
class VersionRef:
    """A version and where its rows are: those of the lineage that hold at the ordinal.

    `environment_id` is whose lineage it is; there the ordinal is its number.
    """

    digest: bytes
    catalog_key: str
    lineage_id: int
    ordinal: int
    entries: int
    nodes: int
    plans: int
    memberships: int
    sealed_at: datetime
    retired_at: datetime | None = None
    environment_id: UUID | None = None

    @property
    def hex(self) -> str:
        return self.digest.hex()

    @property
    def is_nothing(self) -> bool:
        return not self.digest


def nothing(catalog_key: str) -> VersionRef:
    """What a catalog is before it is published and after it is withdrawn: no lineage has rows at this place."""
    never = datetime.min.replace(tzinfo=UTC)
    return VersionRef(b"", catalog_key, 0, 0, entries=0, nodes=0, plans=0, memberships=0, sealed_at=never)


@dataclass(frozen=True, slots=True)
class Designation:
    """How somebody names a version: exactly one of the three is set."""

    prefix: str | None = None
    number: int | None = None
    tag: str | None = None


def designation(text: str, pointer: str = "/version") -> Designation:
    """Raises BadDesignation. A number is never a digest: digests are named by at least twelve digits."""
    if NUMBER.fullmatch(text):
        return Designation(number=int(text))
    if DIGEST.fullmatch(text.lower()):
        return Designation(prefix=text.lower())
    if TAG.fullmatch(text) and text not in OWN_WORDS:
        return Designation(tag=text)
    raise BadDesignation(
        f"{text[:80]!r} is neither a digest (12 to 64 hex digits) nor a number nor a tag",
        pointer=pointer,
        suggestion=_instead(text),
    )


def _instead(text: str) -> str:
    if text in OWN_WORDS:
        return f"{text!r} means something in other places; here say a number, a digest or a tag"
    return "the list of versions has numbers, digests and tags"


def check_tag_name(name: str) -> str:
    """Raises BadTagName for what would be read as something else."""
    if not TAG.fullmatch(name):
        raise BadTagName("a tag is 1 to 63 letters, digits, dots, dashes, underscores", pointer="/name")
    if name.isdigit() or DIGEST.fullmatch(name.lower()) or name in OWN_WORDS:
        raise BadTagName(
            f"{name} would be read as a number, a digest or a word of ours", pointer="/name", suggestion=f"v-{name}"
        )
    return name


def instant_text(instant: datetime | None) -> str | None:
    """RFC 3339 in UTC; a fraction only if there is one, without trailing zeros."""
    if instant is None:
        return None
    moment = instant.astimezone(UTC)
    fraction = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def body_of(members: Mapping[str, Any]) -> bytes:
    """Canonical JSON without the members that say nothing: absent and null mean the same here."""
    return canonical_json({name: value for name, value in members.items() if value is not None})


PINLESS = RANKLESS = "9999999999"
MIDDLE = 5_000_000_000


def order_key(pin: int | None, score: int, rank: int | None, plan_key: str) -> str:
    """Sorts as text, byte by byte: pinned first, then the higher score, then the lower rank, then the key."""
    pinned = PINLESS if pin is None else f"{pin:010d}"
    ranked = RANKLESS if rank is None else f"{MIDDLE + rank:010d}"
    return f"{pinned}.{MIDDLE - score:010d}.{ranked}.{plan_key}"


@dataclass(frozen=True, slots=True)
class Place:
    """What an order key says."""

    pin: int | None
    score: int
    rank: int | None
    plan_key: str


def place_of(order: str) -> Place:
    pin, score, rank, plan_key = order.split(".", 3)
    return Place(
        pin=None if pin == PINLESS else int(pin),
        score=MIDDLE - int(score),
        rank=None if rank == RANKLESS else int(rank) - MIDDLE,
        plan_key=plan_key,
    )


def membership_key(node_id: str, plan_key: str) -> str:
    return f"{node_id}/{plan_key}"


def membership_body(node_id: str, source: str, order: str, audience: Any) -> bytes:
    """Written by hand, because a full publish writes millions: members in the order of their names."""
    place = place_of(order)
    said = b'{"audience":' + canonical_json(audience) + b"," if audience is not None else b"{"
    pin = "" if place.pin is None else f'"pin":{place.pin},'
    rank = "" if place.rank is None else f'"rank":{place.rank},'
    plan = orjson.dumps(place.plan_key).decode()
    rest = f'"node":"{node_id}",{pin}"plan":{plan},{rank}"score":{place.score},"source":"{source}"}}'
    return said + rest.encode()
