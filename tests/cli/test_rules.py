"""Rules at a terminal: what is written is what the API would take, what is shown can be written back."""

import json

import pytest

from tests.cli.conftest import Terminal
from tests.cli.shop import said, stocked, written

BAN = {
    "key": "dear",
    "effect": "exclude",
    "expression": "discountPercent < 0.5",
    "mandatory": True,
    "description": "No",
}
INCLUDE = {"key": "all", "expression": "discountPercent >= 0", "audience": {"segment": ["internal"]}}


def rules_file(terminal: Terminal, content: object) -> str:
    return written(terminal, "rules.json", content)


def test_rules_that_are_shown_can_be_written_back(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("rule", "set", "global", "", "--file", rules_file(terminal, {"rules": [BAN]}))
    terminal.run(
        "rule", "set", "global", "Top", "--file", rules_file(terminal, {"rules": [INCLUDE], "masks": ["dear"]})
    )
    for path, version in (("", 1), ("Top", 1)):
        shown = terminal.run("rule", "show", "global", path, "--json")
        assert json.loads(shown)["version"] == version
        terminal.run("rule", "set", "global", path, "--file", rules_file(terminal, shown))
        again = json.loads(terminal.run("rule", "show", "global", path, "--json"))
        assert again == json.loads(shown)
    assert (again["masks"], again["rules"][0]["audience"]) == (["dear"], INCLUDE["audience"])
    table = terminal.run("rule", "show", "global", "Top")
    assert "dear\tmask" in table
    assert "mandatory" in terminal.run("rule", "show", "global", "")


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ({"rules": [{**BAN, "effect": "exlude"}]}, "/rules/0/effect"),
        ({"rules": [{**BAN, "mandatry": True}]}, "/rules/0/mandatry"),
        ({"rules": [{**BAN, "key": "no beta"}]}, "/rules/0/key"),
        ({"rules": [{**INCLUDE, "audience": "internal"}]}, "/rules/0/audience"),
        ({"rules": [INCLUDE], "masks": [{"key": "dear"}]}, "/masks/0"),
        ({"rules": [INCLUDE], "ruels": []}, "/ruels"),
        ([INCLUDE], "valid dictionary"),
    ],
)
def test_a_file_is_read_as_strictly_as_the_api_reads_its_body(
    terminal: Terminal, content: object, pointer: str
) -> None:
    terminal.run("catalog", "create", "global")
    assert pointer in terminal.fails("rule", "set", "global", "", "--file", rules_file(terminal, content))


def test_rules_are_told_in_the_words_of_the_api(terminal: Terminal) -> None:
    stocked(terminal)
    assert "there is no file" in terminal.fails("rule", "set", "global", "", "--file", str(terminal.files / "none"))
    stored = said(terminal, "rule", "set", "global", "Top", "--include", "discountPercent > 1")
    assert (stored["version"], stored["rules"][0]["expression"]) == (1, "discountPercent > 1")
    wish = ("rule", "preview", "global", "Top", "--include=discountPercent > 1", "--sample=RP-0", "--sample=RP-3")
    preview = said(terminal, *wish)
    assert [each["outcome"] for each in preview["samples"]] == ["NO_MATCH", "MATCH"]
    assert (preview["rules"][0]["key"], preview["effects"]) == ("include-1", None)
    assert [line.split("\t")[1] for line in terminal.run(*wish).splitlines()] == ["is out", "is in"]


def test_a_preview_tells_its_counts_and_says_when_rows_are_cut(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("rule", "set", "global", "", "--file", rules_file(terminal, {"rules": [BAN]}))
    terminal.run("rule", "set", "global", "Top", "--include", "discountPercent >= 0")
    masked = rules_file(terminal, {"rules": [{**INCLUDE, "audience": None}], "masks": ["dear"]})
    assert (
        json.loads(terminal.run("rule", "preview", "global", "Top", "--file", masked, "--json"))["effects"]["enters"]
        == 1
    )
    dear = ("rule", "preview", "global", "", "--exclude", "discountPercent > 0")
    cut = terminal.result(*dear, "--limit", "2")
    assert [line.split("\t")[0] for line in cut.stdout.splitlines()] == ["RP-0", "RP-1"]
    assert "Top: 1 enter, 3 leave" in cut.stderr
    assert "--all" in cut.stderr
    after = json.loads(terminal.run(*dear, "--limit", "2", "--json"))["effects"]["next"]
    rest = json.loads(terminal.run(*dear, "--after", after, "--json"))["effects"]
    assert ([each["ratePlanId"] for each in rest["items"]], rest["leaves"], rest["next"]) == (["RP-2", "RP-3"], 3, None)
    assert len(terminal.run(*dear, "--all").splitlines()) == 4


def test_a_rule_is_read_and_mended_before_it_is_set(terminal: Terminal) -> None:
    stocked(terminal)
    told = json.loads(terminal.run("rule", "parse", "discountPercnt > 0", "--json"))
    assert told["fault"]["repaired"] == "discountPercent > 0"
    assert "discountPercent > 0" in terminal.run("rule", "parse", "discountPercnt > 0")
    assert "discountPercent > 0" in terminal.run("rule", "parse", '{">": [{"var": "discountPercent"}, 0]}')
    assert "daysSince" in terminal.run("rule", "language")
    assert json.loads(terminal.run("rule", "values", "discountPercent", "--json"))["total"] > 0
    assert terminal.run("rule", "values", "status")


def test_rules_from_above_are_shown_with_the_node_that_masked_them(terminal: Terminal) -> None:
    stocked(terminal)
    terminal.run("rule", "set", "global", "", "--file", rules_file(terminal, {"rules": [BAN]}))
    assert "dear\tthe root" in terminal.run("rule", "inherited", "global", "Top")
    terminal.run("rule", "set", "global", "Top", "--file", rules_file(terminal, {"masks": ["dear"]}))
    told = json.loads(terminal.run("rule", "inherited", "global", "Top", "--json"))
    assert told["items"][0]["maskedAt"] == "Top"
