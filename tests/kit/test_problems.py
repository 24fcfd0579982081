"""A body of nothing but mistakes gets an answer of reasonable length."""

from fastapi.testclient import TestClient

MANY = 5_000


def test_of_many_wrong_members_a_hundred_are_told_and_all_are_counted(client: TestClient) -> None:
    answer = client.post("/commerce/products", json={"key": "p", **{f"wrong{n}": n for n in range(MANY)}})
    assert (answer.status_code, answer.json()["failed"], len(answer.json()["errors"])) == (422, MANY, 100)


def test_of_many_wrong_values_a_hundred_are_told_and_all_are_counted(client: TestClient) -> None:
    answer = client.post("/commerce/products", json={"key": "p", "attributes": {f"wrong{n}": n for n in range(MANY)}})
    assert (answer.status_code, answer.json()["code"]) == (422, "products.unknown_attribute")
    assert (answer.json()["failed"], len(answer.json()["errors"])) == (MANY, 100)
