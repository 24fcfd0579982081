"""git's own client pushes: what is sound is taken, all of it or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog_admin.audit import queries as audit
from catalog_admin.audit.model import Filter
from catalog_admin.events import queries as events
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.organisation.model import steward
from catalog_admin.rules import commands, queries
from catalog_admin.rules.checking import check_commit
from catalog_admin.rules.git import judging
from catalog_admin.rules.model import Demands
from tests.rules.author import CONTEXT, predicate
from tests.rules.git.served import AUTHOR, PUBLISHER, Clone, Served, Tenant, client, cloned

pytestmark = pytest.mark.enable_socket


def branches(tenant: Tenant) -> set[str]:
    """As somebody else sees them."""
    return {line.partition("\t")[2] for line in client("ls-remote", tenant.url()).stdout.splitlines()} - {"HEAD"}


def test_a_commit_is_pushed_and_cloned_by_somebody_else(clone: Clone, tenant: Tenant, tmp_path: Path) -> None:
    commit = clone.write({"README.md": "first"})
    clone.git("push", "-q", "origin", "draft")
    other = cloned(tenant.url(), tmp_path / "other", "--branch", "draft")
    assert other.head() == commit
    assert other.git("fsck", "--full", "--strict", "--no-dangling") == ""


def test_many_commits_with_deltas_and_a_merge_are_pushed(clone: Clone, tenant: Tenant, tmp_path: Path) -> None:
    long = "".join(f"a line {nr}\n" for nr in range(2000))
    for nr in range(5):
        clone.write({f"folder/{nr}.md": long + str(nr)})
    clone.git("push", "-q", "origin", "draft")
    clone.git("switch", "-q", "-c", "side", "HEAD~2")
    clone.write({"side.md": long + "on the side"})
    clone.git("switch", "-q", "draft")
    clone.git("merge", "-q", "--no-ff", "-m", "merged", "side")
    clone.git("push", "-q", "origin", "draft")
    other = cloned(tenant.url(), tmp_path / "other", "--branch", "draft")
    assert other.head() == clone.head()
    assert other.git("fsck", "--full", "--strict", "--no-dangling") == ""


def test_a_large_push_comes_in_chunks(clone: Clone, tenant: Tenant) -> None:
    """git first asks with nothing whether it is let in, then sends without saying how much it is."""
    clone.write({f"{nr}.md": f"{nr}\n" * 40_000 for nr in range(7)})
    clone.git("-c", "http.postBuffer=65536", "push", "-q", "origin", "draft")
    assert "refs/heads/draft" in branches(tenant)


@pytest.mark.parametrize("version", ["0", "1", "2"])
def test_every_version_of_the_protocol_pushes(clone: Clone, tenant: Tenant, version: str) -> None:
    clone.write({"README.md": version})
    clone.git("-c", f"protocol.version={version}", "push", "-q", "origin", "draft")
    assert "refs/heads/draft" in branches(tenant)


def test_branches_and_tags_are_made_and_branches_taken_away(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    clone.git("tag", "v1")
    clone.git("push", "-q", "origin", "draft", "draft:refs/heads/other/one", "v1")
    assert branches(tenant) == {"refs/heads/main", "refs/heads/draft", "refs/heads/other/one", "refs/tags/v1"}
    clone.git("push", "-q", "origin", ":other/one")
    assert branches(tenant) == {"refs/heads/main", "refs/heads/draft", "refs/tags/v1"}


def test_the_trail_and_the_events_say_of_it_what_they_say_of_the_api(clone: Clone, tenant: Tenant) -> None:
    main = clone.head()
    commit = clone.write({"README.md": "1"}, "A first word\n\nand more")
    clone.git("tag", "v1")
    clone.git("push", "-q", "origin", "draft", "draft:refs/heads/other", "v1")
    clone.git("push", "-q", "origin", ":other")
    with tenant.served.database.reads(steward(tenant.doorplate)) as reads:
        assert audit.verify(reads).is_whole
        told = [event for event in events.since(reads).items if event.type.startswith("Rule")]
        said = [entry.action for entry in audit.entries(reads, Filter()).items if entry.subject != "branch:main"]
    committed = {"before": main, "commit": commit, "files": 1, "paths": ["README.md"], "message": "A first word"}
    assert [(event.type, event.subject, event.data) for event in told] == [
        ("RuleBranchCreated", "branch:draft", {"branch": "draft", "head": commit}),
        ("RulesCommitted", "branch:draft", {"branch": "draft", **committed}),
        ("RuleBranchCreated", "branch:other", {"branch": "other", "head": commit}),
        ("RulesCommitted", "branch:other", {"branch": "other", **committed}),
        ("RulesTagged", "rule-tag:v1", {"tag": "v1", "commit": commit}),
        ("RuleBranchDeleted", "branch:other", {"branch": "other", "head": commit}),
    ]
    assert [action for action in reversed(said) if action.startswith("rules.")] == [
        *(2 * ["rules.branch_created", "rules.committed"]),
        *("rules.tagged", "rules.branch_deleted"),
    ]


def test_what_was_pushed_is_read_over_the_api_and_the_other_way_round(clone: Clone, tenant: Tenant) -> None:
    commit = clone.write({"notes/README.md": "pushed"})
    clone.git("push", "-q", "origin", "draft")
    database, mirrors = tenant.served.database, tenant.served.app.state.mirrors
    with database.reads(steward(tenant.doorplate)) as reads:
        found = queries.file(reads, mirrors, "draft", "notes/README.md")
    assert (found.content, found.commit) == (b"pushed", commit)
    with database.work(steward(tenant.doorplate)) as work:
        edit = commands.FileEdit("notes/README.md", b"over the API")
        commands.commit_files(work, mirrors, "draft", [edit], "by another way")
    clone.write({"mine.md": "1"})
    assert "fetch first" in clone.refused("push", "origin", "draft")
    clone.git("pull", "-q", "--rebase", "origin", "draft")
    assert (clone.path / "notes/README.md").read_text() == "over the API"
    clone.git("push", "-q", "origin", "draft")


def test_who_brought_a_commit_is_told_whatever_it_says_of_itself(clone: Clone, tenant: Tenant) -> None:
    clone.write({"notes/README.md": "theirs, it says"})
    clone.git("commit", "-q", "--amend", "--no-edit", "--author", "user:somebody-else <else@example.com>")
    commit = clone.head()
    clone.git("push", "-q", "origin", "draft")
    database, mirrors = tenant.served.database, tenant.served.app.state.mirrors
    with database.reads(steward(tenant.doorplate)) as reads:
        log = queries.log(reads, mirrors, "draft").items
        [step] = queries.history(reads, mirrors, "draft", "notes/README.md").items
        [line] = queries.blame(reads, mirrors, "draft", "notes/README.md")
        branch = queries.branch(reads, mirrors, "draft")
        trail = audit.entries(reads, Filter(action="rules.committed")).items[0]
    assert {log[0], step.commit, line.commit, branch.last} == {log[0]}
    assert (log[0].id, log[0].author, log[0].landed_by) == (commit, "user:somebody-else", trail.actor)


def test_no_transaction_is_open_while_a_push_is_looked_through(
    clone: Clone, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, open_ones = tenant.served.database.engine.pool, []

    def watched(*said: Any) -> Any:
        open_ones.append(pool.checkedout())  # type: ignore[attr-defined]  # of the pool that it is
        return check_commit(*said)

    monkeypatch.setattr(judging, "check_commit", watched)
    clone.write({"README.md": "1"})
    clone.git("push", "-q", "origin", "draft")
    assert open_ones == [0]


def test_a_tenant_of_before_gets_its_repository_with_its_first_push(service: Served, tmp_path: Path) -> None:
    tenant = service.tenant(of_before=True)
    assert "rules.no_repository" in client("ls-remote", tenant.url(AUTHOR)).stderr
    assert client("init", "-q", "-b", "draft", str(tmp_path / "own")).returncode == 0
    own = Clone(tmp_path / "own")
    commit = own.write({"README.md": "1"})
    own.git("push", "-q", tenant.url(AUTHOR), "draft")
    assert branches(tenant) == {"refs/heads/main", "refs/heads/draft"}
    assert cloned(tenant.url(), tmp_path / "clone", "--branch", "draft").head() == commit


def test_two_who_push_the_same_branch_do_not_lose_either(clone: Clone, tenant: Tenant, tmp_path: Path) -> None:
    clone.write({"README.md": "1"})
    clone.git("push", "-q", "origin", "draft")
    others = [cloned(tenant.url(), tmp_path / f"other-{nr}", "--branch", "draft") for nr in range(3)]
    for nr, other in enumerate(others):
        other.write({f"{nr}.md": "mine"})
    while others:
        pushing = [(other, other.start("push", "-q", "origin", "draft")) for other in others]
        told = [(other, each.communicate(timeout=60), each.returncode) for other, each in pushing]
        others = [other for other, _, code in told if code != 0]
        for other in others:
            other.git("pull", "-q", "--rebase", "origin", "draft")
    clone.git("pull", "-q", "--ff-only", "origin", "draft")
    assert {each.name for each in clone.path.glob("*.md")} == {"README.md", *(f"{nr}.md" for nr in range(3))}


def test_many_who_push_branches_of_their_own_do_not_disturb_each_other(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    pushing = [clone.start("push", "-q", "origin", f"draft:refs/heads/mine-{nr}") for nr in range(5)]
    assert [(each.communicate(timeout=60)[1], each.returncode) for each in pushing] == [("", 0)] * 5
    assert len(branches(tenant)) == 6


def test_a_viewer_does_not_push(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    told = clone.refused("push", tenant.url(Grant(Role.VIEWER)), "draft")
    assert "access.not_permitted: this needs the role rule-author" in told


def test_branches_are_an_authors_and_tags_a_publishers(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    clone.git("tag", "v1")
    assert "this needs the role publisher" in clone.refused("push", tenant.url(AUTHOR), "draft", "v1")
    assert "this needs the role rule-author" in clone.refused("push", tenant.url(PUBLISHER), "draft", "v1")
    clone.git("push", "-q", tenant.url(AUTHOR), "draft")
    clone.git("push", "-q", tenant.url(PUBLISHER), "v1")
    assert branches(tenant) == {"refs/heads/main", "refs/heads/draft", "refs/tags/v1"}


def test_nobody_brings_rules_behind_a_tag_who_may_not_write_them(clone: Clone, tenant: Tenant) -> None:
    clone.git("push", "-q", "origin", "draft")
    clone.write({"README.md": "of a publisher"})
    clone.git("tag", "v1")
    assert "this needs the role rule-author" in clone.refused("push", tenant.url(PUBLISHER), "v1")
    assert "refs/tags/v1" not in branches(tenant)


def test_more_refs_than_move_at_once_are_refused_before_they_are_looked_at(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    told = clone.refused("push", "origin", *(f"draft:refs/heads/mine-{number}" for number in range(101)))
    assert "at most 100 refs move at once" in told
    assert branches(tenant) == {"refs/heads/main"}


def test_who_is_let_into_one_environment_does_not_push(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    told = clone.refused("push", tenant.url(AUTHOR, environments=["dev"]), "draft")
    assert "access.not_permitted: this belongs to the whole tenant" in told


def test_cases_are_run_with_what_is_pushed_and_kept_with_it(clone: Clone, tenant: Tenant) -> None:
    case = {"id": "above", "context": {"discount": 11}, "expect": {"outcome": "NO_MATCH"}}
    cases = {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]}
    files = {
        "schemas/context.json": json.dumps(CONTEXT),
        "predicates/high.json": predicate("high", "discount > 10"),
        "tests/high.json": json.dumps(cases),
    }
    commit = clone.write(files)
    told = client("push", "origin", "draft", "draft:refs/heads/other", at=clone.path).stderr
    assert told.count("remote: 1 cases, 1 failed") == 1
    assert "remote: tests/high.json#/cases/0: cases.failed" in told
    with tenant.served.database.reads(steward(tenant.doorplate)) as reads:
        runs = queries.case_runs(reads, "draft").items
    assert [(run.commit, run.tried.failed) for run in runs] == [(commit, 1)]


def test_cases_of_a_branch_without_a_past_are_kept_and_those_behind_a_tag_are_its_branchs(
    clone: Clone, tenant: Tenant
) -> None:
    case = {"id": "above", "context": {"discount": 11}, "expect": {"outcome": "MATCH"}}
    cases = {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]}
    clone.git("switch", "-q", "--orphan", "lone")
    commit = clone.write(
        {
            "schemas/context.json": json.dumps(CONTEXT),
            "predicates/high.json": predicate("high", "discount > 10"),
            "tests/high.json": json.dumps(cases),
        }
    )
    assert "1 cases, 0 failed" in client("push", "origin", "lone", at=clone.path).stderr
    clone.write({"README.md": "2"})
    clone.git("tag", "v1")
    assert "cases" not in client("push", "origin", "v1", at=clone.path).stderr
    with tenant.served.database.reads(steward(tenant.doorplate)) as reads:
        assert [run.commit for run in queries.case_runs(reads, "lone").items] == [commit]


def test_what_was_demanded_of_a_branch_goes_with_it(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    mirrors = tenant.served.app.state.mirrors
    for _ in range(2):
        clone.git("push", "-q", "origin", "draft")
        with tenant.served.database.work(steward(tenant.doorplate)) as work:
            assert queries.demands(work, mirrors, "draft") == Demands()
            commands.demand(work, mirrors, "draft", Demands(cases_pass=True), Expected("*"))
        clone.git("push", "-q", "origin", ":draft")
