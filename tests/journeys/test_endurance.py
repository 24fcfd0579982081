"""What the ten minutes are for, in seconds: readers who look at every answer, under too much and under moves."""

from typing import Any

import pytest

from benchmarks import endurance
from benchmarks.place import place
from benchmarks.readers import Judge


@pytest.mark.parametrize(("kind", "seconds"), [("load", 3.0), ("soak", 6.0)])
def test_nothing_is_wrong_with_any_answer(server_url: str, kind: str, seconds: float) -> None:
    with place(server_url, f"endure_{kind}") as here:
        found = {one.name: one for one in endurance.KINDS[kind](here, seconds)}
    assert found[f"{kind}.wrong"].value == 0, found[f"{kind}.wrong"].note
    assert set(found) == {f"{kind}.{what}" for what in ("wrong", "memory", "recovery" if kind == "load" else "unseen")}


def said(generation: int, digest: str, *names: str) -> Any:
    nodes = [{"path": "", "displayName": "Bench"}, *({"path": "n", "displayName": name} for name in names)]
    return {"data": {"catalog": {"a": generation, "version": {"digest": digest}, "nodes": nodes}}}


def test_the_judge_sees_what_is_wrong() -> None:
    judge = Judge()
    assert judge._read(said(1, "x", "Round 1", "Round 1"), "a", 0) == 1
    assert not +judge.wrong
    judge._read(said(2, "y", "Round 1", "Round 2"), "a", 1)
    judge._read(said(1, "z", "Round 1"), "a", 1)
    judge._read(said(1, "x", "Round 1"), "a", 2)
    judge.hear(503, b"HTTP/1.1 503\r\n", b"", "a", 0)
    judge.hear(500, b"HTTP/1.1 500\r\n", b"", "a", 0)
    assert set(+judge.wrong) == {
        "a mixed answer",
        "one name for two things",
        "went back",
        "503 without Retry-After",
        "status 500",
    }
    judge.hear(503, b"HTTP/1.1 503\r\nRetry-After: 2\r\n", b"", "a", 0)
    assert judge.wrong["503 without Retry-After"] == 1
