"""Files sent for a job, kept in the database as chunks, so that any worker on any machine can read them.

A slow sender holds no connection: every chunk is a transaction of its own, and the file counts as sent only when
it has its SHA-256. What a broken connection leaves is removed at once, what a crash leaves within a day.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from anyio.to_thread import run_sync
from sqlalchemy import delete, insert, select, update

from catalog_admin.jobs.errors import UploadEmpty, UploadGone, UploadTooLarge
from catalog_admin.jobs.tables import Upload, UploadChunk
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.work import Database, Work

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Received:
    id: UUID
    size: int
    sha256: bytes


async def receive(
    body: AsyncIterator[bytes], declared: str, database: Database, actor: Actor, *, limit: int
) -> Received:
    """Streams the body into the database in constant memory. Raises UploadTooLarge, UploadEmpty; leaves nothing then.

    `declared` is what Content-Length says, if anything. The route needs a `max_body_size` of its own, or the program's
    small one cuts the stream.
    """
    if declared.isdigit() and int(declared) > limit:
        raise UploadTooLarge(f"at most {limit} bytes are read", limit=limit)
    upload = new_id()
    try:
        return await _keep(body, database, actor, upload, limit)
    except BaseException:
        await run_sync(discard, database, actor, upload)
        raise


def discard(database: Database, actor: Actor, upload: UUID) -> None:
    with database.work(actor) as work:
        work.session.execute(delete(Upload).where(Upload.tenant_id == work.tenant, Upload.id == upload))


def write_to(work: Work, upload: UUID, file: IO[bytes]) -> None:
    """Writes the whole file, a chunk at a time. Raises UploadGone unless all of it is there."""
    mine = (Upload.tenant_id == work.tenant, Upload.id == upload, Upload.sha256.is_not(None))
    size = work.session.scalar(select(Upload.size).where(*mine))
    chunk = select(UploadChunk.body).where(UploadChunk.tenant_id == work.tenant, UploadChunk.upload_id == upload)
    written, position = 0, 0
    while (body := work.session.scalar(chunk.where(UploadChunk.position == position))) is not None:
        written, position = written + file.write(body), position + 1
    if written != size:
        raise UploadGone("the file sent for this job is not there any more")


async def _keep(body: AsyncIterator[bytes], database: Database, actor: Actor, upload: UUID, limit: int) -> Received:
    await run_sync(_open, database, actor, upload)
    digest, size, position = hashlib.sha256(), 0, 0
    async for chunk in _chunks(body):
        size += len(chunk)
        if size > limit:
            raise UploadTooLarge(f"at most {limit} bytes are read", limit=limit)
        digest.update(chunk)
        await run_sync(_append, database, actor, upload, position, chunk)
        position += 1
    if size == 0:
        raise UploadEmpty("send the file as the body of the request", pointer="")
    received = Received(upload, size, digest.digest())
    await run_sync(_close, database, actor, received)
    return received


async def _chunks(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    waiting = bytearray()
    async for piece in body:
        waiting += piece
        while len(waiting) >= CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES])
            del waiting[:CHUNK_BYTES]
    if waiting:
        yield bytes(waiting)


def _open(database: Database, actor: Actor, upload: UUID) -> None:
    with database.work(actor) as work:
        work.session.execute(insert(Upload).values(tenant_id=work.tenant, id=upload, created_by=actor.subject))


def _append(database: Database, actor: Actor, upload: UUID, position: int, body: bytes) -> None:
    row = {"tenant_id": actor.tenant, "upload_id": upload, "position": position, "body": body}
    with database.work(actor) as work:
        work.session.execute(insert(UploadChunk).values(row))


def _close(database: Database, actor: Actor, received: Received) -> None:
    with database.work(actor) as work:
        closed = update(Upload).where(Upload.tenant_id == work.tenant, Upload.id == received.id)
        work.session.execute(closed.values(size=received.size, sha256=received.sha256))
