"""The floor of a cold read: Strawberry, with its caches of parsed and valid texts, over objects that lie in memory.

Written as plainly as Strawberry lets one: every field is an attribute, nothing is looked up, orjson writes the answer.
The objects are made of what the service itself answered, when a path is asked for first.
"""

from typing import Any

import orjson
import strawberry
from starlette.types import ASGIApp, Message, Scope
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.scalars import JSON
from strawberry.types import Info

from benchmarks.floors import Floor
from catalog_admin.kit.guards import Gate

HEADERS = [(b"content-type", b"application/json")]


@strawberry.type
class Charge:
    key: str
    kind: str | None
    model: str | None
    unit: str | None
    price_ref: str | None


@strawberry.type
class RatePlan:
    id: strawberry.ID
    key: str
    sku: str | None
    name: str
    status: str
    tags: list[str]
    attributes: JSON
    charges: list[Charge]


@strawberry.type
class Edge:
    node: RatePlan


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Connection:
    edges: list[Edge]
    page_info: PageInfo


@strawberry.type
class Ancestor:
    id: strawberry.ID
    key: str
    path: str
    display_name: str


@strawberry.type
class Node:
    id: strawberry.ID
    key: str
    path: str
    type: str
    display_name: str
    meta: JSON
    ancestors: list[Ancestor]
    plans: strawberry.Private[Connection]

    @strawberry.field
    def rate_plans(self, first: int) -> Connection:
        return self.plans


@strawberry.type
class Query:
    @strawberry.field
    def node(self, info: Info, catalog: str, path: str) -> Node:
        nodes: dict[str, Node] = info.context
        return nodes[path]


schema = strawberry.Schema(Query, extensions=[lambda: ParserCache(maxsize=100), lambda: ValidationCache(maxsize=100)])


class InMemory(Floor):
    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        super().__init__(app, gate)
        self._nodes: dict[str, Node] = {}

    async def answer(self, scope: Scope, question: bytes) -> list[Message]:
        asked = orjson.loads(question)
        path = asked["variables"]["path"]
        if path not in self._nodes:
            said = b"".join(message.get("body", b"") for message in await self.asked(scope, question))
            self._nodes[path] = _node(orjson.loads(said)["data"]["node"])
        told = await schema.execute(asked["query"], variable_values=asked["variables"], context_value=self._nodes)
        assert not told.errors, told.errors
        body = orjson.dumps({"data": told.data})
        headers = [*HEADERS, (b"content-length", str(len(body)).encode())]
        return [
            {"type": "http.response.start", "status": 200, "headers": headers},
            {"type": "http.response.body", "body": body},
        ]


def _node(said: dict[str, Any]) -> Node:
    about = PageInfo(**_renamed(said["ratePlans"]["pageInfo"]))
    edges = [Edge(node=_plan(each["node"])) for each in said["ratePlans"]["edges"]]
    return Node(
        id=said["id"],
        key=said["key"],
        path=said["path"],
        type=said["type"],
        display_name=said["displayName"],
        meta=said["meta"],
        ancestors=[Ancestor(**_renamed(each)) for each in said["ancestors"]],
        plans=Connection(edges=edges, page_info=about),
    )


def _plan(said: dict[str, Any]) -> RatePlan:
    return RatePlan(**{**said, "charges": [Charge(**_renamed(each)) for each in said["charges"]]})


def _renamed(said: dict[str, Any]) -> dict[str, Any]:
    return {"".join(f"_{each.lower()}" if each.isupper() else each for each in name): it for name, it in said.items()}
