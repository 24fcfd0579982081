"""The whole main job at a terminal: fill, rule, preview, publish, look, break, roll back, verify."""

import json
import subprocess
import sys
from pathlib import Path

import orjson
from sqlalchemy import text

from catalog_admin.cli.desk import at_desk
from tests.cli.conftest import Terminal
from tests.cli.shop import stocked

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_audit.py"


def test_the_main_job(terminal: Terminal) -> None:
    stocked(terminal)
    assert "created" in terminal.run("node", "assign", "global", "Hardware", "RP-0", "RP-1", "--rank", "1")
    assert "enters" in terminal.run("rule", "preview", "global", "Top", "--include", "discountPercent > 1")
    assert terminal.run("rule", "set", "global", "Top", "--include", "discountPercent > 1") == "version 1\n"
    assert terminal.run("node", "members", "global", "Top").split() == [
        "RP-2",
        "rule",
        "include-1",
        "RP-3",
        "rule",
        "include-1",
    ]
    first = json.loads(terminal.run("publish", "global", "--tag", "good", "--json"))
    terminal.run("rule", "set", "global", "Top", "--include", "discountPercent >= 0")
    assert "RP-0" in terminal.run("diff", "global", "live", "draft")
    assert "rule matches everything: 1 (Top)" in terminal.run("impact", "global")
    wrong = json.loads(terminal.run("publish", "global", "--note", "too much", "--json"))
    assert wrong["version"] != first["version"]
    assert terminal.run("rollback", "global", "--reason", "oops").split()[2].startswith(first["version"])
    listed = json.loads(terminal.run("versions", "list", "global", "--json"))["items"]
    assert [each["version"]["digest"] for each in listed] == [wrong["version"], first["version"]]
    assert listed[1]["tags"] == ["good"]
    assert "hold" in terminal.run("audit", "verify")


def test_the_trail_is_exported_and_checked_by_the_script_alone(terminal: Terminal) -> None:
    terminal.run("catalog", "create", "global", "--name", "Global")
    file = terminal.files / "trail.ndjson"
    assert "entries in" in terminal.run("audit", "export", str(file))
    assert "is there already" in terminal.fails("audit", "export", str(file))
    checked = subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=False)
    assert (checked.returncode, "hold" in checked.stdout) == (0, True), checked.stdout


def test_a_tag_that_cannot_be_is_refused_before_anything_is_published(terminal: Terminal) -> None:
    stocked(terminal)
    assert "publishing.bad_tag_name" in terminal.fails("publish", "global", "--tag", "good", "--tag", "7")
    assert json.loads(terminal.run("versions", "list", "global", "--json"))["items"] == []


def test_the_trail_tells_which_command_imported(terminal: Terminal) -> None:
    stocked(terminal)
    with at_desk("demo", None) as desk, desk.reads() as reads:
        entries = [orjson.loads(body) for body in reads.session.scalars(text("SELECT body FROM audit_entry"))]
    imported = [entry for entry in entries if entry["action"] == "products.imported"]
    assert len(imported) == 2
    assert all(entry["requestId"].startswith("cli-") for entry in imported)


def test_an_export_is_verified_without_the_database(terminal: Terminal) -> None:
    stocked(terminal)
    published = json.loads(terminal.run("publish", "global", "--json"))
    file = terminal.files / "global.ndjson.gz"
    terminal.run("versions", "export", "global", "live", str(file))
    assert published["version"] in terminal.run("versions", "verify", str(file))


def test_a_live_catalog_is_withdrawn_before_it_is_deleted(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("publish", "global")
    assert "promotions.still_served" in terminal.fails("catalog", "delete", "global")
    assert terminal.run("withdraw", "global", "--reason", "sold") == "global is not served any more, generation 2\n"
    assert "promotions.nothing_published" in terminal.fails("withdraw", "global")
    terminal.run("catalog", "delete", "global")
    assert "generation 3" in terminal.run("rollback", "global")


def test_a_tree_is_shaped(terminal: Terminal) -> None:
    stocked(terminal)
    rows = [
        {"path": "A", "type": "category"},
        {"path": "A.B", "type": "category", "meta": {"displayName": {"en": "Bee"}}},
    ]
    (terminal.files / "tree.json").write_text(json.dumps(rows))
    assert "2 created" in terminal.run("import", "nodes", "global", str(terminal.files / "tree.json"))
    assert terminal.run("node", "move", "global", "A.B", "--to", "Hardware") == "Hardware.B\n"
    assert terminal.run("catalog", "tree", "global", "Hardware") == "  Hardware  Hardware\n    B  Bee\n"
    assert "2 nodes" in terminal.run("node", "delete", "global", "Hardware", "--cascade")
    paths = [node["path"] for node in json.loads(terminal.run("catalog", "tree", "global", "--json"))["nodes"]]
    assert paths == ["", "A", "Top"]
    terminal.run("catalog", "delete", "global")
    assert terminal.run("catalog", "list") == ""
    terminal.run("catalog", "create", "global")
    terminal.run("catalog", "delete", "global")
    deleted = json.loads(terminal.run("catalog", "list", "--deleted", "--json"))
    assert "global\t" in terminal.run("catalog", "list", "--deleted")
    terminal.run("catalog", "restore", "global", "--id", deleted["items"][1]["id"])
    assert terminal.run("catalog", "tree", "global", "A") == "  A\n"


def test_bundles_from_end_to_end(terminal: Terminal) -> None:
    stocked(terminal)
    folder = str(terminal.files / "out")
    terminal.run("bundle", "export", folder)
    assert "nothing wrong" in terminal.run("bundle", "validate", folder)
    assert "0 to create, 0 to update, 0 to delete" in terminal.run("bundle", "plan", folder)
    terminal.run("node", "create", "global", "Stray")
    assert "- node global:Stray" in terminal.result("bundle", "plan", folder).stdout
    assert terminal.result("bundle", "plan", folder).exit_code == 6
    assert "deploys.deletions_not_agreed" in terminal.fails("bundle", "apply", folder)
    terminal.run("bundle", "apply", folder, "--delete")
    assert terminal.result("bundle", "plan", folder).exit_code == 0


def test_a_rule_that_cannot_be_meant_is_one_line_with_a_suggestion(terminal: Terminal) -> None:
    stocked(terminal)
    said = terminal.fails("rule", "set", "global", "Top", "--include", "discountPercnt > 1")
    assert said.startswith("predicates.unknown_name: ")
    assert "discountPercent" in said
    assert "Traceback" not in said


def test_wrong_rows_are_told_by_line_and_keep_everything_out(terminal: Terminal) -> None:
    stocked(terminal)
    file = terminal.files / "more.ndjson"
    file.write_text('{"key": "good"}\n{"key": "bad", "attributes": {"discountPercent": "much"}}\n')
    result = terminal.result("import", "products", str(file))
    assert result.exit_code == 1
    assert "0 created" in result.stdout
    assert "line 2 /attributes/discountPercent: products.wrong_type" in result.stderr
    good_ones = terminal.result("import", "products", str(file), "--policy", "reject-failed-rows")
    assert "1 created" in good_ones.stdout


def test_a_second_import_changes_nothing(terminal: Terminal) -> None:
    stocked(terminal)
    assert "0 created, 0 updated, 4 unchanged" in terminal.run(
        "import", "products", str(terminal.files / "products.ndjson")
    )
