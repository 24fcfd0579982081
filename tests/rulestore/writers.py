"""Starting, hearing and ending processes that commit."""

import subprocess
import sys

from tests.rulestore.real import Real


def start(real: Real, name: str, count: int, death: str = "") -> subprocess.Popen[str]:
    where = [real.url, str(real.tenant), str(real.place), name, str(count), death]
    command = [sys.executable, "-m", "tests.rulestore.writer", *where]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def heard(writer: subprocess.Popen[str]) -> list[str]:
    """The commits it said, after its end."""
    said, complaints = writer.communicate(timeout=120)
    assert writer.returncode <= 0, complaints
    return said.split()
