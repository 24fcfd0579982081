"""Rules of nodes that refer to the repository, over HTTP."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.rules.author import predicate
from tests.rules.librarian import CONTEXT

REF = "predicates/heavy@main"


@pytest.fixture
def node(client: TestClient) -> str:
    """With an attribute, a condition on `main` that reads it, and a catalog."""
    ask(client, "PUT", "/commerce/attributes/weight", {"type": "decimal", "label": {"en": "Weight"}}, If_None_Match="*")
    say(client, predicate("heavy", "weight > 10"))
    ask(client, "POST", "/commerce/catalogs", {"key": "shop", "name": {"en": "Shop"}})
    made = ask(client, "POST", "/commerce/nodes", {"catalogId": "shop", "path": "Top", "type": "category"})
    return str(made["id"])


def ask(client: TestClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.request(method, path, json=body, headers=sent)
    assert answer.status_code < 300, answer.text
    return answer.json()


def say(client: TestClient, heavy: str) -> None:
    """On `main`, as everybody says it."""
    ask(client, "POST", "/rules/branches", {"name": "change"})
    files = {"schemas/context.json": json.dumps(CONTEXT), "predicates/heavy.json": heavy}
    edits = [{"path": path, "content": content, "seen": "*"} for path, content in files.items()]
    ask(client, "POST", "/rules/commits", {"branch": "change", "message": "heavy", "edits": edits})
    ask(client, "POST", "/rules/merges", {"source": "change", "target": "main"})
    assert client.delete("/rules/branches/change", headers={"If-Match": "*"}).status_code == 204


def test_a_rule_that_refers_is_read_with_what_it_says_and_goes_back_as_it_came(client: TestClient, node: str) -> None:
    place = f"/commerce/nodes/{node}/rule"
    put = ask(client, "PUT", place, {"rule": {"ref": REF}}, If_Match="*")
    [rule] = put["rules"]
    assert (rule["ref"], rule["expression"], rule["source"]["problem"]) == (REF, "weight > 10", None)
    found = client.get(place)
    assert found.json() == put
    again = ask(client, "PUT", place, {"rules": found.json()["rules"]}, If_Match=found.headers["ETag"])
    assert again == put


def test_what_it_says_is_previewed_before_anybody_saves_it(client: TestClient, node: str) -> None:
    body = {"nodeId": node, "rule": {"ref": REF}, "sampleRatePlanIds": []}
    [rule] = ask(client, "POST", "/commerce/rules/preview", body)["rules"]
    assert rule["expression"] == "weight > 10"
    assert ask(client, "POST", "/commerce/rules/preview", {"rule": {"ref": REF}, "sampleRatePlanIds": []})["rules"]


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("predicates/heavy", "catalogs.bad_reference"),
        ("predicates/light@main", "catalogs.unresolved_reference"),
        ("predicates/heavy@elsewhere", "catalogs.unresolved_reference"),
    ],
)
def test_what_leads_nowhere_is_refused_at_its_place(client: TestClient, node: str, ref: str, code: str) -> None:
    body = {"rules": [{"key": "a", "expression": "weight > 1"}, {"key": "b", "ref": ref}]}
    for method, path in (("PUT", f"/commerce/nodes/{node}/rule"), ("POST", "/commerce/rules/preview")):
        refused = client.request(method, path, json=body, headers={"If-Match": "*"}).json()
        assert (refused["status"], refused["code"], refused["pointer"]) == (422, code, "/rules/1/ref")


def test_who_takes_it_and_what_is_taken_is_told(client: TestClient, node: str) -> None:
    ask(client, "PUT", f"/commerce/nodes/{node}/rule", {"rule": {"ref": REF}}, If_Match="*")
    uses = client.get("/rules/uses", params={"file": "predicates/heavy.json"}).json()
    [use] = uses["items"]
    assert (uses["count"], use["catalogId"], use["path"], use["at"]) == (1, "shop", "Top", "main")
    [taken] = ask(client, "GET", "/commerce/catalogs/shop/rule-references")["items"]
    assert (taken["ref"], taken["expression"], taken["published"], taken["behind"]) == (REF, "weight > 10", None, 0)
    say(client, predicate("heavy", "weight > 5"))
    [taken] = ask(client, "GET", "/commerce/catalogs/shop/rule-references")["items"]
    assert taken["expression"] == "weight > 5"
    refused = client.delete("/rules/files/predicates/heavy.json", params={"branch": "main"}, headers={"If-Match": "*"})
    assert refused.json()["code"] == "rules.branch_protected"
