"""What git's own client is refused, and what it shows of that; nothing of it has moved afterwards."""

import os
from collections.abc import Callable
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.rules.git.served import Clone, Tenant, client, cloned

pytestmark = pytest.mark.enable_socket
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"


def refs(tenant: Tenant) -> str:
    return client("ls-remote", tenant.url()).stdout


def executable(clone: Clone) -> None:
    clone.write({"run.md": "x"})
    (clone.path / "run.md").chmod(0o755)


def submodule(clone: Clone) -> None:
    clone.git("clone", "-q", str(clone.path), "vendored")


def link(clone: Clone) -> None:
    os.symlink("README.md", clone.path / "link.md")


def written(files: dict[str, str]) -> Callable[[Clone], None]:
    def write(clone: Clone) -> None:
        for name, text in files.items():
            (clone.path / name).parent.mkdir(parents=True, exist_ok=True)
            (clone.path / name).write_text(text)

    return write


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (executable, "run.md has the mode 100755: files are 100644, neither programs, links nor modules"),
        (submodule, "vendored has the mode 160000: files are 100644, neither programs, links nor modules"),
        (written({".gitmodules": "[submodule]"}), "'.gitmodules' is no name for a file"),
        (written({"logo.md": POINTER}), "logo.md is a pointer of git LFS: the file itself belongs here"),
        (link, "link.md has the mode 120000"),
        (written({"one.md": "1", "ONE.md": "2"}), "ONE.md and one.md in one folder: many computers cannot hold both"),
        (written({"con.md": "1"}), "'con.md' is no name for a file"),
        (written({"a/" * 16 + "x.md": "1"}), "more than 16 folders in each other"),
        (written({"large.md": "x" * (1024 * 1024 + 1)}), "a blob of more than 1048576 bytes"),
    ],
    ids=["program", "submodule", "modules", "pointer", "link", "twins", "device", "deep", "large"],
)
def test_what_the_store_does_not_take(
    clone: Clone, tenant: Tenant, spoil: Callable[[Clone], None], reason: str
) -> None:
    clone.write({"README.md": "1"})
    clone.git("push", "-q", "origin", "draft")
    before = refs(tenant)
    spoil(clone)
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "odd")
    told = clone.refused("push", "origin", "draft")
    assert "! [remote rejected] draft -> draft" in told
    assert reason in told
    assert refs(tenant) == before


def test_what_lies_in_the_middle_of_a_push_is_looked_at_too(clone: Clone) -> None:
    clone.write({"README.md": "1", "large.md": "x" * (1024 * 1024 + 1)})
    (clone.path / "large.md").unlink()
    clone.write({"README.md": "2"})
    assert "a blob of more than 1048576 bytes" in clone.refused("push", "origin", "draft")


def test_rules_that_do_not_hold_together_are_told_by_file_place_and_reason(clone: Clone, tenant: Tenant) -> None:
    before = refs(tenant)
    clone.write({"predicates/a.json": "{}", "predicates/b.json": "{", "predicates/c.txt": "x"})
    told = clone.refused("push", "origin", "draft")
    lines = [line.removeprefix("remote: ") for line in told.splitlines() if line.startswith("remote: ")]
    assert any(line.startswith('predicates/a.json: artefacts.missing_member: "id" is a required') for line in lines)
    assert any(line.startswith("predicates/b.json") for line in lines)
    assert any(line.startswith("predicates/c.txt") for line in lines)
    assert "! [remote rejected] draft -> draft (its rules do not hold together)" in told
    assert refs(tenant) == before


def test_warnings_are_shown_and_keep_nothing_out(clone: Clone, tenant: Tenant) -> None:
    clone.write({"schemas/context.json": '{"type":"object"}'})
    told = client("push", "origin", "draft", at=clone.path)
    assert told.returncode == 0
    assert "remote: warning: schemas/context.json: artefacts.not_canonical: " in told.stderr
    clone.write({"README.md": "1"})
    assert "warning" not in client("push", "origin", "draft", at=clone.path).stderr


def test_a_protected_branch_moves_by_merges_only(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    told = clone.refused("push", "origin", "draft:main")
    assert "it is protected: push to a branch of your own, and have that merged" in told
    assert "it is protected" in clone.refused("push", "origin", ":main")


def test_nobody_rewrites_what_has_been(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    clone.git("push", "-q", "origin", "draft")
    before = refs(tenant)
    clone.git("commit", "-q", "--amend", "-m", "otherwise")
    assert "non-fast-forward" in clone.refused("push", "origin", "draft")
    told = clone.refused("push", "--force", "origin", "draft")
    assert "! [remote rejected] draft -> draft (branches only go forward" in told
    assert refs(tenant) == before


def test_tags_stay_where_they_are(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    clone.git("tag", "v1")
    clone.git("push", "-q", "origin", "draft", "v1")
    clone.write({"README.md": "2"})
    clone.git("tag", "-f", "v1")
    assert "tags stay where they are" in clone.refused("push", "--force", "origin", "v1")
    assert "tags stay where they are" in clone.refused("push", "origin", ":v1")


@pytest.mark.parametrize("option", [[], ["--atomic"]])
def test_of_several_refs_all_move_or_none(clone: Clone, tenant: Tenant, option: list[str]) -> None:
    clone.write({"README.md": "1"})
    before = refs(tenant)
    told = clone.refused("push", *option, "origin", "draft", "draft:main", "draft:refs/heads/third")
    assert "draft -> main (it is protected" in told
    assert "draft -> draft (nothing of this push was taken)" in told
    assert "draft -> third (nothing of this push was taken)" in told
    assert refs(tenant) == before


@pytest.mark.parametrize("name", ["refs/notes/x", "refs/heads/b@{x", "refs/heads/ä"])
def test_refs_are_branches_and_tags_with_plain_names(clone: Clone, name: str) -> None:
    clone.write({"README.md": "1"})
    told = clone.refused("push", "origin", f"draft:{name}")
    assert "is no name for a branch or a tag" in told or "not a valid ref" in told or "invalid refspec" in told


def test_a_branch_is_no_folder_of_another(clone: Clone) -> None:
    clone.write({"README.md": "1"})
    clone.git("push", "-q", "origin", "draft:refs/heads/one")
    assert "cannot be beside branch one" in clone.refused("push", "origin", "draft:refs/heads/one/two")


def test_a_branch_stands_at_a_commit(clone: Clone) -> None:
    clone.write({"README.md": "1"})
    clone.git("tag", "tree", "HEAD^{tree}")
    assert "something else than a commit" in clone.refused("push", "origin", "tree")


def test_who_was_second_is_told_to_fetch(clone: Clone, tenant: Tenant, tmp_path: Path) -> None:
    other = cloned(tenant.url(), tmp_path / "other")
    other.git("switch", "-q", "-c", "draft")
    other.write({"other.md": "1"})
    clone.write({"README.md": "1"})
    clone.git("push", "-q", "origin", "draft")
    told = other.refused("push", "origin", "draft")
    assert "fetch first" in told


def test_what_is_no_fetch_nor_push_is_told_what_is(clone: Clone, tenant: Tenant) -> None:
    assert "fatal: " in clone.refused("archive", f"--remote={tenant.url()}", "HEAD")
    for service in ("git-upload-archive", None):  # as newer clients ask for archives, and the oldest for everything
        asked = {"service": service} if service else {}
        headers = {"User-Agent": "git/2.50.0", "Authorization": f"Bearer {tenant.token()}"}
        told = httpx.get(f"{tenant.address}/info/refs", params=asked, headers=headers)
        assert (told.status_code, told.headers["content-type"]) == (422, "text/plain; charset=utf-8")
        assert told.text.startswith("clone, fetch and push are served here")


def test_push_options_are_refused_before_anything_is_sent(clone: Clone, tenant: Tenant) -> None:
    clone.write({"README.md": "1"})
    before = refs(tenant)
    told = clone.refused("push", "--push-option=ci.skip", "origin", "draft")
    assert "the receiving end does not support push options" in told
    assert refs(tenant) == before
