"""Rules checked before they are committed: in a working folder, in a hook, in a pipeline."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog_admin.cli import rule_checks
from tests.artefacts.tables.drawn import content, graph
from tests.cli.conftest import Terminal
from tests.cli.shop import written
from tests.rules.author import CONTEXT, predicate

HIGH = "predicates/high.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sound, and in another spelling than its own."""
    folder = tmp_path / "rules"
    lies(folder, "schemas/context.json", json.dumps(CONTEXT))
    lies(folder, HIGH, predicate("high", "discount > 10"))
    return folder


def ends(terminal: Terminal, *words: str) -> tuple[int, str]:
    result = terminal.result(*words)
    return result.exit_code, result.stdout


def lies(folder: Path, path: str, content: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(content)


def test_a_working_folder_is_checked_without_any_database(
    terminal: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_checks, "at_tenant_desk", lambda _: pytest.fail("asked for a database"))
    assert "warning: artefacts.not_canonical" in terminal.run("rules", "check", "--dir", str(folder))
    assert terminal.run("rules", "format", "--dir", str(folder)).splitlines() == [HIGH, "schemas/context.json"]
    assert terminal.run("rules", "check", "--dir", str(folder), "--strict") == ""
    assert terminal.run("rules", "format", "--dir", str(folder)) == ""


def test_formatting_gives_rows_of_tables_their_ids(terminal: Terminal, folder: Path) -> None:
    table = graph(content(["discount"], [(("> 1",), ("1",))]), CONTEXT)
    del table["nodes"][1]["content"]["rules"][0]["_id"]
    lies(folder, "tables/t.jdm.json", json.dumps(table, indent=2))
    told = [line for line in terminal.run("rules", "check", "--dir", str(folder)).splitlines() if "row_unnamed" in line]
    place = json.dumps(table, indent=2).partition('"rules":')[0].count("\n") + 1
    assert [line.partition(": tables.")[0] for line in told] == [f"tables/t.jdm.json:{place}: warning"]
    terminal.run("rules", "format", "--dir", str(folder))
    assert '"_id": "r' in (folder / "tables/t.jdm.json").read_text()
    assert "row_unnamed" not in terminal.run("rules", "check", "--dir", str(folder))


def test_what_is_wrong_is_told_with_its_line_and_the_exit_code_says_so(terminal: Terminal, folder: Path) -> None:
    terminal.run("rules", "format", "--dir", str(folder))
    lies(folder, "predicates/low.json", '{\n  "id": "low",\n  "when": "discuont < 1"\n}\n')
    code, said = ends(terminal, "rules", "check", "--dir", str(folder))
    assert code == 1
    [error] = [line for line in said.splitlines() if ": error: " in line]
    assert error.startswith("predicates/low.json:3: error: predicates.unknown_name: ")
    assert "(discount)" in error
    lies(folder, "predicates/low.json", predicate("low", "discount < 1"))
    assert ends(terminal, "rules", "check", "--dir", str(folder))[0] == 0
    assert ends(terminal, "rules", "check", "--dir", str(folder), "--strict")[0] == 1


def test_a_pipeline_is_told_in_its_own_format(terminal: Terminal, folder: Path) -> None:
    lies(folder, "predicates/50%.json", predicate("half", "discount > 50"))
    lies(folder, HIGH, '{\n  "id": "high",\n  "when": "discuont < 1"\n}\n')
    _, said = ends(terminal, "rules", "check", "--dir", str(folder), "--format", "github")
    [odd, high] = [line for line in said.splitlines() if line.startswith("::error ")]
    assert "::warning file=predicates/high.json,line=1,title=artefacts.not_canonical::" in said
    assert odd.startswith("::error file=predicates/50%25.json,line=1,title=artefacts.no_such_kind::")
    assert high.startswith("::error file=predicates/high.json,line=3,title=predicates.unknown_name::")
    _, said = ends(terminal, "rules", "check", "--dir", str(folder), "--format", "json")
    whole = json.loads(said)
    assert (whole["at"], whole["findings"][0]["file"]) == (str(folder), "predicates/50%.json")
    assert whole["count"] == len(whole["findings"])


@pytest.mark.skipif(shutil.which("git") is None, reason="no git at hand")
def test_in_a_clone_what_git_ignores_is_no_part_of_it(terminal: Terminal, folder: Path) -> None:
    terminal.run("rules", "format", "--dir", str(folder))
    lies(folder, "node_modules/x.js", "")
    lies(folder, ".hidden/x", "")
    assert "node_modules/x.js" in ends(terminal, "rules", "check", "--dir", str(folder))[1]
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    lies(folder, ".gitignore", "node_modules\n.hidden\n")
    assert terminal.run("rules", "check", "--dir", str(folder), "--strict") == ""
    (folder / "predicates" / "link.json").symlink_to("high.json")
    assert terminal.run("rules", "check", "--dir", str(folder), "--strict") == ""


def test_an_editor_gets_its_schemas_into_a_folder(
    terminal: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    terminal.run("rules", "schemas", "--into", ".schemas")
    catalog = json.loads((folder / ".schemas" / "catalog.json").read_text())
    for entry in catalog["schemas"]:
        assert json.loads((folder / entry["url"]).read_text())["title"] == entry["name"]
    assert "./.schemas/in-rulesets.json" in {entry["url"] for entry in catalog["schemas"]}
    assert json.loads(terminal.run("rules", "schema", "table"))["title"] == "A decision table"
    assert "table\ttables/**/*.jdm.json\ttable\t" in terminal.run("rules", "kinds")
    assert {each["kind"] for each in json.loads(terminal.run("rules", "kinds", "--json"))} >= {"rule", "dmn"}
    assert terminal.fails("rules", "schema", "nothing").startswith("rules.schema_not_found")


def test_edits_are_checked_on_a_branch_and_stored_nowhere(terminal: Terminal) -> None:
    terminal.run("rules", "begin", "draft")
    edits = [{"path": "schemas/context.json", "content": json.dumps(CONTEXT)}]
    asked = written(terminal, "edits.json", {"at": "draft", "edits": edits})
    assert terminal.run("rules", "check", "--edits", asked) == ""
    wrong = [*edits, {"path": HIGH, "content": predicate("high", "discuont > 1")}]
    asked = written(terminal, "edits.json", {"at": "draft", "edits": wrong})
    code, said = ends(terminal, "rules", "check", "--edits", asked, "--json")
    assert (code, json.loads(said)["newCount"], json.loads(said)["isRefused"]) == (1, 1, True)
    assert terminal.run("rules", "files", "--at", "draft") == ""


def test_a_merge_is_looked_at_before_it_is_done(terminal: Terminal) -> None:
    terminal.run("rules", "begin", "draft")
    for path, said in (("schemas/context.json", json.dumps(CONTEXT)), (HIGH, predicate("high", "discount > 10"))):
        (terminal.files / "said.json").write_text(said)
        terminal.run("rules", "put", path, str(terminal.files / "said.json"), "-b", "draft")
    assert f"{HIGH}\tpredicate high added" in terminal.run("rules", "preview", "draft", "main").splitlines()
    terminal.run("rules", "merge", "draft", "main")
    assert ends(terminal, "rules", "preview", "draft", "main")[0] == 1
    told = json.loads(ends(terminal, "rules", "preview", "draft", "main", "--json")[1])
    assert [each["code"] for each in told["refusals"]] == ["rules.nothing_changed"]
    assert "rules.conflict_not_found" in terminal.fails(
        "rules", "conflict", "predicate high#when", "--ours", "main", "--theirs", "draft"
    )
    assert terminal.run("rules", "diff", "main", "draft", "--since-base", "--below", "predicates") == ""
    assert terminal.run("rules", "changes", "main", "draft", "--since-base") == ""
