"""From a fresh clone to a complete `.venv`, with nothing but Python's standard library.

Runs under whatever Python there is, so it keeps to the syntax of old ones until it has found a good one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "tools" / "uv.txt"
NODE_LOCK = ROOT / "tools" / "node.txt"
OLDEST = (3, 11)


def ensure_environment() -> None:
    """Installs by hash what the lock says, when it says something new; costs milliseconds otherwise."""
    stamp = VENV / ".locked"
    wanted = _fingerprint()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up .venv (minutes the first time) ...", flush=True)
    uv = find_uv()
    if not PYTHON.exists():
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    run(uv, "pip", "sync", *quiet, "--require-hashes", "--compile-bytecode", "--python", PYTHON, LOCK)
    _install_project()
    stamp.write_text(wanted)


def ensure_python() -> None:
    """Goes on in a Python that is new enough, by its usual names, or says what is missing."""
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, "-m", "tools.dev", *sys.argv[1:]])
    sys.exit("Python 3.11 or newer is needed; python3 here is " + sys.version.split()[0])


def fetch_node() -> Path:
    """node from PyPI, for machines without one; where its package lies."""
    place = CACHE / "node"
    stamp = place / ".locked"
    wanted = NODE_LOCK.read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Fetching node ...", flush=True)
        run(find_uv(), "pip", "install", "--quiet", "--require-hashes", "--target", place, "-r", NODE_LOCK)
        stamp.write_text(wanted)
    return place


def find_uv() -> str:
    own = CACHE / "uv" / "bin" / "uv"
    if found := shutil.which("uv"):
        return found
    if own.exists():
        return str(own)
    print("Fetching uv ...", flush=True)
    if _uv_by_venv() or _uv_by_pip() or (apt_get("python3-venv") and _uv_by_venv()):
        return str(own)
    sys.exit("uv cannot be installed: this Python has neither venv nor pip (on Debian: python3-venv)")


def apt_get(package: str) -> bool:
    """Whether Debian's package could be installed; never tried where we are not root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing Debian's {package} ...", flush=True)
    return _works("apt-get", "update", "-qq") and _works(
        "apt-get", "install", "-qq", "-y", "--no-install-recommends", package
    )


def run(*command: object) -> None:
    """Ends the program with the command's exit code when it fails."""
    ended = subprocess.run([str(part) for part in command], cwd=str(ROOT), env=environment(), check=False)
    if ended.returncode != 0:
        sys.exit(ended.returncode)


def environment() -> dict[str, str]:
    # Whoever calls us from inside another virtual environment still means this one; and uv shall use the
    # Python that is here instead of downloading one.
    ours = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    ours["UV_PYTHON_DOWNLOADS"] = "never"
    # Compiled once and kept, also where somebody forbade it: hundreds of modules cost seconds at every start.
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    ours["PATH"] = os.pathsep.join([str(VENV / "bin"), ours.get("PATH", os.defpath)])
    return ours


def _uv_by_venv() -> bool:
    # Debian splits ensurepip from Python: then this fails, and leaves half a directory.
    place = CACHE / "uv"
    shutil.rmtree(str(place), ignore_errors=True)
    return _works(sys.executable, "-m", "venv", place) and _works(*_pip(place / "bin" / "python"))


def _uv_by_pip() -> bool:
    place = CACHE / "uv"
    shutil.rmtree(str(place), ignore_errors=True)
    return _works(*_pip(sys.executable), "--target", place)


def _pip(python: str | Path) -> list[str | Path]:
    return [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", UV_LOCK]


def _works(*command: object) -> bool:
    """Quietly: there is another way to try when this one fails."""
    words = [str(part) for part in command]
    return subprocess.run(words, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def _install_project() -> None:
    """What an editable install would do, without a build backend outside the lock."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    (packages / "catalog-admin.pth").write_text(f"{ROOT}\n")
    program = VENV / "bin" / "catalog-admin"
    program.write_text(f"#!{PYTHON}\nfrom catalog_admin.cli.app import main\n\nmain()\n")
    program.chmod(0o755)


def _fingerprint() -> str:
    return hashlib.sha256(LOCK.read_bytes() + str(ROOT).encode()).hexdigest()
