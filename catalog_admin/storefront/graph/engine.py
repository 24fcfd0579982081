"""Runs one query: parsed and validated once per text, weighed before it reads, told in our own errors."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import strawberry
import structlog
from graphql import DocumentNode, GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import MaxTokensLimiter, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.failures import refusal_of
from catalog_admin.storefront import conditions
from catalog_admin.storefront.errors import BadRequest
from catalog_admin.storefront.graph.asking import Asking
from catalog_admin.storefront.graph.forms import InOneGo
from catalog_admin.storefront.graph.inputs import ATTRIBUTE_VALUE, AttributeValue
from catalog_admin.storefront.graph.limits import MOST, Meter
from catalog_admin.storefront.graph.query import Query
from catalog_admin.storefront.graph.requests import GraphRequest
from catalog_admin.storefront.graph.texts import Remembered
from catalog_admin.storefront.reading import Reading

log = structlog.get_logger()

MOST_TOKENS = 4_000


class Weighed(SchemaExtension):
    """Refuses what is too deep or too costly, and says what the rest may have cost."""

    async def on_execute(self) -> AsyncIterator[None]:
        context = self.execution_context
        if isinstance(context.graphql_document, DocumentNode):
            asking: Asking = context.context
            asking.meter.weigh(
                context.graphql_document, context.operation_name, context.variables or {}, asking.learnt.weights
            )
        yield

    def get_results(self) -> dict[str, Any]:
        cost = self._meter.cost
        return {"cost": {"requested": cost, "maximum": MOST}} if cost else {}

    @property
    def _meter(self) -> Meter:
        asking: Asking = self.execution_context.context
        return asking.meter


class Doubts(SchemaExtension):
    """Says which attributes were asked for that no rate plan has: misspelt, or gone with the last one that had them."""

    def get_results(self) -> dict[str, Any]:
        asking: Asking = self.execution_context.context
        unknown = asking.reading.unknown
        return {"unknownAttributes": conditions.told(unknown)} if unknown else {}


class StorefrontSchema(strawberry.Schema):
    def process_errors(self, errors: Sequence[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Told by `answer`, where refusals and bugs are kept apart."""


schema = StorefrontSchema(
    Query,
    config=StrawberryConfig(scalar_map={AttributeValue: ATTRIBUTE_VALUE}),
    execution_context_class=InOneGo,
    extensions=[
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        Remembered,
        Weighed,
        Doubts,
    ],
)


def sdl() -> str:
    """The schema as docs/reference/storefront.graphql keeps it."""
    return schema.as_str().rstrip() + "\n"


@dataclass(frozen=True)
class Told:
    """`is_whole`: everything asked for is in it. Status 400: the query could not even be tried."""

    body: bytes
    is_whole: bool
    status: int = 200


async def answer(request: GraphRequest, reading: Reading) -> Told:
    """Raises BadRequest for a text without a query in it, and for anything but a query."""
    try:
        result = await _execute(request, reading)
    except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError) as wrong:
        raise BadRequest("this is not one query, or not the one you named", pointer="/query") from wrong
    said: dict[str, Any] = {"data": result.data}
    if result.errors:
        said["errors"] = [_told(error) for error in result.errors]
    if result.extensions:
        said["extensions"] = result.extensions
    was_tried = result.data is not None or any(error.path for error in result.errors or ())
    return Told(orjson.dumps(said), is_whole=not result.errors, status=200 if was_tried else 400)


async def _execute(request: GraphRequest, reading: Reading) -> ExecutionResult:
    asking = Asking(reading)
    result = await schema.execute(
        request.query,
        variable_values=request.variables,
        operation_name=request.operation_name,
        context_value=asking,
        allowed_operation_types=(OperationType.QUERY,),
    )
    # After an error something may still be under way.
    if not result.errors:
        asking.end()
    return result


def _told(error: GraphQLError) -> dict[str, Any]:
    """A refusal with its code, a fault of the query as GraphQL words it, a bug without a word."""
    told: dict[str, Any] = {"message": error.message}
    if error.locations:
        told["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        told["path"] = error.path
    cause = error.original_error
    refusal = cause if isinstance(cause, Refusal) else refusal_of(cause) if isinstance(cause, Exception) else None
    if refusal is not None:
        return told | {"message": refusal.detail, "extensions": refusal.problem()}
    if cause is None or isinstance(cause, GraphQLError):
        return told | {"extensions": {"code": "storefront.invalid_query"}}
    log.error("unexpected", path=error.path, exc_info=cause)
    return told | {"message": "this should not have happened", "extensions": {"code": "kit.bug"}}
