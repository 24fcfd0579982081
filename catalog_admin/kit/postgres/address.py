"""Where to reach a server: one libpq URL, complete with the superuser's password."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from catalog_admin.kit.postgres.errors import NotStarted, PasswordLost
from catalog_admin.kit.postgres.home import Home
from catalog_admin.kit.postgres.leftovers import works_in
from catalog_admin.kit.postgres.password import SUPERUSER, superuser_password


@dataclass(frozen=True)
class Address:
    home: Home
    socket: Path
    port: int

    def dsn(self, database: str = "postgres") -> str:
        password = quote(superuser_password(self.home), safe="")
        where = quote(str(self.socket), safe="")
        return f"postgresql://{SUPERUSER}:{password}@/{quote(database, safe='')}?host={where}&port={self.port}"

    def check(self) -> None:
        """Proves that the superuser gets in with the password we keep."""
        try:
            psycopg.connect(self.dsn(), connect_timeout=30).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" not in str(error):
                raise NotStarted(f"The database runs and cannot be talked to: {error}") from error
            raise PasswordLost(
                f"{self.home.cluster} has another superuser password than {self.home.password} keeps.",
                suggestion="Bring that file back from where the data directory came from.",
            ) from None


def address_of_running(home: Home) -> Address | None:
    """Read from the cluster itself, for a process that is not the supervisor.

    A server that was killed, or a machine that lost its power, leaves the file behind: it counts only while the
    process it names works in this cluster.
    """
    try:
        lines = (home.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    is_ready = len(lines) >= 8 and lines[7].strip() == "ready" and works_in(int(lines[0]), home.cluster)
    return Address(home, Path(lines[4]), int(lines[3])) if is_ready else None
