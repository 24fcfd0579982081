"""The same request twice, done once: a caller that lost our answer asks again with the same Idempotency-Key.

The reply is stored in the transaction of the change itself, so either both exist or neither. A second request
with the key waits at the key's row until the first has committed, and is then given the first one's answer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from catalog_admin.kit.errors import Conflict
from catalog_admin.kit.stored_reply import StoredReply
from catalog_admin.kit.work import Work


class KeyReused(Conflict):
    """This Idempotency-Key was used for another request; a new request needs a new key."""

    code = "kit.idempotency_key_reused"


@dataclass(frozen=True)
class Reply:
    """An answer that can be stored: `body` is one of our Words."""

    body: BaseModel
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def idempotent(work: Work, key: str | None, fingerprint: bytes, make_reply: Callable[[], Reply]) -> Response:
    """Makes the reply once per key; without a key every time. Raises KeyReused.

    A refusal is not stored: the transaction that would hold it is rolled back, and trying again is right.
    """
    if key is None:
        return _response(make_reply())
    if not _claim(work, key, fingerprint):
        return _replay(work, key, fingerprint)
    response = _response(make_reply())
    _store(work, key, response)
    return response


@dataclass(frozen=True)
class Once:
    """What the caller said: a key, if any, and which request it belongs to."""

    key: str | None
    fingerprint: bytes

    def reply(self, work: Work, make_reply: Callable[[], Reply]) -> Response:
        return idempotent(work, self.key, self.fingerprint, make_reply)


def fingerprint_of(request: Request, body: bytes) -> bytes:
    said = "\n".join((request.method, request.url.path, request.url.query, hashlib.sha256(body).hexdigest()))
    return hashlib.sha256(said.encode()).digest()


IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, description="Any text unique to this request."),
]


async def _once(request: Request, idempotency_key: IdempotencyKey = None) -> Once:
    return Once(idempotency_key, fingerprint_of(request, await request.body() if idempotency_key else b""))


Idempotent = Annotated[Once, Depends(_once)]


def _claim(work: Work, key: str, fingerprint: bytes) -> bool:
    """True for the first; waits for an unfinished first."""
    claim = insert(StoredReply).values(
        tenant_id=work.tenant,
        environment_key=work.environment_key,
        actor=work.actor.subject,
        key=key,
        fingerprint=fingerprint,
    )
    claimed = work.session.execute(claim.on_conflict_do_nothing().returning(StoredReply.key))
    return claimed.first() is not None


def _mine(work: Work, key: str) -> list[Any]:
    return [
        StoredReply.tenant_id == work.tenant,
        StoredReply.environment_key == work.environment_key,
        StoredReply.actor == work.actor.subject,
        StoredReply.key == key,
    ]


def _replay(work: Work, key: str, fingerprint: bytes) -> Response:
    columns = select(StoredReply.fingerprint, StoredReply.status, StoredReply.headers, StoredReply.body)
    first = work.session.execute(columns.where(*_mine(work, key))).one()
    if first.fingerprint != fingerprint:
        raise KeyReused("this Idempotency-Key was used for another request", pointer="/Idempotency-Key")
    headers = {**first.headers, "Idempotency-Replayed": "true"}
    return Response(first.body, first.status, headers, media_type="application/json")


def _response(reply: Reply) -> Response:
    body = reply.body.model_dump_json(by_alias=True)
    return Response(body, reply.status, reply.headers, media_type="application/json")


def _store(work: Work, key: str, response: Response) -> None:
    kept = {name: value for name, value in response.headers.items() if name not in ("content-length", "content-type")}
    answer = {"status": response.status_code, "headers": kept, "body": bytes(response.body)}
    work.session.execute(update(StoredReply).where(*_mine(work, key)).values(**answer))
