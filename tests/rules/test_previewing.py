"""What a merge would do: told before it is done, and the same as what it does."""

import json

import pytest

from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.merging.model import Side
from catalog_admin.kit.errors import Refusal
from catalog_admin.rules import combining, queries
from catalog_admin.rules.errors import BranchNotFound, ConflictNotFound, MergeConflicts, RevisionNotFound
from catalog_admin.rules.model import Demands
from catalog_admin.rules.previewing import Preview
from tests.rules.author import Author, predicate


@pytest.fixture
def begun(author: Author) -> Author:
    author.begin()
    author.merge("draft")
    return author


def preview(author: Author, source: str = "draft", target: str = "main", **choices: Side) -> Preview:
    return queries.preview(author.work, author.mirrors, source, target, choices)


def codes(refusals: list[Refusal]) -> list[str]:
    return [each.code for each in refusals]


def heads(author: Author) -> dict[str, str]:
    return {each.name: each.head for each in queries.branches(author.work, author.mirrors).items}


def test_it_tells_what_the_merge_then_does_and_moves_nothing(begun: Author) -> None:
    begun.write(predicates__high=predicate("high", "discount > 25"), predicates__low=predicate("low", "discount < 1"))
    before = heads(begun)
    found = preview(begun)
    assert heads(begun) == before
    assert (found.ours, found.theirs, found.refusals) == (before["main"], before["draft"], [])
    assert [sentence(each) for each in found.meaning] == [
        "predicate high: when discount > 10 became discount > 25",
        "predicate low added",
    ]
    assert begun.merge("draft").files == tuple(found.files)


def test_what_only_one_side_has_is_a_fast_forward_and_what_is_merged_is_nothing(author: Author) -> None:
    author.begin()
    found = preview(author)
    assert (found.is_fast_forward, found.base) == (True, found.ours)
    author.merge("draft")
    again = preview(author)
    assert (codes(again.refusals), again.files, again.meaning) == (["rules.nothing_changed"], [], [])
    author.branch("other", "draft")
    author.write(on="other", predicates__low=predicate("low", "discount < 1"))
    assert preview(author, "other").is_fast_forward is False


def test_conflicts_are_told_as_the_merge_would_and_choices_are_tried(begun: Author) -> None:
    begun.branch("other", "draft")
    begun.write(predicates__high=predicate("high", "discount > 20"))
    begun.write(on="other", predicates__high=predicate("high", "discount > 30"))
    found = preview(begun, "other", "draft")
    with pytest.raises(MergeConflicts) as refused:
        begun.merge("other", "draft")
    assert found.conflicts == refused.value.facts
    assert (codes(found.refusals), found.files) == (["rules.merge_conflicts"], [])
    decided = preview(begun, "other", "draft", **{"predicate high#when": Side.THEIRS})
    assert (decided.refusals, decided.conflicts) == ([], {})
    assert [each.path for each in decided.files] == ["predicates/high.json"]
    idle = preview(begun, "other", "draft", **{"predicate low#when": Side.THEIRS})
    assert codes(idle.refusals) == ["rules.merge_conflicts"]


def test_two_sound_sides_that_do_not_go_together_are_told_with_what_is_wrong(begun: Author) -> None:
    stage = {"name": "first", "mode": "ANY", "approvers": ["role:DealDesk"]}
    begun.write(**{"approval-policies__desk": json.dumps({"id": "desk", "mode": "SEQUENTIAL", "stages": [stage]})})
    begun.branch("other", "draft")
    begun.write(**{"approval-policies__desk": None})
    rule = {
        "id": "asks",
        "when": "discount > 25",
        "then": [{"action": "REQUIRE_APPROVAL", "payload": {"policyRef": "desk"}}],
    }
    begun.write(on="other", rulesets__quote=json.dumps({"rules": [rule]}))
    found = preview(begun, "other", "draft")
    assert codes(found.refusals) == ["rules.unsound"]
    assert [each.code for each in found.findings] == ["artefacts.dangling_reference"]


def test_of_what_does_not_hold_together_no_case_is_run(begun: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    """The merge itself would not come as far."""
    begun.branch("other", "draft")
    case = {"id": "above", "context": {"discount": 11}, "expect": {"outcome": "NO_MATCH"}}
    cases = {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]}
    begun.write(tests__high=json.dumps(cases))
    begun.write(on="other", predicates__high=None)
    monkeypatch.setattr("catalog_admin.rules.previewing.tried", lambda *_: pytest.fail("cases were run"))
    assert codes(preview(begun, "other", "draft").refusals) == ["rules.unsound"]


def test_what_the_target_demands_of_cases_is_told(begun: Author) -> None:
    case = {"id": "above", "context": {"discount": 11}, "expect": {"outcome": "NO_MATCH"}}
    cases = {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]}
    begun.write(tests__high=json.dumps(cases))
    found = preview(begun)
    assert found.tried is not None
    assert (found.tried.cases, found.tried.failed, found.refusals) == (1, 1, [])
    begun.demand(Demands(cases_pass=True))
    refused = preview(begun)
    assert codes(refused.refusals) == ["rules.demands_unmet"]
    assert refused.refusals[0].facts["errors"][0]["file"] == "tests/high.json"
    assert queries.case_runs(begun.work, "main").items == []


def test_what_is_not_there_is_refused(begun: Author) -> None:
    with pytest.raises(BranchNotFound):
        preview(begun, "draft", "nowhere")
    with pytest.raises(RevisionNotFound):
        preview(begun, "nowhere", "main")


def test_a_side_that_is_cut_says_so_and_is_read_whole(begun: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combining.told_of, "__defaults__", (20,))
    begun.branch("other", "draft")
    begun.write(predicates__high=predicate("high", "discount > 20 && segment == 'Education'"))
    begun.write(on="other", predicates__high=predicate("high", "discount > 30 && segment == 'Health'"))
    [told] = preview(begun, "other", "draft").conflicts["conflicts"]
    between = {side: str(commit) for side, commit in preview(begun, "other", "draft").conflicts["between"].items()}
    found = queries.conflict(begun.work, begun.mirrors, **between, called=told["id"])
    whole = combining.told_of(found, most=None)
    assert (len(told["ours"]), whole["cut"]) == (20, {})
    assert told["cut"] == {side: len(str(whole[side])) for side in ("base", "ours", "theirs")}
    assert "Education" in str(whole["ours"])
    with pytest.raises(ConflictNotFound):
        queries.conflict(begun.work, begun.mirrors, **between, called="predicate low#when")


def test_a_difference_since_the_base_is_what_one_side_did_alone(begun: Author) -> None:
    base = heads(begun)["main"]
    begun.branch("other", "main")
    begun.write(on="other", predicates__mine=predicate("mine", "discount > 1"))
    begun.write(predicates__theirs=predicate("theirs", "discount > 2"))
    begun.merge("draft")
    plain, alone = (
        queries.differences(begun.work, begun.mirrors, queries.Two("main", "other", since_base=since))
        for since in (False, True)
    )
    assert [each.file.path for each in plain.items] == ["predicates/mine.json", "predicates/theirs.json"]
    assert [each.file.path for each in alone.items] == ["predicates/mine.json"]
    assert (plain.base, alone.base) == (heads(begun)["main"], base)
    said = queries.meaning(begun.work, begun.mirrors, queries.Two("main", "other", since_base=True))
    assert [sentence(each) for each in said.items] == ["predicate mine added"]


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("", ["predicates/high.json", "predicates/highest.json", "rulesets/high.json"]),
        ("predicates", ["predicates/high.json", "predicates/highest.json"]),
        ("predicates/", ["predicates/high.json", "predicates/highest.json"]),
        ("predicates/high.json", ["predicates/high.json"]),
        ("predicates/high", []),
    ],
)
def test_a_difference_of_one_file_or_folder(begun: Author, below: str, wanted: list[str]) -> None:
    begun.write(
        predicates__high=predicate("high", "discount > 25"),
        predicates__highest=predicate("highest", "discount > 90"),
        rulesets__high=json.dumps({"rules": []}),
    )
    two = queries.Two("main", "draft", below)
    text, said = (ask(begun.work, begun.mirrors, two).items for ask in (queries.differences, queries.meaning))
    assert [each.file.path for each in text] == wanted
    assert sorted({each.path for each in said}) == wanted
