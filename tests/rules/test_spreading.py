"""Cases asked by several processes at once: what came of them is what comes of them one after the other."""

import json

import pytest

from catalog_admin.artefacts.cases.running import report_of, run
from catalog_admin.artefacts.checking.report import check
from catalog_admin.rules.spreading import ask_at_once
from catalog_admin.rules.suites import suite_in

MANY = 60


def tree() -> dict[str, bytes]:
    """A condition that nothing below ten tries to the full, and a case too many that fails."""
    said = [
        {
            "id": f"c{n}",
            "context": {"discount": n, "region": "EU"},
            "expect": {"outcome": "MATCH" if n > 10 else "NO_MATCH"},
        }
        for n in range(MANY)
    ]
    said[7]["expect"] = {"outcome": "MATCH"}
    subject = {"kind": "predicate", "id": "high"}
    files = {
        "schemas/context.json": {
            "type": "object",
            "properties": {"discount": {"type": "number"}, "region": {"type": "string"}},
        },
        "predicates/high.json": {"id": "high", "when": 'discount > 10 && region == "EU"'},
        "tests/high.json": {"subject": subject, "instant": "2026-03-01", "cases": said},
    }
    return {path: json.dumps(value).encode() for path, value in files.items()}


def test_several_processes_tell_what_one_tells() -> None:
    files = tree()
    suite = suite_in(check(files))
    ran = ask_at_once(files, suite, lambda: None, processes=2, head_start=0.000_001, worth_it=0, worth_handing_over=0)
    assert report_of(ran, suite.subjects) == run(suite.cases, suite.subjects)
    assert sum(not each.passed for each in ran.results) == 1


def test_what_is_over_in_a_moment_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_admin.rules.spreading.Helper", None)
    files = tree()
    suite = suite_in(check(files))
    assert len(ask_at_once(files, suite, lambda: None, processes=2).results) == MANY
    assert len(ask_at_once(files, suite, lambda: None, processes=2, head_start=0).results) == MANY


def test_whoever_calls_it_off_is_heard_while_processes_are_at_it() -> None:
    class CalledOffError(Exception):
        pass

    heard = iter(range(1))

    def go_on() -> None:
        if next(heard, None) is None:
            raise CalledOffError

    files = tree()
    with pytest.raises(CalledOffError):
        ask_at_once(
            files, suite_in(check(files)), go_on, processes=2, head_start=0.000_001, worth_it=0, worth_handing_over=0
        )


def test_a_process_that_dies_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what came of its cases: nothing may be kept of them."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    files = tree()
    with pytest.raises((EOFError, BrokenPipeError)):
        ask_at_once(
            files,
            suite_in(check(files)),
            lambda: None,
            processes=2,
            head_start=0.000_001,
            worth_it=0,
            worth_handing_over=0,
        )
