"""What stands in the log: one form for everybody, who asked for what, and no secret."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
import structlog
from fastapi.testclient import TestClient

from catalog_admin.kit import logs, requests

Lines = Any


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What has been logged since, as JSON."""
    with configured("json", monkeypatch):
        yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@contextmanager
def configured(form: Literal["json", "console"], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    logs.configure(form, "info")
    structlog.configure(cache_logger_on_first_use=False)
    monkeypatch.setattr(requests, "log", structlog.get_logger())  # the one there remembers how it was configured
    yield
    root.handlers, _ = handlers, root.setLevel(level)
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


def test_a_terminal_shows_control_characters_instead_of_obeying_them(
    client: TestClient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with configured("console", monkeypatch):
        client.get("/commerce/catalogs/x%1B%5B31mred%00%0Aforged")
        wrong = ValueError("a \x1b[31mred one")
        logging.getLogger("uvicorn.error").error("a bug\x07", exc_info=wrong)
    told = capsys.readouterr().err
    assert r"/commerce/catalogs/x\x1b[31mred\x00\nforged" in told
    assert r"ValueError: a \x1b[31mred one" in told
    assert "\nValueError" in told
    assert not {"\x1b", "\x00", "\x07"} & set(told)


def test_libraries_speak_as_we_do_and_name_the_request(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logging.getLogger("catalog_admin.kit.postgres.keeper").error("the database ended unasked (%s)", "SIGKILL")
    (line,) = lines()
    assert line.pop("timestamp")
    assert line == {
        "event": "the database ended unasked (SIGKILL)",
        "level": "error",
        "logger": "catalog_admin.kit.postgres.keeper",
        "request_id": "r-1",
    }


def test_a_traceback_is_one_line_and_shows_no_variables(lines: Lines) -> None:
    def breaks(hidden: str) -> None:
        raise ValueError("broken")

    try:
        breaks("s3cret")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("a bug")
    (line,) = lines()
    assert "ValueError: broken" in line["exception"]
    assert "s3cret" not in str(line).replace('breaks("s3cret")', "")


def test_what_a_talkative_library_does_is_not_logged_but_what_goes_wrong_there_is(lines: Lines) -> None:
    logging.getLogger("procrastinate.worker").info("Starting job")
    logging.getLogger("procrastinate.worker").warning("lost")
    assert [line["event"] for line in lines()] == ["lost"]


def test_configuring_again_does_not_say_everything_twice(lines: Lines) -> None:
    logs.configure("json", "info")
    logging.getLogger("uvicorn.error").info("once")
    assert len(lines()) == 1


def test_a_name_that_sounds_like_a_secret_is_blanked(lines: Lines) -> None:
    structlog.get_logger().info("set", api_token="s3cret")
    logging.getLogger("somebody").warning("set", extra={"password": "s3cret"})
    assert "s3cret" not in str(lines())


def test_a_request_says_who_asked_for_which_tenant_and_where(lines: Lines, client: TestClient) -> None:
    client.get("/commerce/catalogs", headers={"X-Request-Id": "r-2"})
    (line,) = [each for each in lines() if each["event"] == "request"]
    assert line.pop("timestamp")
    assert line.pop("ms") > 0
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "path": "/commerce/catalogs",
        "status": 200,
        "tenant": "acme",
        "environment": "dev",
        "actor": "user:tess",
        "request_id": "r-2",
    }


def test_somebody_unknown_is_not_named(lines: Lines, client: TestClient) -> None:
    client.get("/docs", headers={"X-Request-Id": "r-3"})
    (line,) = [each for each in lines() if each["event"] == "request"]
    assert not line.keys() & {"tenant", "environment", "actor"}
