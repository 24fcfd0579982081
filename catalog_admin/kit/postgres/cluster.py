"""The cluster on disk: made once, in one piece, and never opened by another major version."""

import shutil
import sys
from pathlib import Path

from catalog_admin.kit.postgres.errors import NotCreated, OtherMajorVersion
from catalog_admin.kit.postgres.home import Home
from catalog_admin.kit.postgres.password import SUPERUSER, superuser_password
from catalog_admin.kit.postgres.programs import Programs

# Sorting and case by PostgreSQL's own C.UTF-8, the same on every machine. The system's LC_CTYPE still
# decides what ltree and pg_trgm take for a letter, so it must be a UTF-8 one; macOS has no C.UTF-8.
LETTERS = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def ensure_cluster(home: Home, programs: Programs, *, durable: bool) -> None:
    """Creates the cluster where none is; refuses one that another major version made."""
    if home.cluster.exists():
        _check_version(home.cluster, programs.major)
    else:
        _create(home, programs, durable=durable)


def _check_version(cluster: Path, ours: int) -> None:
    try:
        theirs = (cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        theirs = "an unknown version"
    if theirs != str(ours):
        raise OtherMajorVersion(
            f"{cluster} was made by PostgreSQL {theirs}; this program brings PostgreSQL {ours}.",
            suggestion=f"Use a release with PostgreSQL {theirs}, or move the data with pg_dump.",
        )


def _create(home: Home, programs: Programs, *, durable: bool) -> None:
    # Under another name until it is whole: a start killed here leaves nothing that looks like a cluster.
    draft = home.path / "cluster.new"
    password_file = home.path / "password.initdb"
    try:
        _make_room(home, draft, password_file)
        _initialise(home, programs, _options(draft, password_file, durable=durable))
        draft.rename(home.cluster)
    except OSError as error:
        raise NotCreated(f"The database could not be created in {home.cluster}: {error}") from error
    finally:
        password_file.unlink(missing_ok=True)
        shutil.rmtree(draft, ignore_errors=True)


def _make_room(home: Home, cluster: Path, password_file: Path) -> None:
    shutil.rmtree(cluster, ignore_errors=True)
    cluster.mkdir()
    home.give(cluster, 0o700)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600, exist_ok=False)
    home.give(password_file, 0o600)
    password_file.write_text(superuser_password(home) + "\n")


def _initialise(home: Home, programs: Programs, options: list[str]) -> None:
    ended = home.user.run([programs.initdb, *options])
    if ended.returncode != 0:
        said = ended.stdout.replace(superuser_password(home), "***")
        last = "\n".join(said.strip().splitlines()[-8:])
        raise NotCreated(f"The database could not be created in {home.cluster}:\n{last}")


def _options(cluster: Path, password_file: Path, *, durable: bool) -> list[str]:
    return [
        f"--pgdata={cluster}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={LETTERS}",
        "--data-checksums",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    ]
