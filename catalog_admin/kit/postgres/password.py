"""The superuser's generated password, in a 0600 file that only the service's user can read."""

import os
import secrets

from catalog_admin.kit.postgres.home import Home

SUPERUSER = "postgres"


def superuser_password(home: Home) -> str:
    """Made on first asking; the same ever after."""
    try:
        return home.password.read_text()
    except FileNotFoundError:
        _generate(home)
        return home.password.read_text()


def _generate(home: Home) -> None:
    # The draft is complete and on disk before it gets the name, so a crash leaves no half a password.
    draft = home.path / "password.draft"
    draft.unlink(missing_ok=True)
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as out:
        out.write(secrets.token_urlsafe(32))
        out.flush()
        os.fsync(file)
    draft.rename(home.password)
