"""git's own client clones and fetches, by each of its ways."""

from pathlib import Path

import pytest

from catalog_admin.kit.actor import Grant, Role
from tests.rules.git.served import Clone, Tenant, client, cloned

pytestmark = pytest.mark.enable_socket
VIEWER = Grant(Role.VIEWER)


@pytest.fixture
def told(clone: Clone) -> Clone:
    """There are two commits on a branch, and a tag of each kind."""
    clone.write({"README.md": "one"}, "one")
    clone.write({"rulesets/README.md": "two", "README.md": "2"}, "two")
    clone.git("tag", "light")
    clone.git("tag", "-a", "-m", "with a message", "heavy")
    clone.git("push", "-q", "origin", "draft", "light", "heavy")
    return clone


@pytest.mark.parametrize("version", ["0", "1", "2"])
def test_a_clone_has_all_of_it(told: Clone, tenant: Tenant, tmp_path: Path, version: str) -> None:
    options = ("-c", f"protocol.version={version}", "--branch", "draft")
    clone = cloned(tenant.url(VIEWER), tmp_path / "again", *options)
    assert clone.head() == told.head()
    assert (clone.path / "rulesets/README.md").read_text() == "two"
    assert clone.git("tag").split() == ["heavy", "light"]
    assert clone.git("fsck", "--full", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize("version", ["0", "2"])
def test_a_fetch_brings_what_is_new(told: Clone, tenant: Tenant, tmp_path: Path, version: str) -> None:
    clone = cloned(tenant.url(VIEWER), tmp_path / "again", "--branch", "draft")
    new = told.write({"README.md": "3"}, "three")
    told.git("push", "-q", "origin", "draft")
    clone.git("-c", f"protocol.version={version}", "pull", "-q", "--ff-only")
    assert clone.head() == new


def test_a_clone_may_be_shallow_and_deepened(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    clone = cloned(tenant.url(VIEWER), tmp_path / "again", "--depth=1", "--branch", "draft")
    assert clone.git("rev-list", "--count", "HEAD") == "1"
    clone.git("fetch", "-q", "--unshallow")
    assert clone.git("rev-list", "--count", "HEAD") == told.git("rev-list", "--count", "HEAD")


def test_who_is_shallow_pushes_as_well(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    clone = cloned(tenant.url(), tmp_path / "again", "--depth=1", "--branch", "draft")
    new = clone.write({"README.md": "3"})
    clone.git("push", "-q", "origin", "draft")
    told.git("pull", "-q", "--ff-only", "origin", "draft")
    assert told.head() == new


def test_a_clone_may_leave_out_files_until_they_are_asked_for(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    clone = cloned(tenant.url(VIEWER), tmp_path / "again", "--filter=blob:none", "--no-checkout", "--branch", "draft")
    missing = clone.git("rev-list", "--objects", "--missing=print", "HEAD")
    assert "?" in missing
    assert clone.git("show", "HEAD:README.md") == "2"


def test_a_repository_that_says_nothing_yet_is_cloned(tenant: Tenant, tmp_path: Path) -> None:
    clone = cloned(tenant.url(VIEWER), tmp_path / "again")
    assert clone.git("branch", "--show-current") == "main"
    assert clone.git("ls-files") == ""


def test_a_mirror_has_every_ref_and_nothing_else(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    assert client("clone", "-q", "--bare", "--mirror", tenant.url(VIEWER), str(tmp_path / "mirror.git")).returncode == 0
    mirror = Clone(tmp_path / "mirror.git")
    there = client("ls-remote", "--refs", tenant.url(VIEWER)).stdout
    assert mirror.git("for-each-ref", "--format=%(objectname)\t%(refname)") == there.strip()
    assert mirror.git("fsck", "--full", "--strict", "--no-dangling") == ""


def test_who_has_nothing_yet_lists_one_branch(tenant: Tenant) -> None:
    """A repository begins with a commit: none is without branches."""
    listed = [line.split("\t") for line in client("ls-remote", "--symref", tenant.url(VIEWER)).stdout.splitlines()]
    assert listed[0] == ["ref: refs/heads/main", "HEAD"]
    assert [name for _, name in listed[1:]] == ["HEAD", "refs/heads/main"]


def test_a_fetch_that_names_much_is_packed_by_the_client(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    """Beyond a kilobyte git compresses what it asks for."""
    clone = cloned(tenant.url(VIEWER), tmp_path / "again", "--branch", "draft")
    for nr in range(60):
        clone.git("commit", "-q", "--allow-empty", "-m", f"mine {nr}")
    told.write({"README.md": "3"})
    told.git("push", "-q", "origin", "draft")
    clone.git("fetch", "-q")
    assert clone.git("rev-parse", "origin/draft") == told.head()


def test_what_was_pushed_is_fetched_at_once(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    clone = cloned(tenant.url(VIEWER), tmp_path / "again", "--branch", "draft")
    for nr in range(3):
        told.write({"README.md": f"again {nr}"})
        told.git("push", "-q", "origin", "draft")
        clone.git("pull", "-q", "--ff-only")
        assert clone.head() == told.head()


def test_another_tenants_is_not_there(tenant: Tenant, service: object) -> None:
    other = tenant.served.tenant()
    told = client("ls-remote", tenant.url(VIEWER).replace(tenant.key, other.key))
    missing = client("ls-remote", tenant.url(VIEWER).replace(tenant.key, "nowhere"))
    assert told.returncode == missing.returncode != 0
    assert "rules.no_repository: there is no such repository" in told.stderr
    assert told.stderr.replace(other.key, "nowhere") == missing.stderr


def test_git_asks_for_a_password(tenant: Tenant, tmp_path: Path) -> None:
    """And takes one from whatever helper it is told of."""
    assert "could not read Username" in client("ls-remote", tenant.address).stderr
    helper = tmp_path / "helper"
    helper.write_text(f"#!/bin/sh\necho username=whoever\necho password={tenant.token(VIEWER)}\n")
    helper.chmod(0o700)
    assert "refs/heads/main" in client("-c", f"credential.helper={helper}", "ls-remote", tenant.address).stdout


def test_a_bearer_token_is_as_good(tenant: Tenant) -> None:
    header = f"http.extraHeader=Authorization: Bearer {tenant.token(VIEWER)}"
    assert "refs/heads/main" in client("-c", header, "ls-remote", tenant.address).stdout


def test_a_token_that_was_made_up_is_refused(tenant: Tenant) -> None:
    made_up = tenant.address.replace("://", f"://whoever:cat_{'0' * 32}_{'0' * 64}@")
    told = client("ls-remote", made_up)
    assert told.returncode != 0
    assert "Authentication failed" in told.stderr


def test_a_token_that_was_taken_back_opens_nothing_any_more(told: Clone, tenant: Tenant, tmp_path: Path) -> None:
    url = tenant.url()
    clone = cloned(url, tmp_path / "leaver")
    tenant.take_back(url)
    clone.write({"README.md": "of somebody who has left"})
    assert "Authentication failed" in clone.refused("fetch", "-q")
    assert "Authentication failed" in clone.refused("push", "-q", "origin", "HEAD:refs/heads/draft")
