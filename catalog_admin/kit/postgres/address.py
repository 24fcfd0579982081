"""Where to reach a server: one libpq URL, complete with the password."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from catalog_admin.kit.postgres.cluster import SUPERUSER
from catalog_admin.kit.postgres.home import Home
from catalog_admin.kit.postgres.passwords import password_of


@dataclass(frozen=True)
class Address:
    home: Home
    socket: Path
    port: int

    def dsn(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        """A secret: it holds the role's password, which is made on first asking."""
        password = quote(password_of(self.home, role), safe="")
        where = quote(str(self.socket), safe="")
        return f"postgresql://{role}:{password}@/{quote(database, safe='')}?host={where}&port={self.port}"


def address_of_running(home: Home) -> Address | None:
    """Read from the cluster itself, for a process that is not the supervisor."""
    try:
        lines = (home.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    is_ready = len(lines) >= 8 and lines[7].strip() == "ready"
    return Address(home, Path(lines[4]), int(lines[3])) if is_ready else None
