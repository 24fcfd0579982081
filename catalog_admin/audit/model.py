"""What an entry says and how entries hold each other: the whole chain in plain functions, no database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

from catalog_admin.kit.canonical import LARGEST_INTEGER, digest
from catalog_admin.kit.ids import TenantId


@dataclass(frozen=True)
class Entry:
    """One link. `body` is the canonical JSON the hash is taken over; the fields beside it repeat it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    environment: str | None
    environment_id: UUID | None
    request_id: str
    before_digest: bytes | None
    after_digest: bytes | None
    detail: Any
    body: str
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True)
class Filter:
    """Which entries; `subject` is a prefix, `since` is inclusive, `until` is not."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    environment: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    request_id: str | None = None


@dataclass(frozen=True)
class Verdict:
    """`broken_at` is the first entry that does not hold, `reason` says why.

    `last` and `head` name the last entry that held: worth writing down outside, so that even a chain forged
    from there on as a whole is found out. `is_complete` tells that this was the end of the chain.
    """

    checked: int
    last: int
    head: bytes
    is_complete: bool
    broken_at: int | None = None
    reason: str | None = None

    @property
    def is_whole(self) -> bool:
        return self.reason is None


def fault_of(entry: Entry, seq: int, previous: bytes) -> str | None:
    """Why this entry cannot be number `seq` behind `previous`; None if it holds."""
    if entry.seq != seq:
        return f"entry {seq} is missing"
    if entry.prev_hash != previous:
        return "it does not name the entry before it"
    if entry.hash != link(previous, seq, entry.body):
        return "its text is not what was hashed"
    return _column_fault(entry)


def _column_fault(entry: Entry) -> str | None:
    """The columns people filter by are outside the hash: they must repeat the text inside it."""
    said = json.loads(entry.body)
    columns = shown(entry)
    repeated = {
        "after": columns.pop("afterDigest"),
        "before": columns.pop("beforeDigest"),
        "environmentId": str(entry.environment_id) if entry.environment_id else None,
        **{name: value for name, value in columns.items() if name not in ("seq", "body", "prevHash", "hash")},
    }
    wrong = [name for name, value in repeated.items() if said.get(name) != value]
    return f"its column {wrong[0]} is not what its text says" if wrong else None


def shown(entry: Entry) -> dict[str, Any]:
    """As the API and an export show it; `body`, `prevHash` and `hash` are all it takes to check the chain elsewhere."""
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "environment": entry.environment,
        "requestId": entry.request_id,
        "beforeDigest": entry.before_digest.hex() if entry.before_digest else None,
        "afterDigest": entry.after_digest.hex() if entry.after_digest else None,
        "detail": entry.detail,
        "body": entry.body,
        "prevHash": entry.prev_hash.hex(),
        "hash": entry.hash.hex(),
    }


def line_of(entry: Entry) -> bytes:
    """One line of an export."""
    return json.dumps(shown(entry), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def first_link(tenant: TenantId) -> bytes:
    """What the first entry names as its predecessor: two tenants never share a chain."""
    return sha256(f"catalog-admin audit {tenant}".encode()).digest()


def link(previous: bytes, seq: int, body: str) -> bytes:
    return sha256(previous + seq.to_bytes(8, "big") + body.encode()).digest()


def digest_of(value: Any) -> str | None:
    """Hex SHA-256 over the canonical form; None stays None: there was nothing, or there is nothing any more."""
    return None if value is None else digest(plain(value)).hex()


def says_the_same(one: Any, other: Any) -> bool:
    """Whether the trail could not tell them apart; Python's own `==` takes true for 1."""
    return digest_of(one) == digest_of(other)


def plain(value: Any) -> Any:
    """Anything a command holds, as canonical JSON knows it: exact numbers and instants become text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_INTEGER else str(value)
    if isinstance(value, Decimal):
        return _shortest(value)
    if isinstance(value, Mapping):
        return {_ascii(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=repr)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID | float):
        return str(value)
    raise TypeError(f"the audit does not know how to write down a {type(value).__name__}")


def _shortest(number: Decimal) -> str:
    """Plain notation without trailing zeros: 1.50 and 1.5 are the same price."""
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _ascii(key: str) -> str:
    return key if key.isascii() else key.encode("unicode_escape").decode("ascii")
