"""The rule repository at a terminal: a whole change, from a branch to its being taken back."""

import json
import os
import zipfile

import psycopg
import pytest

from tests.cli.conftest import Terminal
from tests.cli.shop import written
from tests.database import libpq
from tests.rules.author import CONTEXT, predicate

HIGH = "predicates/high.json"


def test_a_branch_is_edited_compared_merged_and_taken_back(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.run("rules", "begin", "draft")
    _put(terminal, "schemas/context.json", json.dumps(CONTEXT))
    made = _put(terminal, HIGH, predicate("high", "discount > 10"), "--new")
    files = [line.split("\t") for line in terminal.run("rules", "files", "--at", "draft").splitlines()]
    assert [each[:3] for each in files] == [[HIGH, "predicate", "high"], ["schemas/context.json", "schema", "context"]]
    assert terminal.run("rules", "files", "--at", "draft", "--kind", "rule", "--q", "high", "--owner", "team:x") == ""
    [draft, main] = [line.split("\t") for line in terminal.run("rules", "branches").splitlines()]
    assert (draft[0], draft[3:5], draft[7]) == ("draft", ["2", "0"], f"Change {HIGH}")
    assert (main[0], main[2:5]) == ("main", ["protected", "0", "0"])
    assert f"{HIGH}\tpredicate high added" in terminal.run("rules", "changes", "main", "draft").splitlines()
    assert f"+++ b/{HIGH}" in terminal.run("rules", "diff", "main", "draft")
    merged = terminal.run("rules", "merge", "draft", "main", "-m", "Take it").strip()
    assert terminal.run("rules", "log").splitlines()[0].split("\t")[::3] == [merged[:12], "Take it"]
    terminal.run("rules", "tag", "v1")
    assert terminal.run("rules", "tags").split("\t")[:2] == ["v1", merged[:12]]

    terminal.run("rules", "revert", made, "-b", "draft")
    assert HIGH not in terminal.run("rules", "files", "--at", "draft")
    assert HIGH in terminal.run("rules", "files", "--at", "v1")
    assert [line.split("\t")[3] for line in terminal.run("rules", "history", HIGH, "--at", "draft").splitlines()] == [
        "deleted",
        "added",
    ]
    assert terminal.run("rules", "blame", HIGH).split("\t")[2].startswith("cli:")
    with monkeypatch.context() as hasty:
        hasty.setattr("catalog_admin.rules.queries.past.BLAMED_SECONDS", 0.0)
        assert " or older\tcli:" in terminal.run("rules", "blame", HIGH)
    assert f"added\t{HIGH}" in terminal.run("rules", "show-commit", made)


def test_what_is_wrong_is_told_file_by_file(terminal: Terminal) -> None:
    terminal.run("rules", "begin", "draft")
    refused = terminal.fails("rules", "put", HIGH, written(terminal, "x.json", {"id": "high"}), "-b", "draft")
    assert refused.startswith("rules.unsound: ")
    assert f"  {HIGH}: " in refused
    assert terminal.run("rules", "check") == ""
    assert terminal.fails("rules", "put", HIGH, str(terminal.files / "x.json"), "-b", "main").startswith(
        "rules.branch_protected: "
    )


def test_conflicts_are_told_and_resolved_by_a_file_of_choices(terminal: Terminal) -> None:
    terminal.run("rules", "begin", "draft")
    _put(terminal, "schemas/context.json", json.dumps(CONTEXT))
    _put(terminal, HIGH, predicate("high", "discount > 10"))
    terminal.run("rules", "begin", "other", "--at", "draft")
    _put(terminal, HIGH, predicate("high", "discount > 20"))
    _put(terminal, HIGH, predicate("high", "discount > 30"), branch="other")
    told = terminal.fails("rules", "merge", "other", "draft")
    assert f"  {HIGH}: predicate high#when" in told
    choices = written(terminal, "choices.json", [{"conflict": "predicate high#when", "take": "theirs"}])
    head = json.loads(terminal.run("rules", "branch", "draft", "--json"))["head"]
    theirs = json.loads(terminal.run("rules", "branch", "other", "--json"))["head"]
    terminal.run("rules", "merge", theirs, "draft", "--choices", choices, "--if-match", head)
    assert "30" in terminal.run("rules", "show", HIGH, "--at", "draft")
    terminal.run("rules", "drop", "other")


def test_many_files_are_committed_at_once_and_taken_out_as_an_archive(terminal: Terminal) -> None:
    terminal.run("rules", "begin", "draft")
    edits = [
        {"path": "schemas/context.json", "content": json.dumps(CONTEXT)},
        {"path": HIGH, "content": predicate("high", "discount > 10"), "seen": None},
    ]
    terminal.run("rules", "commit", written(terminal, "c.json", {"branch": "draft", "message": "all", "edits": edits}))
    archive = terminal.files / "rules.zip"
    terminal.run("rules", "export", str(archive), "--at", "draft")
    assert zipfile.ZipFile(archive).namelist() == [HIGH, "schemas/context.json"]
    terminal.run("rules", "remove", HIGH, "-b", "draft")
    assert "rule.json" in terminal.run("rules", "schemas")
    assert json.loads(terminal.run("rules", "schema", "rule.json"))["title"] == "A rule"
    terminal.run("rules", "protect", "draft")
    assert json.loads(terminal.run("rules", "protect", "draft", "--off", "--json"))["isProtected"] is False
    assert terminal.run("rules", "branches").splitlines()[1].split("\t")[2] == "protected"


def _put(terminal: Terminal, path: str, content: str, *more: str, branch: str = "draft") -> str:
    file = terminal.files / "content.json"
    file.write_text(content)
    return terminal.run("rules", "put", path, str(file), "-b", branch, *more).strip()


def test_the_log_is_checked_and_held_against_what_was_told(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2 moves hold, nothing told outside was compared; head 2:" in terminal.run("rules", "verify")
    told = json.loads(terminal.run("rules", "verify", "--json"))
    with psycopg.connect(libpq(os.environ["DATABASE_URL"])) as owner:
        [tenant, repository] = owner.execute("SELECT tenant_id::text, repo_id FROM repo").fetchone() or (None, None)
    heads = terminal.files / "heads.ndjson"
    line = {"tenantId": tenant, "repository": repository, "transaction": 2, "chain": told["chain"]}
    heads.write_text(json.dumps(line) + "\n" + json.dumps({**line, "repository": 0, "chain": "00"}) + "\n")
    monkeypatch.setenv("RULE_ANCHOR_FILE", str(heads))
    assert "1 heads were told and agree" in terminal.run("rules", "verify")
    heads.write_text(json.dumps({**line, "chain": "0" * 64}) + "\n")
    said = terminal.result("rules", "verify", "--told", str(heads))
    assert said.exit_code == 1
    assert said.stdout.startswith("transaction 1 does not hold: transaction 2 was told outside with another chain")
    heads.write_text("nothing of ours\n")
    assert "line 1" in terminal.fails("rules", "verify")
