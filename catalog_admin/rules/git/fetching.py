"""Clone and fetch: a mirror no older than the request, and git's own program that speaks from it."""

from pathlib import Path
from typing import BinaryIO

from anyio.to_thread import run_sync

from catalog_admin.rules.git.answering import Answer
from catalog_admin.rules.git.doors import Doors
from catalog_admin.rules.git.seats import Visit
from catalog_admin.rules.refusals import in_our_words
from rulestore.packets import FLUSH, packet
from rulestore.serving import fresh, upload_environment, upload_pack

SERVICE = "git-upload-pack"


async def advertise(doors: Doors, visit: Visit, protocol: str) -> Answer:
    """What there is to be fetched; newer clients are told what they may ask for instead.

    Raises NoRepository, GitBusy.
    """
    await visit.sit_down()
    mirror = await run_sync(_mirror, doors)
    first = b"" if _speaks_second(protocol) else packet(f"# service={SERVICE}\n".encode()) + FLUSH
    return Answer(
        upload_pack(mirror, is_advertised=True),
        upload_environment(protocol),
        visit,
        first=first,
        media_type=f"application/x-{SERVICE}-advertisement",
    )


async def answer(doors: Doors, visit: Visit, protocol: str, asked: BinaryIO) -> Answer:
    """Raises NoRepository, GitBusy."""
    await visit.sit_down()
    mirror = await run_sync(_mirror, doors)
    return Answer(
        upload_pack(mirror, is_advertised=False),
        upload_environment(protocol),
        visit,
        heard=asked,
        media_type=f"application/x-{SERVICE}-result",
    )


def _mirror(doors: Doors) -> Path:
    with in_our_words():
        return fresh(doors.store())


def _speaks_second(protocol: str) -> bool:
    return "version=2" in protocol.split(":")
