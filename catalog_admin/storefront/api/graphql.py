"""POST and GET /graphql."""

from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response

from catalog_admin.kit.work import Database
from catalog_admin.storefront.answers import Answers, sealed
from catalog_admin.storefront.api.graphiql import page
from catalog_admin.storefront.api.replies import passing, reply
from catalog_admin.storefront.graph.engine import answer
from catalog_admin.storefront.graph.requests import GraphRequest, parameters, posted
from catalog_admin.storefront.reading import Reading
from catalog_admin.storefront.standing import standing_of
from catalog_admin.storefront.visits import Visit, Visitor, VisitorOrBrowser

# Their names stand in the text of a query that selects them, also under an alias.
FIELDS_OF_NOW = ("isLive", "generation")

router = APIRouter()
_answers = Answers()


@router.post("/graphql", operation_id="queryGraphql", summary="Ask a GraphQL query")
async def post_query(request: Request, visit: Visitor) -> Response:
    return await _reply(request, visit, await posted(request))


@router.get("/graphql", operation_id="queryGraphqlByParameters", summary="Ask a GraphQL query, or open GraphiQL")
async def get_query(
    request: Request,
    visit: VisitorOrBrowser,
    query: Annotated[str | None, Query()] = None,
    variables: Annotated[str | None, Query(description="A JSON object.")] = None,
    operation_name: Annotated[str | None, Query(alias="operationName")] = None,
    extensions: Annotated[str | None, Query(description="Part of the protocol; nothing here reads it.")] = None,
) -> Response:
    return page() if visit is None else await _reply(request, visit, parameters(request))


async def _reply(request: Request, visit: Visit, asked: GraphRequest) -> Response:
    database = cast("Database", request.app.state.database)
    async with database.async_reads(visit.actor, visit.environment) as reads:
        reading = Reading(reads)
        key = (reading.asker, asked.fingerprint)
        ready = await _answers.still_true(key, reading)
        if ready is None:
            told = await answer(asked, reading)
            if not told.is_whole:
                return passing(told.body, told.status)
            tells_of_now = any(field in asked.query for field in FIELDS_OF_NOW)
            ready = sealed(told.body, asked.fingerprint, reading, tells_of_now=tells_of_now)
            _answers.keep(key, ready)
        request.state.standing = standing_of(reading)
    return reply(request, ready)
