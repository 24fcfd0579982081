"""Products over HTTP."""

from fastapi.testclient import TestClient

PLAN = {
    "key": "plan",
    "product": "p",
    "charges": [{"key": "c", "kind": "usage", "priceRef": "p/c", "attributes": {"rate": 1.5}}],
}


def test_an_attribute_is_declared_and_read(client: TestClient) -> None:
    put = client.put("/commerce/attributes/rate", json={"type": "decimal", "label": {"en": "Rate"}})
    seen = put.headers["ETag"]
    assert (put.status_code, client.get("/commerce/attributes/rate").headers["ETag"]) == (200, seen)
    assert client.get("/commerce/attributes/rate").json()["type"] == "decimal"
    assert [item["key"] for item in client.get("/commerce/attributes").json()["items"]] == ["rate"]
    stale = client.put("/commerce/attributes/rate", json={"type": "text"}, headers={"If-Match": '"r7"'})
    assert stale.status_code == 412
    assert client.delete("/commerce/attributes/rate").status_code == 428
    assert client.delete("/commerce/attributes/rate", headers={"If-Match": seen}).status_code == 204
    client.put("/commerce/attributes/rate", json={"type": "text"})
    assert client.delete("/commerce/attributes/rate", headers={"If-Match": seen}).status_code == 412


def test_a_reserved_name_is_refused_with_its_place(client: TestClient) -> None:
    answer = client.put("/commerce/attributes/status", json={"type": "text"})
    assert (answer.status_code, answer.json()["code"]) == (422, "products.name_reserved")


def test_a_product_goes_through_its_life(client: TestClient) -> None:
    made = client.post("/commerce/products", json={"key": "p", "name": {"en": "P"}, "effectiveFrom": "2026-01-01"})
    assert (made.status_code, made.headers["Location"]) == (201, "/commerce/products/p")
    seen = client.get("/commerce/products/p")
    assert seen.json()["effectiveFrom"] == "2026-01-01"
    match = {"If-Match": seen.headers["ETag"]}
    changed = client.put("/commerce/products/p", json={"status": "active"}, headers=match)
    assert (changed.status_code, changed.json()["status"], changed.headers["ETag"]) == (200, "active", '"r2"')
    assert client.put("/commerce/products/p", json={}, headers=match).status_code == 412
    assert client.put("/commerce/products/p", json={}).status_code == 428
    assert client.delete("/commerce/products/p", headers={"If-Match": "*"}).status_code == 204
    assert client.get("/commerce/products/p").status_code == 404
    assert [item["key"] for item in client.get("/commerce/products?deleted=true").json()["items"]] == ["p"]
    assert client.post("/commerce/products/p/restore", headers={"If-Match": "*"}).status_code == 200


def test_a_rate_plan_keeps_every_digit_of_its_charges(client: TestClient) -> None:
    client.put("/commerce/attributes/rate", json={"type": "decimal"})
    client.post("/commerce/products", json={"key": "p"})
    body = (
        '{"key": "plan", "product": "p", "charges": [{"key": "c", "kind": "usage", "priceRef": "p/c",'
        ' "attributes": {"rate": 0.1234567890123456789012}}]}'
    )
    made = client.post("/commerce/product-rate-plans", content=body, headers={"Content-Type": "application/json"})
    assert made.status_code == 201
    assert made.json()["charges"][0]["attributes"] == {"rate": "0.1234567890123456789012"}
    assert made.json()["charges"][0]["model"] == "flat"


def test_what_is_wrong_is_said_with_place_and_suggestion(client: TestClient) -> None:
    client.put("/commerce/attributes/rate", json={"type": "decimal"})
    client.post("/commerce/products", json={"key": "p"})
    wrong = {**PLAN, "charges": [{"key": "c", "kind": "usage", "priceRef": "x", "attributes": {"rat": 1}}]}
    answer = client.post("/commerce/product-rate-plans", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["pointer"] == "/charges/0/attributes/rat"
    assert answer.json()["suggestion"] == "rate"
    misspelt = client.post("/commerce/products", json={"key": "q", "staus": "active"})
    assert (misspelt.status_code, misspelt.json()["pointer"]) == (422, "/staus")


def test_a_rate_plan_goes_through_its_life(client: TestClient) -> None:
    client.put("/commerce/attributes/rate", json={"type": "decimal"})
    client.post("/commerce/products", json={"key": "p"})
    assert client.post("/commerce/product-rate-plans", json=PLAN).status_code == 201
    assert client.post("/commerce/product-rate-plans", json=PLAN).json()["code"] == "products.key_taken"
    where = "/commerce/product-rate-plans/plan"
    changed = client.put(where, json={"sku": "S/1"}, headers={"If-Match": '"r1"'})
    assert (changed.json()["sku"], changed.json()["charges"], changed.json()["product"]) == ("S/1", [], "p")
    assert [p["key"] for p in client.get("/commerce/product-rate-plans?search=s/1").json()["items"]] == ["plan"]
    assert client.delete(where, headers={"If-Match": '"r2"'}).status_code == 204
    assert client.post(f"{where}/restore", headers={"If-Match": "*"}).json()["sku"] == "S/1"


def test_keys_and_skus_are_looked_up_together(client: TestClient) -> None:
    client.post("/commerce/products", json={"key": "p"})
    for key, sku in (("plan-a", "SKU-1"), ("plan-b", "SKU-2"), ("plan-c", "SKU-2")):
        made = client.post("/commerce/product-rate-plans", json={"key": key, "product": "p", "sku": sku})
        assert made.status_code == 201, made.text
    names = ["SKU-1", "plan-b", "SKU-2", "Plan A", "plan-cc", "what"]
    found = client.post("/commerce/product-rate-plans/lookup", json={"names": names}).json()["items"]
    assert [each["name"] for each in found] == names
    assert [each["ratePlanId"] for each in found] == ["plan-a", "plan-b", None, None, None, None]
    assert found[2]["several"] == ["plan-b", "plan-c"]
    assert [each["suggestion"] for each in found[3:]] == ["plan-a", "plan-c", None]
    assert (found[0]["sku"], found[0]["product"], found[0]["status"]) == ("SKU-1", "p", "draft")
