"""A mirror that git's own program speaks from says what Postgres says now."""

import subprocess
from pathlib import Path

from rulestore.model import Position
from rulestore.refs import snapshot
from rulestore.serving import fresh, upload_environment, upload_pack
from tests.rulestore.desk import Desk, git


def listed(desk: Desk) -> str:
    return git(fresh(desk.store), "for-each-ref", "--format=%(objectname) %(refname)")


def test_what_nobody_has_committed_to_is_served_as_well(desk: Desk) -> None:
    assert listed(desk) == ""
    assert git(fresh(desk.store), "symbolic-ref", "HEAD") == "refs/heads/main"


def test_each_landing_is_seen_by_who_asks_next(desk: Desk) -> None:
    for text in "123":
        tip = desk.write(a=text)
        assert listed(desk) == f"{tip.hex()} refs/heads/main"
    branch = desk.branch("draft")
    desk.store.mirror.drop()
    assert branch in listed(desk)


def test_who_saw_less_does_not_write_over_who_saw_more(desk: Desk) -> None:
    desk.write(a="1")
    with desk.store.reading() as connection:
        earlier = snapshot(connection, desk.store.repo)
    tip = desk.write(a="2")
    fresh(desk.store)
    assert not desk.store.mirror.write_refs(*earlier)
    assert git(desk.store.mirror.path, "rev-parse", "main") == tip.hex()


def test_refs_of_a_past_that_is_gone_are_written_anew(desk: Desk) -> None:
    """A database that was restored from a backup is behind what was served before."""
    desk.write(a="1")
    with desk.store.reading() as connection:
        refs, at = snapshot(connection, desk.store.repo)
    fresh(desk.store)
    desk.store.mirror.write_refs([], Position(at.txn_no + 5, b"\1" * 32))
    assert listed(desk) == f"{refs[0].target.hex()} refs/heads/main"


def test_nobodys_settings_reach_the_program(desk: Desk, tmp_path: Path) -> None:
    desk.write(a="1")
    (tmp_path / ".gitconfig").write_text("[uploadpack]\n\thideRefs = refs/heads\n")
    ended = subprocess.run(
        upload_pack(fresh(desk.store), is_advertised=True),
        env=upload_environment("version=9; rm -rf"),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert b"refs/heads/main" in ended.stdout
    assert "GIT_PROTOCOL" not in upload_environment("version=9; rm -rf")
    assert upload_environment("version=2")["GIT_PROTOCOL"] == "version=2"
