"""Cases beside rules: run with every commit, kept with it, demanded where branches say so."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from catalog_admin.artefacts.checking.report import check
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import queries as job_queries
from catalog_admin.jobs.model import JobStatus
from catalog_admin.kit.actor import Actor, Grant, NotPermitted, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database, Work
from catalog_admin.rules import commands, queries, trial
from catalog_admin.rules.errors import BranchNotFound, CasesNeverRun, CasesNotRun, DemandsUnmet
from catalog_admin.rules.model import Demands, Trial
from catalog_admin.rules.trying import INLINE_SECONDS, LOCKED_SECONDS, OutOfTime, within
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from tests.rules.author import Author, predicate
from tests.world import World

BOTH_WAYS = {"above": ("11", "MATCH"), "below": ("10", "NO_MATCH")}


def cases(**said: tuple[str, str]) -> str:
    """Of the condition `high`: `above=("11", "MATCH")` is a discount and what must come of it."""
    listed = [
        {"id": name, "context": {"discount": {"decimal": discount}}, "expect": {"outcome": outcome}}
        for name, (discount, outcome) in said.items()
    ]
    return json.dumps({"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": listed})


def share(run: Any, part: str) -> tuple[int, int]:
    return next((each["tried"], each["total"]) for each in run.tried.shares if each["part"] == part)


def never_in_time(*_: Any) -> None:
    raise OutOfTime


def test_a_commit_runs_all_cases_and_keeps_what_came_of_them(author: Author) -> None:
    assert author.begin().trial == Trial()
    made = author.write(tests__high=cases(**BOTH_WAYS))
    assert made.trial.run is not None
    kept = queries.case_run(author.work, author.mirrors, made.head)
    assert (kept.id, kept.branch, kept.by) == (made.trial.run.id, "draft", "user:tess")
    assert (kept.tried.cases, kept.tried.failed, kept.tried.failures) == (2, 0, [])
    assert (share(kept, "rule"), share(kept, "condition")) == ((1, 1), (1, 1))


def test_a_case_that_fails_keeps_no_commit_out_and_is_told_with_its_place(author: Author) -> None:
    author.begin()
    made = author.write(tests__high=cases(above=("11", "NO_MATCH")))
    assert made.trial.run is not None
    (failure,) = made.trial.run.tried.failures
    assert (failure["file"], failure["pointer"], failure["code"]) == ("tests/high.json", "/cases/0", "cases.failed")
    assert "expected 'NO_MATCH', told 'MATCH'" in failure["detail"]
    (condition,) = (each for each in made.trial.run.tried.coverage if each["part"] == "condition")
    assert (condition["kind"], condition["id"], condition["tried"], condition["total"]) == ("predicate", "high", 0, 1)


def test_what_no_case_is_about_counts_as_not_tried(author: Author) -> None:
    author.begin()
    author.write(tests__high=cases(**BOTH_WAYS))
    made = author.write(predicates__low=predicate("low", "discount < 1 || region == 'EU'"))
    assert made.trial.run is not None
    assert share(made.trial.run, "rule") == (1, 2)
    assert share(made.trial.run, "condition") == (1, 3)
    untried = next(each["untried"] for each in made.trial.run.tried.shares if each["part"] == "rule")
    assert untried == ["predicate low low"]


def test_a_merge_that_does_not_meet_what_the_branch_demands_is_refused_with_all_that_is_missing(
    author: Author,
) -> None:
    demands = Demands(cases_pass=True, condition_percent=100)
    author.demand(demands)
    assert queries.demands(author.work, author.mirrors, "main") == demands
    author.begin()
    author.write(tests__high=cases(above=("11", "NO_MATCH")))
    with pytest.raises(DemandsUnmet) as refused:
        author.merge("draft")
    assert [each["code"] for each in refused.value.facts["errors"]] == ["cases.failed", "cases.coverage"]
    assert "0 of 1 conditions tried, 100 % asked" in refused.value.facts["errors"][1]["detail"]
    author.write(tests__high=cases(**BOTH_WAYS))
    merged = author.merge("draft")
    assert merged.trial.run is not None
    assert [each.commit for each in queries.case_runs(author.work, "main").items] == [merged.head]


def test_a_branch_that_demands_nothing_takes_what_fails(author: Author) -> None:
    author.begin()
    author.write(tests__high=cases(above=("11", "NO_MATCH")))
    merged = author.merge("draft").trial.run
    assert merged is not None
    assert merged.tried.failed == 1


def test_without_any_case_a_demand_of_coverage_is_not_met(author: Author) -> None:
    author.demand(Demands(rule_percent=1))
    author.begin()
    with pytest.raises(DemandsUnmet):
        author.merge("draft")


def test_what_a_deleted_branch_demanded_is_not_demanded_of_the_next_of_its_name(author: Author) -> None:
    author.branch("stage")
    author.demand(Demands(cases_pass=True), of="stage")
    commands.delete_branch(author.work, author.mirrors, "stage", Expected("*"))
    with pytest.raises(BranchNotFound):
        queries.demands(author.work, author.mirrors, "stage")
    author.branch("stage")
    assert queries.demands(author.work, author.mirrors, "stage") == Demands()


def test_cases_of_any_revision_are_run_when_somebody_asks(author: Author) -> None:
    author.begin()
    made = author.write(tests__high=cases(**BOTH_WAYS))
    by_commit = commands.run_cases(author.work, author.mirrors, made.head).run
    by_branch = commands.run_cases(author.work, author.mirrors, "draft").run
    assert by_commit is not None
    assert by_branch is not None
    assert (by_commit.branch, by_branch.branch, by_branch.commit) == (None, "draft", made.head)
    assert queries.case_run(author.work, author.mirrors, "draft") == by_branch
    newest, first = queries.case_runs(author.work, "draft").items
    assert (newest.id, first.commit) == (by_branch.id, made.head)


def test_runs_are_listed_by_pages(author: Author) -> None:
    author.begin()
    for discount in ("11", "12", "13"):
        author.write(tests__high=cases(above=(discount, "MATCH")))
    whole = queries.case_runs(author.work, "draft").items
    first = queries.case_runs(author.work, "draft", limit=2)
    rest = queries.case_runs(author.work, "draft", limit=2, after=first.next)
    assert [*first.items, *rest.items] == whole
    assert (len(whole), rest.next) == (3, None)


def test_a_commit_whose_cases_were_never_run_says_so(author: Author) -> None:
    with pytest.raises(CasesNeverRun):
        queries.case_run(author.work, author.mirrors, "main")


def test_a_run_is_never_changed(author: Author) -> None:
    author.begin()
    author.write(tests__high=cases(**BOTH_WAYS))
    for change in ("UPDATE rule_test_run SET failed = 0", "DELETE FROM rule_test_run"):
        with pytest.raises(DBAPIError, match=r"permission denied|append"), author.work.session.begin_nested():
            author.work.session.execute(text(change))


def test_who_may_run_cases_and_who_may_demand_them(work: Work, mirrors: Mirrors, world: World) -> None:
    Author(work, mirrors).branch("draft")
    work.actor = Actor("user:vic", world.tenant, world.tenant_key, (Grant(Role.VIEWER),))
    with pytest.raises(NotPermitted):
        commands.run_cases(work, mirrors, "main")
    work.actor = Actor("user:ann", world.tenant, world.tenant_key, (Grant(Role.RULE_AUTHOR), Grant(Role.PUBLISHER)))
    commands.run_cases(work, mirrors, "main")
    with pytest.raises(NotPermitted):
        commands.demand(work, mirrors, "main", Demands(), Expected("*"))


def test_what_takes_longer_than_somebody_waits_is_left_to_a_job(
    database: Database, world: World, mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.work(world.actor) as work:
        author = Author(work, mirrors)
        author.branch("draft")
        author.begin()
        with monkeypatch.context() as slow:
            slow.setattr(trial, "tried", never_in_time)
            made = author.write(tests__high=cases(**BOTH_WAYS))
    assert made.trial.run is None
    job = jobs.run_now(database, world.actor, _id(made.trial))
    assert job is not None
    assert (job.status, job.error) == (JobStatus.SUCCEEDED, None)
    with database.work(world.actor) as work:
        kept = queries.case_run(work, mirrors, made.head)
        assert job_queries.job_by_id(work, job.id).result == {
            "run": str(kept.id),
            "commit": made.head,
            "cases": 2,
            "failed": 0,
        }
        assert (kept.branch, kept.tried.cases) == ("draft", 2)


def test_where_cases_take_too_long_a_merge_relies_on_a_run_of_the_same_files(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.demand(Demands(cases_pass=True))
    author.begin()
    monkeypatch.setattr(trial, "tried", never_in_time)
    author.write(tests__high=cases(**BOTH_WAYS))
    with pytest.raises(CasesNotRun):
        author.merge("draft")
    commands.run_cases(author.work, author.mirrors, "draft")
    assert author.merge("draft").head


def test_while_everybody_else_waits_cases_are_given_a_moment_only(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is built anew behind somebody who was first, and then the repository's row is locked."""
    given: list[float] = []
    monkeypatch.setattr(trial, "within", lambda seconds: given.append(seconds) or within(seconds))
    on_the_way = trial.OnTheWay(author.work, "draft", is_merge=False)
    report = check({"tests/high.json": cases(**BOTH_WAYS).encode()})
    for _ in range(2):
        on_the_way.try_cases(report, Oid(bytes(20)))
    assert given == [INLINE_SECONDS, LOCKED_SECONDS]


def test_a_merge_without_any_case_into_a_branch_that_demands_nothing_runs_none(author: Author) -> None:
    author.begin()
    assert author.merge("draft").trial == Trial()


def test_a_run_is_in_the_trail_and_told_to_whoever_listens(database: Database, world: World, mirrors: Mirrors) -> None:
    with database.work(world.actor) as work:
        author = Author(work, mirrors)
        author.branch("draft")
        author.begin()
        made = author.write(tests__high=cases(**BOTH_WAYS))
    with database.work(world.actor) as work:
        trail = work.session.scalars(text("SELECT action FROM audit_entry ORDER BY seq")).all()
        (data,) = work.session.scalars(text("SELECT data FROM event WHERE type = 'RuleCasesRun'")).all()
    assert "rules.cases_run" in trail
    assert (data["commit"], data["branch"], data["cases"], data["failed"]) == (made.head, "draft", 2, 0)


def _id(trial: Trial) -> UUID:
    assert trial.job is not None
    return trial.job
