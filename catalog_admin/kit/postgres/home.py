"""Where the pieces of one embedded database lie, and who owns which.

    data_dir/
    ├── lock                 held by the one supervisor that may touch the rest
    ├── visitors             held by commands that use a server another command started
    ├── cluster/             PGDATA, owned by the server's user
    ├── server.conf, hba.conf   ours, written anew at each start
    ├── password             0600, the superuser's
    ├── socket               a directory, or a link to one with a path short enough for a socket
    ├── programs/            a copy of PostgreSQL, only when the installed one is closed to that user
    └── postgres.log

As root the server's user must be able to walk down to its cluster. Opening somebody's parent directories
is not ours to do: when the way is closed, all of this lies under `/var/lib/catalog-admin/` instead and
`data_dir` holds one file, `location`, that says where.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from catalog_admin.kit.postgres.errors import ClusterGone, OutOfReach, OwnedBySomebodyElse
from catalog_admin.kit.postgres.user import ServerUser, somebody_without_rights

AWAY = Path("/var/lib/catalog-admin")


@dataclass(frozen=True)
class Home:
    path: Path
    user: ServerUser

    @property
    def cluster(self) -> Path:
        return self.path / "cluster"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def log(self) -> Path:
        return self.path / "postgres.log"

    @property
    def password(self) -> Path:
        return self.path / "password"

    def give(self, path: Path, mode: int) -> None:
        """Hands one of our new files or directories to the server's user."""
        path.chmod(mode)
        if not self.user.is_us:
            os.chown(path, self.user.uid, self.user.gid)


def open_home(data_dir: Path, away: Path = AWAY) -> Home:
    """Makes the directory on first use; refuses one that moved, belongs to others, or cannot be reached."""
    data_dir = data_dir.absolute()
    make_directory(data_dir)
    path = recorded_location(data_dir) or data_dir
    if (path / "cluster").exists():
        return _inhabited(path)
    user = somebody_without_rights()
    if path == data_dir and not user.may_enter(data_dir):
        path = _settle_elsewhere(data_dir, away, user)
    return Home(path, user)


def make_directory(path: Path) -> None:
    """A directory that others can at most pass through; an existing one keeps the mode it has."""
    if not path.is_dir():
        path.mkdir(parents=True)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)


def recorded_location(data_dir: Path) -> Path | None:
    try:
        path = Path((data_dir / "location").read_text().strip())
    except FileNotFoundError:
        return None
    if not path.is_dir():
        raise ClusterGone(
            f"{data_dir / 'location'} says the database lies in {path}, and nothing is there.",
            suggestion=f"Bring {path} back, or delete {data_dir} to begin with an empty database.",
        )
    return path


def _inhabited(path: Path) -> Home:
    cluster = path / "cluster"
    owner = cluster.stat()
    user = ServerUser(owner.st_uid, owner.st_gid)
    if user.uid == 0 or (os.geteuid() != 0 and not user.is_us):
        raise OwnedBySomebodyElse(
            f"{cluster} belongs to {user.name}, who cannot be the one to run the database here.",
            suggestion="Start as the user who made it, or give the directory to yourself with chown -R.",
        )
    if not user.may_enter(cluster):
        raise OutOfReach(
            f"{user.name} runs the database in {cluster} and cannot get there any more.",
            suggestion="Move the data directory to where that user may go, /var/lib for example.",
        )
    return Home(path, user)


def _settle_elsewhere(data_dir: Path, away: Path, user: ServerUser) -> Path:
    make_directory(away)
    # A fresh name each time: one derived from data_dir would bring back an old database after a reset.
    path = away / secrets.token_hex(8)
    make_directory(path)
    if not user.may_enter(path):
        raise OutOfReach(
            f"The database runs as {user.name}, who can enter neither {data_dir} nor {path}.",
            suggestion="Choose a data directory where that user may go.",
        )
    return _record(data_dir, path)


def _record(data_dir: Path, path: Path) -> Path:
    draft = data_dir / f".location-{path.name}"
    draft.write_text(f"{path}\n")
    try:
        os.link(draft, data_dir / "location")  # refuses to replace: of two first starts one wins
    except FileExistsError:
        path.rmdir()
        return recorded_location(data_dir) or data_dir
    finally:
        draft.unlink()
    return path
