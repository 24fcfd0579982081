"""A private directory for the server's socket, with a path that fits into a socket address."""

import shutil
import tempfile
from pathlib import Path

from catalog_admin.kit.postgres.home import Home

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
LONGEST = 103
NAME = ".s.PGSQL.65535.lock"


def make_socket_directory(home: Home) -> Path:
    """Away from the data directory only when its path will not do; then a link remembers where."""
    beside = home.path / "socket"
    remove_socket_directory(home)
    if _will_do(beside):
        beside.mkdir()
        home.give(beside, 0o700)
        return beside
    short = Path(tempfile.mkdtemp(prefix="pg-", dir=_short_place(home)))
    home.give(short, 0o700)
    beside.symlink_to(short)
    return short


def remove_socket_directory(home: Home) -> None:
    """Also the one that a killed predecessor left in the temporary directory."""
    beside = home.path / "socket"
    if beside.is_symlink():
        left = beside.readlink()
        beside.unlink()
        if left.is_dir() and left.stat().st_uid == home.user.uid:
            shutil.rmtree(left, ignore_errors=True)
    else:
        shutil.rmtree(beside, ignore_errors=True)


def _will_do(directory: Path) -> bool:
    # libpq reads a comma as the end of one host and the start of the next, and knows no escape for it.
    return len(bytes(directory / NAME)) <= LONGEST and "," not in str(directory)


def _short_place(home: Home) -> Path:
    # TMPDIR may be long (macOS) or closed to the server's user; /tmp is neither on any Unix.
    place = Path(tempfile.gettempdir())
    fits = _will_do(place / "pg-12345678") and home.user.may_enter(place)
    return place if fits else Path("/tmp")  # noqa: S108 - mkdtemp makes a private one in it
