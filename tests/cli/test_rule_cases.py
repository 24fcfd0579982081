"""Cases beside the rules at a terminal: run, demanded, and what a change does."""

import json

from tests.artefacts.tables.test_dmn import decision, model
from tests.cli.conftest import Terminal
from tests.cli.shop import written
from tests.rules.author import CONTEXT, predicate

HIGH = "predicates/high.json"


def test_cases_are_run_kept_demanded_and_end_with_an_exit_code(terminal: Terminal) -> None:
    _begin(terminal, "NO_MATCH")
    failed = terminal.fails("rules", "test", "--revision", "draft")
    assert "1 cases, 1 failed; tried: 1 of 1 rules, 0 of 0 rows, 0 of 1 conditions" in failed
    run = json.loads(terminal.run("rules", "test-run", "draft", "--json"))
    assert (run["failed"], run["failures"][0]["file"]) == (1, "tests/high.json")
    assert terminal.run("rules", "test-runs", "-b", "draft").split("\t")[2:4] == ["1", "1"]
    _, seen = terminal.run("rules", "demands", "main").strip().split("etag\t")
    terminal.run("rules", "demand", "main", "--cases-pass", "--rule-percent", "100", "--if-match", seen)
    late = terminal.fails("rules", "demand", "main", "--row-percent", "1", "--if-match", seen)
    assert late.startswith("rules.demands_changed: ")
    assert "casesPass\tTrue" in terminal.run("rules", "demands", "main").splitlines()
    assert terminal.fails("rules", "merge", "draft", "main").startswith("rules.demands_unmet: ")
    _put(terminal, "tests/high.json", _cases("MATCH"))
    terminal.run("rules", "test", "--revision", "draft")
    terminal.run("rules", "merge", "draft", "main")


def test_what_a_change_does_is_shown_by_an_input(terminal: Terminal) -> None:
    _begin(terminal, "MATCH")
    terminal.run("rules", "merge", "draft", "main")
    _put(terminal, HIGH, predicate("high", "discount >= 10"))
    told = terminal.run("rules", "behaviour", "main", "draft").strip().split("\t")
    assert told[0] == "predicate high"
    assert told[2] == '{"discount": 10}: NO_MATCH became MATCH'


def test_decision_tables_of_dmn_are_taken_in(terminal: Terminal) -> None:
    file = terminal.files / "risk.dmn"
    file.write_bytes(model(decision("Risk", "age", {"&lt;18": "2", ">=18": "1"})))
    terminal.run("rules", "begin", "draft")
    assert terminal.run("rules", "import-dmn", "risk", str(file), "-b", "draft").split("\t")[0] == "Risk"
    assert "tables/risk.dmn" in terminal.run("rules", "files", "--at", "draft")


def _begin(terminal: Terminal, outcome: str) -> None:
    terminal.run("rules", "begin", "draft")
    edits = [
        {"path": "schemas/context.json", "content": json.dumps(CONTEXT)},
        {"path": HIGH, "content": predicate("high", "discount > 10")},
        {"path": "tests/high.json", "content": _cases(outcome)},
    ]
    terminal.run("rules", "commit", written(terminal, "c.json", {"branch": "draft", "message": "all", "edits": edits}))


def _cases(outcome: str) -> str:
    case = {"id": "above", "context": {"discount": 11}, "expect": {"outcome": outcome}}
    return json.dumps({"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]})


def _put(terminal: Terminal, path: str, content: str) -> None:
    file = terminal.files / "content.json"
    file.write_text(content)
    terminal.run("rules", "put", path, str(file), "-b", "draft")


def test_what_is_not_committed_is_rehearsed_with_reasons_and_with_what_nobody_tries(terminal: Terminal) -> None:
    _begin(terminal, "MATCH")
    file = terminal.files / "high.json"
    file.write_text(predicate("high", "discount > 20"))
    said = terminal.fails("rules", "rehearse", "--at", "draft", "--file", f"{HIGH}={file}", "--explain")
    assert "1 of 1 cases run, 1 failed" in said
    told = terminal.run("rules", "rehearse", "--at", "draft", "--subject", "predicate:high", "--case", "above")
    assert told.splitlines() == ["passed\ttests/high.json\tabove\tMATCH", f"untried\t{HIGH}/when\tcondition high"]
    assert terminal.fails("rules", "rehearse", "--subject", "high").startswith("cli.bad_argument: ")
