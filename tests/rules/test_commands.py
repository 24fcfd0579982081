"""Branches, commits, merges: who may, what is refused, and what is told."""

import json
import os
import tracemalloc
import zipfile
from tempfile import TemporaryFile

import pytest
from sqlalchemy import text

from catalog_admin.artefacts.merging.model import Given, Side
from catalog_admin.kit.actor import Actor, Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected, Unseen
from catalog_admin.kit.work import Database, Work
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.errors import (
    BadName,
    BranchMoved,
    BranchNotFound,
    BranchProtected,
    FileChanged,
    FileNotFound,
    HeadMissing,
    MergeConflicts,
    NameTaken,
    NothingChanged,
    NothingToChoose,
    RevisionNotFound,
    RulesUnsound,
)
from rulestore.mirror import Mirrors
from tests.rules.author import Author, predicate
from tests.world import World


def test_an_archive_holds_one_file_in_memory_at_a_time(author: Author) -> None:
    size, count = 256 * 1024, 40
    author.begin()
    edits = [FileEdit(f"notes/{nr}.md", os.urandom(size)) for nr in range(count)]
    commands.commit_files(author.work, author.mirrors, "draft", edits, "large")
    with TemporaryFile() as packed:
        tracemalloc.start()
        commit = queries.archive(author.work, author.mirrors, "draft", packed)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert packed.tell() > size * count
        assert zipfile.ZipFile(packed).read("notes/7.md") == edits[7].content
    assert peak < 8 * size
    assert commit == queries.branch(author.work, author.mirrors, "draft").head


def test_a_repository_begins_with_a_protected_main(author: Author) -> None:
    """Of a tenant that was founded before there were any, with the first change."""
    names = [(each.name, each.is_protected) for each in queries.branches(author.work, author.mirrors).items]
    assert names == [("draft", False), ("main", True)]
    assert author.paths("main") == []
    [first] = queries.log(author.work, author.mirrors, "main").items
    assert (first.author, first.email, first.message) == ("user:tess", "user:tess@acme", "The rule repository begins")


def test_where_nothing_was_changed_there_is_nothing_to_read(work: Work, mirrors: Mirrors) -> None:
    assert queries.branches(work, mirrors).items == []
    assert queries.tags(work, mirrors).items == []


def test_a_commit_is_read_back_in_its_one_spelling(author: Author) -> None:
    made = author.begin()
    assert (made.branch, made.count) == ("draft", 2)
    found = queries.file(author.work, author.mirrors, "draft", "predicates/high.json")
    assert found.blob == made.files[0].after
    assert found.commit == made.head
    assert found.content == b'{\n  "id": "high",\n  "when": "discount > 10"\n}\n' or b'"discount"' in found.content


def test_refuses_what_does_not_hold_together_with_every_fault_and_its_place(author: Author) -> None:
    author.begin()
    with pytest.raises(RulesUnsound) as refused:
        author.write(predicates__low=predicate("low", "discuont < 1"), predicates__wrong='{"id": "wrong"}')
    told = {each["file"]: each for each in refused.value.facts["errors"]}
    assert told["predicates/low.json"]["pointer"].startswith("/when")
    assert "discount" in (told["predicates/low.json"]["suggestion"] or "")
    assert told["predicates/wrong.json"]["code"] == "artefacts.missing_member"
    assert author.paths() == ["predicates/high.json", "schemas/context.json"]


def test_what_was_wrong_before_keeps_nobody_from_mending_something_else(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.begin()
    with monkeypatch.context() as lax:
        lax.setattr("catalog_admin.rules.advancing.Checked.__call__", _unchecked)
        author.write(predicates__low=predicate("low", "discuont < 1"))
    author.write(predicates__high=predicate("high", "discount > 20"))
    with pytest.raises(RulesUnsound):
        author.write(predicates__other=predicate("other", "discuont < 1"))


def _unchecked(self, workshop, graph, tip):  # type: ignore[no-untyped-def]
    return self._build(workshop, graph, tip)


def test_an_edit_of_what_somebody_else_has_changed_is_refused(author: Author) -> None:
    author.begin()
    seen = queries.file(author.work, author.mirrors, "draft", "predicates/high.json").blob
    author.write(predicates__high=predicate("high", "discount > 20"))
    mine = FileEdit("predicates/high.json", predicate("high", "discount > 30").encode(), Expected(f'"{seen}"'))
    with pytest.raises(FileChanged) as refused:
        commands.commit_files(author.work, author.mirrors, "draft", [mine], "mine")
    now = queries.file(author.work, author.mirrors, "draft", "predicates/high.json").blob
    assert refused.value.facts == {"file": "predicates/high.json", "current": f'"{now}"'}
    fresh = FileEdit("predicates/high.json", mine.content, Unseen())
    with pytest.raises(FileChanged):
        commands.commit_files(author.work, author.mirrors, "draft", [fresh], "not new")


def test_who_changes_another_file_is_not_in_the_way_unless_the_head_was_named(author: Author) -> None:
    head = author.begin().head
    author.write(predicates__low=predicate("low", "discount < 1"))
    author.write(predicates__high=predicate("high", "discount > 20"))
    edit = FileEdit("predicates/high.json", None)
    with pytest.raises(BranchMoved) as refused:
        commands.commit_files(author.work, author.mirrors, "draft", [edit], "x", expected=Expected(f'"{head}"'))
    now = queries.branch(author.work, author.mirrors, "draft").head
    assert refused.value.facts == {"current": f'"{now}"'}


def test_a_protected_branch_moves_by_merges_only_and_is_never_deleted(author: Author) -> None:
    author.begin()
    with pytest.raises(BranchProtected):
        author.write(on="main", predicates__x=predicate("x", "discount > 1"))
    with pytest.raises(BranchProtected):
        commands.delete_branch(author.work, author.mirrors, "main", Expected("*"))
    merged = author.merge("draft")
    assert author.paths("main") == ["predicates/high.json", "schemas/context.json"]
    for replay in (commands.revert_commit, commands.pick_commit):
        with pytest.raises(BranchProtected):
            replay(author.work, author.mirrors, "main", merged.head)


def test_a_state_that_returns_is_a_change_like_any_other(database: Database, world: World, mirrors: Mirrors) -> None:
    """Its files, its tree, its digest are known already; that it came back is not."""
    with database.work(world.actor) as work:
        author = Author(work, mirrors)
        author.branch("draft")
        author.begin()
        for limit in (20, 10, 20, 10):
            author.write(predicates__high=predicate("high", f"discount > {limit}"))
        steps = queries.history(author.work, mirrors, "draft", "predicates/high.json").items
    assert len({step.after for step in steps}) == 2
    assert len({step.commit.id for step in steps}) == len(steps) == 5
    with database.work(world.actor) as work:
        told = work.session.scalars(text("SELECT data->>'commit' FROM event WHERE type = 'RulesCommitted'")).all()
    assert len({*told}) == 5


def test_only_a_publisher_merges_into_a_protected_branch(author: Author, database: Database, world: World) -> None:
    author.begin()
    somebody = Actor("user:ann", world.tenant, world.tenant_key, (Grant(Role.RULE_AUTHOR),))
    with pytest.raises(NotPermitted) as refused, database.work(somebody) as work:
        commands.merge_branch(work, author.mirrors, "draft", "main")
    assert refused.value.facts == {"needs": "publisher"}
    with database.work(somebody) as work:
        commands.create_branch(work, author.mirrors, "hers", "main")
        commands.merge_branch(work, author.mirrors, "draft", "hers")


def test_two_sides_of_one_rule_are_merged_and_two_words_for_one_condition_are_not(author: Author) -> None:
    author.begin()
    author.branch("other", "draft")
    author.write(predicates__high=predicate("high", "discount > 20"))
    author.write(on="other", predicates__high=predicate("high", "discount > 10", name="High"))
    author.merge("other", "draft")
    assert author.read("predicates__high")["name"] == "High"
    author.write(on="other", predicates__high=predicate("high", "discount > 30", name="High"))
    with pytest.raises(MergeConflicts) as refused:
        author.merge("other", "draft")
    [conflict] = refused.value.facts["conflicts"]
    assert (conflict["file"], conflict["place"]) == ("predicates/high.json", ["when"])
    assert "30" in conflict["theirs"]


@pytest.mark.parametrize(("choice", "wanted"), [(Side.THEIRS, "30"), (Given("discount > 25"), "25")])
def test_a_conflict_is_resolved_by_choosing(author: Author, choice: Side | Given, wanted: str) -> None:
    author.begin()
    author.branch("other", "draft")
    head = author.write(predicates__high=predicate("high", "discount > 20")).head
    theirs = author.write(on="other", predicates__high=predicate("high", "discount > 30")).head
    with pytest.raises(MergeConflicts) as refused:
        author.merge("other", "draft")
    choices = {refused.value.facts["conflicts"][0]["id"]: choice}
    with pytest.raises(HeadMissing):
        author.merge(theirs, "draft", choices)
    with pytest.raises(HeadMissing):
        author.merge("other", "draft", choices, expected=Expected(f'"{head}"'))
    author.merge(theirs, "draft", choices, expected=Expected(f'"{head}"'))
    assert wanted in json.dumps(author.read("predicates__high")["when"])


def test_where_two_branches_merged_each_other_no_choice_is_dropped_in_silence(author: Author) -> None:
    author.begin()
    author.branch("other", "draft")
    heads = {
        name: author.write(on=name, predicates__high=predicate("high", f"discount > {limit}")).head
        for name, limit in (("draft", 20), ("other", 30))
    }
    choices = {"predicate high#when": Side.OURS}
    author.merge(heads["other"], "draft", choices, expected=Expected(f'"{heads["draft"]}"'))
    author.merge(heads["draft"], "other", choices, expected=Expected(f'"{heads["other"]}"'))
    with pytest.raises(MergeConflicts) as refused:
        author.merge("other", "draft")
    [conflict] = refused.value.facts["conflicts"]
    assert (conflict["id"], "10" in conflict["base"]) == ("predicate high#when", True)
    between = refused.value.facts["between"]
    sides = [between[side] for side in ("base", "ours", "theirs")]
    whole = queries.conflict(author.work, author.mirrors, *sides, conflict["id"])
    assert (whole.id, "10" in str(whole.sides.base)) == ("predicate high#when", True)


def test_refuses_a_choice_for_what_is_no_conflict(author: Author) -> None:
    author.begin()
    author.branch("other", "draft")
    theirs = author.write(on="other", predicates__high=predicate("high", "discount > 30")).head
    head = queries.branch(author.work, author.mirrors, "draft").head
    with pytest.raises(NothingToChoose):
        author.merge(theirs, "draft", {"predicate high#when": Side.OURS}, expected=Expected(f'"{head}"'))


def test_a_merge_of_two_sound_sides_that_do_not_go_together_is_refused(author: Author) -> None:
    author.begin()
    stage = {"name": "first", "mode": "ANY", "approvers": ["role:DealDesk"]}
    author.write(**{"approval-policies__desk": json.dumps({"id": "desk", "mode": "SEQUENTIAL", "stages": [stage]})})
    author.branch("other", "draft")
    author.write(**{"approval-policies__desk": None})
    asks = {"action": "REQUIRE_APPROVAL", "payload": {"policyRef": "desk"}}
    rule = {"id": "asks", "when": "discount > 25", "then": [asks]}
    author.write(on="other", rulesets__quote=json.dumps({"rules": [rule]}))
    with pytest.raises(RulesUnsound) as refused:
        author.merge("other", "draft")
    assert refused.value.facts["errors"][0]["code"] == "artefacts.dangling_reference"


def test_a_commit_is_taken_back_and_taken_along(author: Author) -> None:
    author.begin()
    author.branch("other", "draft")
    changed = author.write(message="Raise it", predicates__high=predicate("high", "discount > 20"))
    author.write(predicates__low=predicate("low", "discount < 1"))
    picked = commands.pick_commit(author.work, author.mirrors, "other", changed.head)
    assert author.read("predicates__high", "other") == author.read("predicates__high")
    assert "predicates/low.json" not in author.paths("other")
    commit, _, _ = queries.commit(author.work, author.mirrors, picked.head)
    assert commit.message == f"Raise it\n\n(cherry picked from commit {changed.head})"
    commands.revert_commit(author.work, author.mirrors, "draft", changed.head)
    assert "10" in json.dumps(author.read("predicates__high")["when"])
    assert "predicates/low.json" in author.paths()
    with pytest.raises(NothingChanged):
        commands.revert_commit(author.work, author.mirrors, "draft", changed.head)


def test_refuses_names_that_are_taken_or_could_be_misread(author: Author) -> None:
    with pytest.raises(NameTaken):
        author.branch("draft")
    with pytest.raises(NameTaken):
        author.branch("draft/mine")
    with pytest.raises(BadName) as refused:
        author.branch("a b")
    assert refused.value.pointer == "/name"
    with pytest.raises(BadName) as refused:
        author.write(**{"..__passwd": "x"})
    with pytest.raises(RevisionNotFound):
        author.branch("another", "nowhere")
    with pytest.raises(BranchNotFound):
        author.write(on="nowhere", a="{}")
    with pytest.raises(FileNotFound):
        queries.file(author.work, author.mirrors, "draft", "predicates/none.json")


def test_a_tag_stays_where_it_is(author: Author) -> None:
    author.begin()
    commands.create_tag(author.work, author.mirrors, "v1", "draft", "as it was")
    author.write(predicates__high=None)
    assert "predicates/high.json" in author.paths("v1")
    assert [each.name for each in queries.tags(author.work, author.mirrors).items] == ["v1"]
    with pytest.raises(NameTaken):
        commands.create_tag(author.work, author.mirrors, "v1", "draft")


def test_a_branch_is_protected_deleted_and_made_again(author: Author) -> None:
    commands.change_branch(author.work, author.mirrors, "draft", is_protected=True)
    with pytest.raises(BranchProtected):
        commands.delete_branch(author.work, author.mirrors, "draft", Expected("*"))
    commands.change_branch(author.work, author.mirrors, "draft", is_protected=False)
    head = queries.branch(author.work, author.mirrors, "draft").head
    with pytest.raises(BranchMoved):
        commands.delete_branch(author.work, author.mirrors, "draft", Expected('"' + "0" * 40 + '"'))
    commands.delete_branch(author.work, author.mirrors, "draft", Expected(f'"{head}"'))
    with pytest.raises(BranchNotFound):
        queries.branch(author.work, author.mirrors, "draft")
    assert author.branch("draft") == head


def test_the_trail_and_the_outbox_tell_of_every_move(database: Database, world: World, mirrors: Mirrors) -> None:
    with database.work(world.actor) as work:
        author = Author(work, mirrors)
        author.branch("draft")
        made = author.begin()
        author.merge("draft")
    with database.work(world.actor) as work:
        told = work.session.execute(text("SELECT type, data FROM event ORDER BY position")).all()
        trail = work.session.scalars(text("SELECT action FROM audit_entry ORDER BY seq")).all()
    assert [each.type for each in told] == ["RuleBranchCreated", "RulesCommitted", "RulesMerged"]
    assert told[1].data["commit"] == made.head
    assert told[1].data["paths"] == ["predicates/high.json", "schemas/context.json"]
    assert trail == ["rules.repository_made", "rules.branch_created", "rules.committed", "rules.merged"]
