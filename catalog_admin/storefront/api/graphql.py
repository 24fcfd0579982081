"""POST and GET /graphql."""

from typing import Annotated, cast

import orjson
from fastapi import APIRouter, Query, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from catalog_admin.kit.problems import told
from catalog_admin.kit.work import Database
from catalog_admin.storefront.answers import Answers, sealed
from catalog_admin.storefront.api.graphiql import page
from catalog_admin.storefront.api.replies import passing, reply
from catalog_admin.storefront.errors import PersistedQueryNotFound
from catalog_admin.storefront.graph.engine import answer
from catalog_admin.storefront.graph.persisted import PersistedQueries
from catalog_admin.storefront.graph.requests import GraphRequest, parameters, posted
from catalog_admin.storefront.reading import Reading
from catalog_admin.storefront.standing import standing_of
from catalog_admin.storefront.visits import Visit, Visitor, VisitorOrBrowser

# Their names stand in the text of a query that selects them, also under an alias.
FIELDS_OF_NOW = ("isLive", "generation")

router = APIRouter()
_answers = Answers()
_persisted = PersistedQueries()
# Word for word what clients look for to send the text too.
NOT_FOUND = orjson.dumps(
    {"errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}
)


@router.post("/graphql", operation_id="queryGraphql", summary="Ask a GraphQL query")
async def post_query(request: Request, visit: Visitor) -> Response:
    return await _reply(request, visit, await posted(request), _database(request))


@router.get("/graphql", operation_id="queryGraphqlByParameters", summary="Ask a GraphQL query, or open GraphiQL")
async def get_query(
    request: Request,
    visit: VisitorOrBrowser,
    query: Annotated[str | None, Query()] = None,
    variables: Annotated[str | None, Query(description="A JSON object.")] = None,
    operation_name: Annotated[str | None, Query(alias="operationName")] = None,
    extensions: Annotated[str | None, Query(description="JSON; `persistedQuery` names a query by its hash.")] = None,
) -> Response:
    return page() if visit is None else await _reply(request, visit, parameters(request), _database(request))


def _database(request: Request) -> Database:
    return cast("Database", request.app.state.database)


def take_shortcut(database: Database) -> ASGIApp:
    """POST for somebody with a seat (see lane): without the framework, which finds out who asks, and what."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request, state = Request(scope, receive), scope["state"]
        visit = Visit(state["actor"], state["seat"].place[1])
        known = None if database.reads_elsewhere else state["generation"]
        try:
            response = await _reply(request, visit, await posted(request), database, known)
        except Exception as error:  # in the words that the framework would have for it
            response = told(request, error)
        await response(scope, receive, send)

    return answer


async def _reply(
    request: Request, visit: Visit, asked: GraphRequest, database: Database, generation: int | None = None
) -> Response:
    tenant = visit.actor.tenant
    try:
        asked = _persisted.complete(tenant, asked)
    except PersistedQueryNotFound:
        return passing(NOT_FOUND, 200)
    async with database.async_reads(visit.actor, visit.environment) as reads:
        reading = Reading(reads, generation)
        key = (reading.asker, asked.fingerprint)
        ready = await _answers.still_true(key, reading)
        if ready is None:
            said = await answer(asked, reading)
            if not said.is_whole or reading.living:
                return passing(said.body, said.status)
            tells_of_now = any(field in asked.query for field in FIELDS_OF_NOW)
            ready = sealed(said.body, asked.fingerprint, reading, tells_of_now=tells_of_now)
            _answers.keep(key, ready)
        request.state.standing = standing_of(reading)
    _persisted.keep(tenant, asked)
    return reply(request, ready)
