"""Cases: run now for any revision, and what a branch demands of them."""

from dataclasses import asdict

from catalog_admin.artefacts.checking.report import check
from catalog_admin.audit import commands as audit
from catalog_admin.kit.actor import NotPermitted, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules import store
from catalog_admin.rules.advancing import standing
from catalog_admin.rules.desk import reading, writing
from catalog_admin.rules.errors import DemandsChanged
from catalog_admin.rules.etags import etag_of_demands
from catalog_admin.rules.keeping import keep
from catalog_admin.rules.model import HEADS, Demands, Trial
from catalog_admin.rules.trees import Trees
from catalog_admin.rules.trial import ask_to_run
from catalog_admin.rules.trying import INLINE_SECONDS, OutOfTime, tried, within
from rulestore.graph import Graph
from rulestore.landing import lock
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.workshop import commit_at

Found = tuple[Oid, Oid, dict[str, bytes]]


def run_cases(work: Work, mirrors: Mirrors, at: str) -> Trial:
    """Of all files of a revision; a job where they take too long to wait for. Raises RevisionNotFound."""
    _check_may_run(work)
    with reading(work, mirrors) as repository:
        commit, tree, files = repository.ask(at, _found)
        branch = at if repository.tip(HEADS + at).target == commit else None
    try:
        found = tried(check(files), tree, within(INLINE_SECONDS))
    except OutOfTime:
        return Trial(job=ask_to_run(work, commit.hex(), branch))
    return Trial(keep(work, found, commit.hex(), branch))


def demand(work: Work, mirrors: Mirrors, branch: str, demands: Demands, expected: Expected) -> Demands:
    """Of whatever is merged into it from now on; none of all ends it. Raises BranchNotFound, DemandsChanged."""
    work.actor.must(Role.TENANT_ADMIN)
    with writing(work, mirrors) as repository:
        # Nobody else changes them, deletes the branch or merges into it before this is committed.
        with repository.writing() as connection:
            lock(connection, repository.repo)
        standing(repository, branch)
    before = store.demands_of(work, branch)
    _check_seen(branch, before, expected)
    if demands != before:
        store.put_demands(work, branch, demands)
        subject = f"branch:{branch}"
        audit.record(work, action="rules.demanded", subject=subject, before=asdict(before), after=asdict(demands))
    return demands


def _check_seen(branch: str, now: Demands, expected: Expected) -> None:
    current = etag_of_demands(now)
    if not expected.names(current):
        raise DemandsChanged(f"what {branch} demands was changed since you read it", current=current)


def _check_may_run(work: Work) -> None:
    if not any(work.actor.may(role) for role in (Role.RULE_AUTHOR, Role.PUBLISHER)):
        raise NotPermitted("this needs the role rule-author or publisher", needs=Role.RULE_AUTHOR.value)


def _found(graph: Graph, commit: Oid) -> Found:
    return commit, commit_at(graph, commit).tree, Trees(graph).at(commit)
