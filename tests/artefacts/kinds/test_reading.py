"""What is wrong with a file by itself: the place, the code, what to write instead."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.errors import NoSuchKind, UnreadableText
from catalog_admin.artefacts.finding import Severity, errors
from catalog_admin.artefacts.kinds.limits import DEPTH
from catalog_admin.artefacts.kinds.reading import canonical, read

RULE: dict[str, Any] = {
    "id": "rule.discount",
    "scope": "QUOTE",
    "priority": 90,
    "stopOnFire": False,
    "when": {">": [{"var": "quote.header.discountPct"}, 25]},
    "then": [{"action": "REQUIRE_APPROVAL", "payload": {"policyRef": "approval.dealdesk"}}],
}


@pytest.mark.parametrize(
    ("change", "pointer", "code", "suggestion"),
    [
        ({"stoponfire": True}, "", Code.UNKNOWN_MEMBER, "did you mean stopOnFire?"),
        ({"scope": "LINES"}, "/scope", Code.UNKNOWN_WORD, "did you mean LINE?"),
        ({"scope": 7}, "/scope", Code.UNKNOWN_WORD, "one of ACCOUNT, AGREEMENT, LINE, PROPOSAL, QUOTE"),
        ({"priority": 1.5}, "/priority", Code.MISSHAPEN, "Higher comes first; equal ones by id."),
        ({"id": "a b"}, "/id", Code.MISSHAPEN, "Its name for good: what history, references and explanations say."),
        ({"then": []}, "/then", Code.MISSHAPEN, "Done in this order."),
        ({"then": [{"action": "BLOK", "payload": {}}]}, "/then/0/action", Code.UNKNOWN_WORD, "did you mean BLOCK?"),
        (
            {"then": [{"action": "REQUIRE_APPROVAL", "payload": {}}]},
            "/then/0/payload",
            Code.MISSING_MEMBER,
            "The policy.",
        ),
        (
            {"then": [{"action": "WARN", "payload": {"code": "A", "mesage": "x"}}]},
            "/then/0/payload",
            Code.UNKNOWN_MEMBER,
            "did you mean message?",
        ),
        (
            {"then": [{"action": "SET", "payload": {"target": "a", "value": 1, "expression": "b"}}]},
            "/then/0/payload",
            Code.MISSHAPEN,
            "Gives a name a value, for who applies the outcome: a plain value, or one that is computed.",
        ),
        ({"when": {"cat": ["a", "b"]}}, "/when", "predicates.operator_not_allowed", "text.concat(…)"),
        ({"when": {"and": [{"<": [1]}]}}, "/when/and/0", "predicates.malformed", None),
        ({"when": 'type = "SaaS"'}, "/when", "predicates.syntax", "=="),
        ({"when": {"and": [True], "or": [True]}}, "/when", Code.MISSHAPEN, None),
        (
            {"then": [{"action": "SET", "payload": {"target": "a", "expression": "b +"}}]},
            "/then/0/payload/expression",
            "predicates.syntax",
            None,
        ),
    ],
    ids=str,
)
def test_says_where_and_what_instead(change: Any, pointer: str, code: str, suggestion: str | None) -> None:
    artefact = read("rulesets/quote/discount.json", json.dumps(RULE | change).encode())
    found = [each for each in artefact.findings if each.pointer == pointer]
    assert [each.code for each in found][:1] == [code], artefact.findings
    assert suggestion is None or found[0].suggestion == suggestion
    assert artefact.value is None


def test_a_missing_member_is_told_with_its_meaning() -> None:
    (finding,) = read("rulesets/quote/a.json", b'{"id": "a", "when": true}').findings
    assert (finding.code, finding.pointer, finding.suggestion) == (Code.MISSING_MEMBER, "", "Done in this order.")


def test_what_begins_with_x_is_the_authors_own() -> None:
    artefact = read("rulesets/quote/a.json", json.dumps(RULE | {"x_jira": {"b": 0.5, "a": [1]}}).encode())
    assert errors(artefact.findings) == []
    assert list(artefact.value["x_jira"].items()) == [("a", [1]), ("b", {"decimal": "0.5"})]


def test_numbers_of_other_formats_stay_numbers() -> None:
    schema = b'{"type": "object", "properties": {"share": {"type": "number", "maximum": 0.5}}}'
    assert b'"maximum": 0.5' in canonical("schemas/quote.json", schema)


def test_a_table_of_another_engine_is_kept_in_order_and_not_judged_here() -> None:
    text = canonical(
        "tables/t.jdm.json", b'{"nodes": [{"position": {"y": 1.5, "x": 2}, "id": "n"}], "contentType": "x"}'
    )
    assert (
        text
        == b"""{
  "contentType": "x",
  "nodes": [{"id": "n", "position": {"x": 2, "y": 1.5}}]
}
"""
    )


def test_another_spelling_is_a_warning() -> None:
    (finding,) = read("rulesets/quote/a.json", json.dumps(RULE).encode()).findings
    assert (finding.code, finding.severity) == (Code.NOT_CANONICAL, Severity.WARNING)


def test_one_meaning_has_one_text() -> None:
    spellings = [
        json.dumps({**dict(reversed(RULE.items())), "when": "quote.header.discountPct > 25"}).encode(),
        json.dumps({**RULE, "when": {">": [{"var": ["quote.header.discountPct"]}, 25.0]}}, indent=7).encode(),
    ]
    assert len({canonical("rulesets/quote/a.json", text) for text in spellings}) == 1


def test_broken_text_is_told_with_its_line() -> None:
    (finding,) = read("rulesets/a.json", b'{"id": "a",\n}').findings
    assert finding.code == Code.UNREADABLE
    assert "line 2" in finding.reason


def test_a_list_is_no_artefact() -> None:
    for path in ("rulesets/a.json", "tables/a.jdm.json"):
        assert [each.code for each in read(path, b"[]").findings] == [Code.MISSHAPEN]


def test_logic_that_grows_too_deep_is_refused_before_it_is_stored() -> None:
    stage = {"name": "s", "mode": "ANY", "approvers": ["role:x"], "condition": "!" * 32 + "active"}
    policy: Any = {"id": "p", "mode": "SEQUENTIAL", "stages": [stage]}
    content = json.dumps({"approvalPolicies": [policy]}).encode()
    (finding,) = read("approval-policies/a.json", content).findings
    assert (finding.code, finding.reason) == (Code.UNREADABLE, f"nested deeper than {DEPTH} levels")


@pytest.mark.parametrize(
    ("path", "suggestion"),
    [
        ("ruleset/a.json", "did you mean rulesets?"),
        ("rulesets/a.yaml", "name it by letters, digits, . _ and -"),
        ("rulesets/a b.json", "name it by letters, digits, . _ and -"),
        ("rulesets/../a.json", "name it by letters, digits, . _ and -"),
        ("rulesets/.json", "name it by letters, digits, . _ and -"),
        ("tables/a.json", "name it by letters, digits, . _ and -"),
    ],
)
def test_nothing_lies_where_no_kind_does(path: str, suggestion: str) -> None:
    (finding,) = read(path, b"{}").findings
    assert (finding.code, finding.suggestion) == (Code.NO_SUCH_KIND, suggestion)
    with pytest.raises(NoSuchKind):
        canonical(path, b"{}")


def test_the_canonical_text_is_what_is_measured() -> None:
    rows = [{"_id": f"r{nr}", "a": "1", "b": "2", "c": "3"} for nr in range(20_000)]
    sent = json.dumps({"nodes": [{"id": "t", "content": {"rules": rows}}]}, separators=(",", ":")).encode()
    [finding] = read("tables/t.jdm.json", sent).findings
    assert "in its canonical text, which is what is measured" in finding.reason
    assert f"({len(sent):,} as sent)" in finding.reason


def test_words_for_people_may_lie_anywhere() -> None:
    assert [read(path, b"# x").findings for path in ("README.md", "rulesets/README.md", "CODEOWNERS")] == [()] * 3


def test_what_is_not_understood_has_no_text() -> None:
    with pytest.raises(UnreadableText) as caught:
        canonical("rulesets/q/a.json", json.dumps(RULE | {"scop": "QUOTE"}).encode())
    assert caught.value.suggestion == "did you mean scope?"
