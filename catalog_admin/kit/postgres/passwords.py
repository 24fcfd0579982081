"""One generated password per role, each in a 0600 file that only the service's user can read."""

import os
import re
import secrets

from catalog_admin.kit.postgres.home import Home

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def password_of(home: Home, role: str) -> str:
    """Made on first asking; the same ever after."""
    if not ROLE.fullmatch(role):
        raise ValueError(f"{role!r} is no role name")
    home.passwords.mkdir(mode=0o700, exist_ok=True)
    path = home.passwords / role
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    # The draft is complete and on disk before it gets the name, so a crash leaves no half a password.
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as out:
        out.write(secrets.token_urlsafe(32))
        out.flush()
        os.fsync(file)
    draft.rename(path)
    return path.read_text()
