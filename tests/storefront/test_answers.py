"""How much the ready answers may hold."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from catalog_admin.storefront.answers import FRAME_BYTES, LARGEST, Answer, Answers
from catalog_admin.storefront.api import graphql
from catalog_admin.storefront.model import Wanted
from tests.storefront.conftest import Shop
from tests.storefront.factory import Shelf

USED = ((Wanted("global", as_of=datetime(2020, 1, 1, tzinfo=UTC)), "seal"),)


def answer(body: bytes, used: tuple[tuple[Wanted, str], ...] = USED) -> Answer:
    return Answer(body, '"e"', "max-age=5", used)


def test_small_answers_take_room_too() -> None:
    answers = Answers(most_bytes=100 * FRAME_BYTES)
    for number in range(1_000):
        answers.keep(number, answer(b"{}"))
    assert 10 < len(answers._ready) < 100
    assert answers._bytes <= answers.most_bytes


def test_what_an_answer_depends_on_takes_room_too() -> None:
    answers = Answers()
    hidden = "|".join(f"n{number}." for number in range(1_000_000))
    answers.keep("many hidden", answer(b"{}", ((USED[0][0], hidden),)))
    answers.keep("large", answer(b"a" * LARGEST))
    assert not answers._ready


@pytest.mark.parametrize("limited_first", [True, False])
def test_an_answer_is_given_again_only_to_who_reads_as_much(
    reader_of: Callable[..., TestClient], shop: Shop, limited_first: bool
) -> None:
    shop.press.publish("daily", [Shelf("")])
    query = f"{{catalogs {{{'key' if limited_first else 'key again: key'}}}}}"

    def told(*catalogs: str) -> tuple[list[str], str]:
        answer = reader_of(*catalogs).post("/graphql", json={"query": query})
        return [one["key"] for one in answer.json()["data"]["catalogs"]], answer.headers["etag"]

    asked = [("global",), ()] if limited_first else [(), ("global",)]
    said = {catalogs: told(*catalogs) for catalogs in asked}
    assert said["global",][0] == ["global"]
    assert {"daily", "global"} <= set(said[()][0])
    assert said["global",][1] != said[()][1]
    assert told("global") == said["global",]


def test_what_read_no_version_is_not_kept(reader: TestClient) -> None:
    answers = Answers()
    answers.keep("typename", answer(b"{}", ()))
    assert not answers._ready
    before = len(graphql._answers._ready)
    assert reader.post("/graphql", json={"query": "{__typename nothing: __typename}"}).status_code == 200
    assert len(graphql._answers._ready) == before


def test_a_long_question_is_remembered_by_its_digest(reader: TestClient) -> None:
    padding = "x" * 200_000
    question = {"query": '{catalog(key: "global") {long: key}}', "variables": {"unused": padding}}
    assert reader.post("/graphql", json=question).status_code == 200
    assert all(padding.encode() not in repr(key).encode() for key in graphql._answers._ready)
    assert max(len(repr(key)) for key in graphql._answers._ready) < FRAME_BYTES
