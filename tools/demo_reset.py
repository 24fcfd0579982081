"""Deletes the embedded database, wherever its files lie; refuses while the service runs."""

import sys

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.postgres import erase
from catalog_admin.settings import Settings


def main() -> str | None:
    settings = Settings()
    if settings.database_url is not None:
        return "DATABASE_URL names a database of yours; this deletes only the embedded one."
    try:
        erase(settings.data_dir / "postgres")
    except Refusal as refusal:
        return f"{refusal.detail}\n{refusal.suggestion}"
    return None


if __name__ == "__main__":
    sys.exit(main())
