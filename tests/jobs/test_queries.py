"""Whose jobs one sees, and for whom a job works."""

from dataclasses import replace
from uuid import UUID

import pytest

from catalog_admin.jobs import commands, model, queries
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.errors import NoSuchJob
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.work import Database
from tests.world import World

TESS, TOM = "user:tess", "user:tom"


@pytest.fixture(autouse=True)
def worked_for(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """For whom jobs of the kind `tests.look` have worked."""
    actors: list[Actor] = []

    def run(context: JobContext) -> dict[str, object]:
        actors.append(context.actor)
        return {}

    monkeypatch.setitem(model._KINDS, "tests.look", model.JobKind("tests.look", run, is_resumable=False))
    return actors


@pytest.fixture
def jobs(database: Database, world: World) -> dict[str, UUID]:
    """Tess's and Tom's, both in dev."""
    made: dict[str, UUID] = {}
    for subject in (TESS, TOM):
        with database.work(replace(world.actor, subject=subject), world.environment, environment_key="dev") as work:
            made[subject] = commands.enqueue(work, "tests.look", {})
    return made


def seen(database: Database, actor: Actor, jobs: dict[str, UUID]) -> set[str]:
    """By the list and, one by one, by id: both say the same."""
    with database.reads(actor) as reads:
        listed = {job.id for job in queries.jobs_page(reads, limit=10).items}
        found = set()
        for subject, job in jobs.items():
            try:
                found.add(subject if queries.job_by_id(reads, job).id in listed else "found, but not listed")
            except NoSuchJob:
                assert job not in listed
    return found


@pytest.mark.parametrize(
    ("grant", "environments", "whose"),
    [
        (Grant(Role.VIEWER), None, {TESS, TOM}),
        (Grant(Role.VIEWER), frozenset({"dev"}), {TESS, TOM}),
        (Grant(Role.VIEWER), frozenset({"ut"}), set()),
        (Grant(Role.CATALOG_EDITOR, catalog="global"), frozenset({"ut"}), set()),
        (Grant(Role.CATALOG_EDITOR, catalog="global"), None, {TESS}),
    ],
)
def test_shows_ones_own_and_what_ones_roles_reach(
    database: Database,
    world: World,
    jobs: dict[str, UUID],
    grant: Grant,
    environments: frozenset[str] | None,
    whose: set[str],
) -> None:
    actor = replace(world.actor, subject=TESS, grants=(grant,), environments=environments)
    assert seen(database, actor, jobs) == whose


def test_a_job_works_with_the_rights_of_who_asked_and_no_more(
    database: Database, world: World, worked_for: list[Actor]
) -> None:
    asking = replace(
        world.actor,
        grants=(Grant(Role.PUBLISHER, catalog="global", path="a.b"),),
        environments=frozenset({"dev", "ut"}),
    )
    with database.work(asking, world.environment, environment_key="dev") as work:
        job = commands.enqueue(work, "tests.look", {}, defer=False)
    commands.run_now(database, asking, job)
    assert worked_for == [asking]
