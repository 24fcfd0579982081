"""The same request twice is done once."""

import pytest
from pydantic import BaseModel

from catalog_admin.kit.idempotency import KeyReused, Reply, idempotent
from catalog_admin.kit.work import Database, Work
from tests.world import World

PRINT, OTHER = b"a" * 32, b"b" * 32


class Answer(BaseModel):
    number: int


def test_the_second_request_gets_the_first_ones_answer(work: Work) -> None:
    made: list[int] = []

    def make() -> Reply:
        made.append(1)
        return Reply(Answer(number=len(made)), 201, {"Location": "/there"})

    first = idempotent(work, "key", PRINT, make)
    again = idempotent(work, "key", PRINT, make)
    assert made == [1]
    assert (again.status_code, again.body) == (first.status_code, first.body) == (201, b'{"number":1}')
    assert again.headers["Location"] == "/there"
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_a_key_belongs_to_one_request(work: Work) -> None:
    idempotent(work, "key", PRINT, lambda: Reply(Answer(number=1)))
    with pytest.raises(KeyReused):
        idempotent(work, "key", OTHER, lambda: Reply(Answer(number=2)))


def test_without_a_key_everything_is_done_every_time(work: Work) -> None:
    answers = [idempotent(work, None, PRINT, lambda number=number: Reply(Answer(number=number))) for number in (1, 2)]
    assert [answer.body for answer in answers] == [b'{"number":1}', b'{"number":2}']


def test_a_refusal_is_not_kept(database: Database, world: World) -> None:
    def fail() -> Reply:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), database.work(world.actor, world.environment) as work:
        idempotent(work, "key", PRINT, fail)
    with database.work(world.actor, world.environment) as work:
        assert idempotent(work, "key", PRINT, lambda: Reply(Answer(number=1))).body == b'{"number":1}'
