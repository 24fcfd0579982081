"""The words of /audit."""

from datetime import datetime
from typing import Any, Self

from catalog_admin.audit.model import Entry, Verdict, shown
from catalog_admin.kit.words import Words


class EntryOut(Words):
    """`body`, `prevHash` and `hash` are all it takes to check the chain elsewhere."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    environment: str | None
    request_id: str
    before_digest: str | None
    after_digest: str | None
    detail: Any
    body: str
    prev_hash: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls.model_validate(shown(entry))


class EntryPage(Words):
    items: list[EntryOut]
    next: str | None


class VerdictOut(Words):
    whole: bool
    complete: bool
    checked: int
    last: int
    head: str
    broken_at: int | None
    reason: str | None

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        return cls(
            whole=verdict.is_whole,
            complete=verdict.is_complete,
            checked=verdict.checked,
            last=verdict.last,
            head=verdict.head.hex(),
            broken_at=verdict.broken_at,
            reason=verdict.reason,
        )
