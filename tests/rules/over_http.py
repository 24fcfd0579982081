"""What callers of /rules send, in the words of the tests."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.rules.author import predicate

HIGH = "/rules/files/predicates/high.json"


def edits(files: dict[str, str | None]) -> list[dict[str, Any]]:
    return [{"path": path, "content": content} for path, content in files.items()]


def put(client: TestClient, when: str, branch: str = "draft/one", **headers: str) -> Response:
    body = {"content": predicate("high", when)}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.put(HIGH, params={"branch": branch}, json=body, headers=sent)
