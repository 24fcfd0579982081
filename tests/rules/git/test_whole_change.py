"""A rule author with nothing but git and curl: the commands of the guide, run by a shell."""

import re
import subprocess
from pathlib import Path

import pytest

from catalog_admin.cli.demo_rules import RULES
from catalog_admin.organisation.model import steward
from catalog_admin.rules import commands
from tests.rules.git.served import AUTHOR, PUBLISHER, Tenant, cloned, environment

pytestmark = pytest.mark.enable_socket
SCRIPT = Path(__file__).with_name("whole_change.sh")
GUIDE = Path(__file__).parents[3] / "docs/guides/rules.md"
TOLD = "## A whole change with git and curl"


def test_a_whole_change_is_made_with_git_and_curl(tenant: Tenant, tmp_path: Path) -> None:
    _begin(tenant, tmp_path)
    place = tmp_path / "place"
    place.mkdir()
    tokens = {"TOKEN": tenant.token(AUTHOR), "PUBLISHER_TOKEN": tenant.token(PUBLISHER)}
    known = {**environment(), "CATALOGS": tenant.served.origin, "TENANT": tenant.key, **tokens}
    ended = subprocess.run(
        ["bash", str(SCRIPT)], cwd=place, env=known, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert not any(token in (place / "rules/.git/config").read_text() for token in tokens.values())


def test_the_guide_tells_the_commands_that_are_run_here() -> None:
    section = GUIDE.read_text().partition(TOLD)[2].partition("\n## ")[0]
    lines = [line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]
    assert len(lines) > 10
    script, place = SCRIPT.read_text(), 0
    for line in lines:
        place = script.find(line, place)
        assert place >= 0, f"not in the script, or not in this order: {line}"


def _begin(tenant: Tenant, tmp_path: Path) -> None:
    """What the demo has on main: a reader of the guide begins there as well."""
    clone = cloned(tenant.url(), tmp_path / "before")
    clone.git("switch", "-q", "-c", "begin")
    files = sorted(RULES.rglob("*.json"))
    clone.write({path.relative_to(RULES).as_posix(): path.read_text() for path in files})
    clone.git("push", "-q", "origin", "begin")
    with tenant.served.database.work(steward(tenant.doorplate)) as work:
        commands.merge_branch(work, tenant.served.app.state.mirrors, "begin", "main")
