"""Packs that a new mirror begins with are made by workers, when there is enough for one."""

from pathlib import Path
from shutil import rmtree
from uuid import UUID

import pytest
from sqlalchemy import text

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.model import JobStatus, JobView
from catalog_admin.organisation.model import steward
from catalog_admin.rules import checkpointing
from catalog_admin.rules.checkpointing import CHECKPOINT, ask_for_checkpoints
from tests.rules.git.served import Clone, Tenant, cloned

pytestmark = pytest.mark.enable_socket
ASKED = {"kind": CHECKPOINT}
EVERY = 6  # more than other tests leave behind


def asked(tenant: Tenant) -> list[UUID]:
    ask_for_checkpoints(tenant.served.database, EVERY)
    with tenant.served.database.work(steward(tenant.doorplate)) as work:
        return list(
            work.session.scalars(
                text("SELECT id FROM job WHERE kind = :kind ORDER BY created_at"), {"kind": CHECKPOINT}
            )
        )


def done(tenant: Tenant, job: UUID) -> JobView:
    view = jobs.run_now(tenant.served.database, steward(tenant.doorplate), job)
    assert view is not None
    return view


def moved(clone: Clone, times: int) -> None:
    for _ in range(times):
        clone.write({"README.md": clone.head()})
        clone.git("push", "-q", "origin", "draft")


def test_a_new_mirror_begins_with_what_a_worker_packed(clone: Clone, tenant: Tenant, tmp_path: Path) -> None:
    moved(clone, 2)
    assert asked(tenant) == []
    moved(clone, EVERY - 2)
    [job] = asked(tenant)
    assert asked(tenant) == [job]  # which is under way
    view = done(tenant, job)
    assert (view.status, view.result) == (JobStatus.SUCCEEDED, {"transaction": EVERY + 2})  # it was begun by two
    assert asked(tenant) == [job]
    moved(clone, 1)
    mirrors = next(tenant.served.mirrors.rglob(str(tenant.doorplate.id)))
    rmtree(mirrors)
    other = cloned(tenant.url(), tmp_path / "other", "--branch", "draft")
    assert other.head() == clone.head()
    assert other.git("fsck", "--full", "--strict", "--no-dangling") == ""
    packs = {file.name.rpartition("-")[0] for file in mirrors.rglob("*.pack")}
    assert packs == {f"pack-0-{EVERY + 2}", f"pack-{EVERY + 2}-{EVERY + 3}"}


def test_a_worker_without_git_says_so_and_is_not_asked_again_at_once(
    clone: Clone, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(clone, EVERY)
    [job] = asked(tenant)
    monkeypatch.setattr(checkpointing, "is_there", lambda: False)
    view = done(tenant, job)
    assert view.status is JobStatus.FAILED
    assert view.error is not None
    assert view.error["code"] == "rules.git_missing"
    assert asked(tenant) == [job]
