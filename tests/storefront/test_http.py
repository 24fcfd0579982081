"""GraphQL over HTTP: ETags and how long answers hold, limits, bad requests, GraphiQL."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.storefront.errors import CatalogNotServed
from catalog_admin.storefront.shelves import Shelves
from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]
NAMES = '{catalog(key: "global") {nodes {path}}}'


def post(client: TestClient, query: str, variables: dict[str, Any] | None = None, **headers: str) -> Any:
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


def test_answers_again_from_what_is_ready(reader: TestClient, statements: list[str]) -> None:
    post(reader, NAMES)  # what never changes in a version is looked up once
    statements.clear()
    query = '{catalog(key: "global") {key again: key nodes {path}}}'
    first = post(reader, query)
    spent = len(statements)
    second = post(reader, query)
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
    assert (spent, len(statements) - spent) == (2, 1)


def test_says_when_the_caller_has_it_already(reader: TestClient) -> None:
    etag = post(reader, NAMES).headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    again = post(reader, NAMES, **{"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert post(reader, NAMES, **{"If-None-Match": '"other"'}).status_code == 200


def test_the_etag_depends_on_question_version_and_reader(reader: TestClient, nobody: TestClient) -> None:
    tags = [
        post(client, query, variables).headers["etag"]
        for client, query, variables in (
            (reader, NAMES, None),
            (nobody, NAMES, None),
            (reader, '{catalog(key: "global", version: "1") {nodes {path}}}', None),
            (reader, '{catalog(key: "global") {nodes {path key}}}', None),
            (reader, "query ($key: String!) {catalog(key: $key) {nodes {path}}}", {"key": "global"}),
        )
    ]
    assert len(set(tags)) == len(tags)


def test_a_publish_shows_at_once(reader: TestClient, shop: Shop) -> None:
    query = '{catalog(key: "daily") {generation version {number} nodes {path}}}'
    shop.press.publish("daily", [Shelf(""), Shelf("Monday")], [Plan("bread", ["Monday"])])
    first = post(reader, query)
    shop.press.publish("daily", [Shelf(""), Shelf("Tuesday")])
    second = post(reader, query)
    assert [node["path"] for node in first.json()["data"]["catalog"]["nodes"]] == ["", "Monday"]
    assert [node["path"] for node in second.json()["data"]["catalog"]["nodes"]] == ["", "Tuesday"]
    assert first.headers["etag"] != second.headers["etag"]


@pytest.mark.parametrize(
    ("named", "holds"),
    [
        ("", "max-age=5, stale-while-revalidate=30"),
        (', asOf: "2020-06-01T00:00:00Z"', "max-age=5, stale-while-revalidate=30"),
        (', version: "LIVE"', "max-age=60"),
        (', version: "LIVE", asOf: "2020-06-01T00:00:00Z"', "max-age=31536000, immutable"),
    ],
)
def test_says_how_long_an_answer_holds(reader: TestClient, shop: Shop, named: str, holds: str) -> None:
    query = f'{{catalog(key: "global"{named.replace("LIVE", shop.live)}) {{key}}}}'
    answer = post(reader, query)
    assert answer.headers["cache-control"] == f"private, {holds}"
    assert answer.headers["vary"] == "Authorization, Cookie, X-Tenant, X-Environment, Accept-Encoding"


@pytest.mark.parametrize(
    "what", ["nodes", "nodes/by-path/Hardware", "rate-plans", "rate-plans?search=gps&facet=type&total=true"]
)
def test_what_rest_tells_of_a_digest_at_an_instant_holds_for_ever(reader: TestClient, shop: Shop, what: str) -> None:
    exact = {"version": shop.live, "asOf": "2020-06-01T00:00:00Z"}
    answer = reader.get(f"/storefront/catalogs/global/{what}", params=exact)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, max-age=31536000, immutable")
    assert "catalog-generation" not in answer.headers
    assert "isLive" not in answer.text


def test_which_version_of_a_catalog_is_live_is_asked_again(reader: TestClient, shop: Shop) -> None:
    exact = {"version": shop.live, "asOf": "2020-06-01T00:00:00Z"}
    answer = reader.get("/storefront/catalogs/global", params=exact)
    assert (answer.json()["version"]["isLive"], answer.headers["cache-control"]) == (True, "private, max-age=60")


def test_what_is_live_is_not_kept_for_ever(reader: TestClient, shop: Shop) -> None:
    exact = f'version: "{shop.live}", asOf: "2020-06-01T00:00:00Z"'
    answer = post(reader, f'{{catalog(key: "global", {exact}) {{now: generation}}}}')
    assert answer.headers["cache-control"] == "private, max-age=60"


def test_what_anybody_may_read_anybody_may_keep(nobody: TestClient) -> None:
    assert post(nobody, NAMES).headers["cache-control"].startswith("public, ")


def test_an_answer_with_errors_is_not_kept(reader: TestClient) -> None:
    answer = post(reader, '{node(catalog: "global", path: "Nowhere") {key}}')
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in answer.headers


def test_says_what_a_query_costs(reader: TestClient) -> None:
    cost = post(reader, '{catalog(key: "global") {key}}').json()["extensions"]["cost"]
    assert cost == {"requested": 12, "maximum": 20_000}


def refusal(client: TestClient, query: str, variables: dict[str, Any] | None = None) -> tuple[int, str]:
    answer = post(client, query, variables)
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


def test_refuses_walking_in_circles(reader: TestClient) -> None:
    deep = "parent {" * 16 + "key" + "}" * 16
    assert refusal(reader, f'{{node(catalog: "global", path: "") {{{deep}}}}}') == (400, "storefront.query_too_deep")
    spread = """query {node(catalog: "global", path: "") {...A}} fragment A on Node {parent {parent {parent {parent {
        ...B}}}}} fragment B on Node {parent {parent {parent {parent {...C}}}}}
        fragment C on Node {parent {parent {parent {parent {parent {parent {parent {key}}}}}}}}"""
    assert refusal(reader, spread) == (400, "storefront.query_too_deep")


def test_refuses_asking_for_everything(reader: TestClient) -> None:
    wide = """query ($n: Int = 100) {catalog(key: "global") {root {children(first: $n) {edges {node {
        children(first: $n) {edges {node {key}}}}}}}}}"""
    assert refusal(reader, wide) == (400, "storefront.query_too_costly")
    assert "errors" not in post(reader, wide, {"n": 10}).json()
    aliases = " ".join(f'a{n}: search(catalog: "global", term: "gps") {{totalCount}}' for n in range(200))
    assert refusal(reader, f"{{{aliases}}}") == (400, "storefront.query_too_costly")


def test_weighs_fragments_that_double(reader: TestClient) -> None:
    doubling = " ".join(
        f"fragment F{n} on Catalog {{a{n}: name ...F{n + 1} b{n}: name ...F{n + 1}}}" for n in range(25)
    )
    query = f'{{catalog(key: "global") {{...F0}}}} {doubling} fragment F25 on Catalog {{key}}'
    assert refusal(reader, query) == (400, "storefront.query_too_costly")


def test_refuses_queries_nobody_writes(reader: TestClient) -> None:
    long = post(reader, "{" + "a" * 33_000 + "}")
    assert (long.status_code, long.json()["code"]) == (413, "storefront.query_too_long")
    assert refusal(reader, "{" + "a " * 5_000 + "}") == (400, "storefront.invalid_query")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("[]", "storefront.bad_request"),
        ('[{"query": "{__typename}"}]', "storefront.bad_request"),
        ("{}", "storefront.bad_request"),
        ('{"query": 5}', "storefront.bad_request"),
        ('{"query": " "}', "storefront.bad_request"),
        ('{"query": "# nothing"}', "storefront.invalid_query"),
        ('{"query": "{__typename}", "variables": []}', "storefront.bad_request"),
        ('{"query": "{__typename}", "operationName": 5}', "storefront.bad_request"),
        ('{"query": "{__typename}", "operationName": "Other"}', "storefront.bad_request"),
        ('{"query": "mutation {a}"}', "storefront.bad_request"),
        ('{"query": "{"}', "storefront.invalid_query"),
        ('{"query": "{nothing}"}', "storefront.invalid_query"),
        ('{"query": "{__typename}", "variables": {"a": NaN}}', "kit.unreadable_body"),
        ("nonsense", "kit.unreadable_body"),
    ],
)
def test_refuses_what_is_no_query(reader: TestClient, body: str, code: str) -> None:
    answer = reader.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    said = answer.json()
    assert (said["errors"][0]["extensions"] if "errors" in said else said)["code"] == code


def test_takes_json_only(reader: TestClient) -> None:
    answer = reader.post("/graphql", content='{"query": "{__typename}"}', headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (400, "storefront.bad_request")


def test_text_that_no_database_holds(reader: TestClient) -> None:
    query = 'query ($path: String) {node(catalog: "global", path: $path) {key}}'
    body = '{"query": "%s", "variables": {"path": "\\u0000"}}' % query.replace('"', '\\"')  # noqa: UP031 - braces
    answer = reader.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "kit.unreadable_body")
    inside = '{node(catalog: "global", path: "a\\u0000b") {key}}'
    assert refusal(reader, inside)[1] == "kit.unstorable_value"


def test_takes_queries_by_get(reader: TestClient) -> None:
    asked = {"query": "query Q($key: String!) {catalog(key: $key) {key}}", "variables": '{"key": "global"}'}
    assert reader.get("/graphql", params=asked).json()["data"] == {"catalog": {"key": "global"}}
    assert reader.get("/graphql").json()["code"] == "storefront.bad_request"
    assert reader.get("/graphql", params=asked | {"variables": "[1"}).json()["code"] == "kit.unreadable_body"


def test_answers_introspection(ask: Ask) -> None:
    from graphql import get_introspection_query

    assert ask(get_introspection_query())["__schema"]["queryType"]["name"] == "Query"


def test_a_bug_tells_nothing(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any) -> Any:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(Shelves, "tree", fail)
    answer = post(reader, '{catalog(key: "global") {broken: nodes {key}}}')
    assert answer.json()["errors"][0]["extensions"] == {"code": "kit.bug"}
    assert "42" not in answer.text


def test_a_refusal_says_code_and_pointer(reader: TestClient) -> None:
    error = post(reader, '{catalog(key: "nowhere") {key}}').json()["errors"][0]
    assert error["extensions"]["code"] == CatalogNotServed.code
    assert error["extensions"]["pointer"] == "/catalog"
    assert (error["message"], error["path"]) == ("no catalog nowhere is served here then", ["catalog"])


def test_a_browser_gets_graphiql_without_a_token_and_from_here_alone(reader: TestClient) -> None:
    page = reader.get("/graphql", headers={"Accept": "text/html,*/*"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(files) == 6
    for file in files:
        asset = reader.get(file)
        assert asset.status_code == 200, file
        assert asset.headers["content-type"].startswith(("text/javascript", "text/css"))
    assert reader.get("/graphql/assets/index.html").json()["code"] == "storefront.asset_not_found"
    assert reader.get("/graphql/assets/..%2f__init__.py").status_code == 404


def test_says_which_versions_it_was_read_from_and_at_which_generation(reader: TestClient, shop: Shop) -> None:
    generation = post(reader, '{catalog(key: "global") {generation}}').json()["data"]["catalog"]["generation"]
    named = f"global@{shop.live}"
    for answer in (post(reader, NAMES), reader.get("/storefront/catalogs/global/nodes")):
        assert (answer.headers["catalog-version"], answer.headers["catalog-generation"]) == (named, str(generation))
    again = post(reader, NAMES, **{"If-None-Match": post(reader, NAMES).headers["etag"]})
    assert (again.status_code, again.headers["catalog-version"]) == (304, named)
    both = '{now: catalog(key: "global") {key} then: catalog(key: "global", version: "1") {key}}'
    assert len(post(reader, both).headers["catalog-version"].split(", ")) == 2


def test_what_holds_for_ever_names_no_generation(reader: TestClient, shop: Shop) -> None:
    exact = f'{{catalog(key: "global", version: "{shop.live}", asOf: "2024-06-01T00:00:00Z") {{key}}}}'
    answer = post(reader, exact)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["catalog-version"] == f"global@{shop.live}"
    assert "catalog-generation" not in answer.headers


def test_an_answer_from_no_version_names_none(reader: TestClient) -> None:
    assert "catalog-version" not in post(reader, "{__typename}").headers
