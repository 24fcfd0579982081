"""Lines that are worked out once say no less, and obey nothing that stands in them."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from catalog_admin.kit import logs
from catalog_admin.kit.prepared_lines import RequestLine
from tests.kit.test_logs import configured


def test_a_line_says_what_stands_in_it_and_no_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with configured("json", monkeypatch):
        RequestLine("POST", "/graphql", {"actor": 'a 100 %(s)s "quoted"\n\x1b'}).write("id-1", 304, 0.123)
    said = json.loads(capsys.readouterr().err)
    assert said["actor"] == 'a 100 %(s)s "quoted"\n\x1b'
    assert (said["request_id"], said["status"], said["ms"], said["level"]) == ("id-1", 304, 0.1, "info")
    assert abs(datetime.fromisoformat(said["timestamp"]) - datetime.now(UTC)) < timedelta(seconds=10)


def test_nothing_is_written_where_nobody_wants_to_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert not logs.is_heard(logging.INFO)
    RequestLine("POST", "/graphql", {}).write("id-1", 200, 1.0)
    assert capsys.readouterr().err == ""
