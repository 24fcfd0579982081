"""An author at work on a tenant's rules."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.work import Work
from rulestore.mirror import Mirrors
from tests.rules.author import CONTEXT, Author, predicate
from tests.rules.over_http import edits


@pytest.fixture
def mirrors(tmp_path: Path) -> Mirrors:
    return Mirrors(tmp_path / "mirrors")


@pytest.fixture
def author(work: Work, mirrors: Mirrors) -> Author:
    """With a branch `draft` of the empty repository."""
    author = Author(work, mirrors)
    author.branch("draft")
    return author


@pytest.fixture
def begun(client: TestClient) -> TestClient:
    """A branch `draft/one` with what conditions read, and a condition."""
    assert client.post("/rules/branches", json={"name": "draft/one"}).status_code == 201
    said = edits(
        {"schemas/context.json": json.dumps(CONTEXT), "predicates/high.json": predicate("high", "discount > 10")}
    )
    made = client.post("/rules/commits", json={"branch": "draft/one", "message": "begin", "edits": said})
    assert made.status_code == 201, made.text
    return client
