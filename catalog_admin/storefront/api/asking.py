"""What REST's questions have in common: which version is meant, in which language, and how an answer goes out."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, cast

import orjson
from fastapi import Depends, Query, Request, Response

from catalog_admin.kit.work import Database
from catalog_admin.storefront.answers import sealed
from catalog_admin.storefront.api.replies import passing, reply
from catalog_admin.storefront.model import Wanted
from catalog_admin.storefront.reading import Reading
from catalog_admin.storefront.shelves import Shelves
from catalog_admin.storefront.visits import Visitor

Locale = Annotated[
    str | None, Query(max_length=35, description="Such as de-AT; falls back to de, the catalog's first language, any.")
]


def _wanted(
    key: str,
    version: Annotated[str | None, Query(description="A digest, its first 12 or more digits, or a number.")] = None,
    tag: Annotated[str | None, Query(description="A tag of this catalog.")] = None,
    as_of: Annotated[datetime | None, Query(alias="asOf", description="What was live at this instant.")] = None,
) -> Wanted:
    return Wanted(key, version, tag, as_of)


WantedVersion = Annotated[Wanted, Depends(_wanted)]
Tell = Callable[[Shelves], Awaitable[Any]]


async def answered(
    request: Request, visit: Visitor, wanted: Wanted, tell: Tell, body: bytes = b"", *, tells_of_now: bool = False
) -> Response:
    """The version is found first: a caller who has the answer already costs one statement.

    `tells_of_now`: what is told names what is live, and so never holds for ever.
    """
    database = cast("Database", request.app.state.database)
    async with database.async_reads(visit.actor, visit.environment) as reads:
        reading = Reading(reads)
        shelves = await reading.shelves(wanted)
        answer = sealed(b"", question_of(request) + body, reading, tells_of_now=tells_of_now)
        if not answer.is_held_by(request.headers.get("if-none-match")):
            answer = answer.saying(orjson.dumps(await tell(shelves)))
            if reading.living:
                return passing(answer.body, 200)
    return reply(request, answer)


def question_of(request: Request) -> bytes:
    return f"{request.url.path}?{request.url.query}".encode()
