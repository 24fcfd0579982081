"""Large JSON answers travel compressed, and nothing else does."""

import gzip
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from catalog_admin.kit.compression import SMALLEST, LargeAnswers

LARGE = b'"' + b"word " * SMALLEST + b'"'


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()

    @app.get("/large")
    def large() -> Response:
        return Response(LARGE, media_type="application/json", headers={"ETag": '"r1"'})

    @app.get("/small")
    def small() -> Response:
        return Response(b'"word"', media_type="application/json")

    @app.get("/text")
    def text() -> Response:
        return Response(LARGE, media_type="application/x-ndjson")

    @app.get("/stream")
    def stream() -> StreamingResponse:
        def lines() -> Iterator[bytes]:
            yield LARGE

        return StreamingResponse(lines(), media_type="application/json")

    return TestClient(LargeAnswers(app))


def test_a_large_answer_is_compressed_for_who_accepts_it(client: TestClient) -> None:
    with client.stream("GET", "/large", headers={"Accept-Encoding": "br, gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert (len(raw), gzip.decompress(raw)) == (int(answer.headers["content-length"]), LARGE)
    assert (len(raw) < len(LARGE) / 10, answer.headers["etag"]) == (True, '"r1"')


def test_nobody_gets_what_he_did_not_ask_for(client: TestClient) -> None:
    answer = client.get("/large", headers={"Accept-Encoding": "identity"})
    assert ("content-encoding" in answer.headers, answer.content) == (False, LARGE)


@pytest.mark.parametrize("path", ["/small", "/text", "/stream"])
def test_small_answers_other_kinds_and_streams_are_left_alone(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, "content-encoding" in answer.headers) == (200, False)
