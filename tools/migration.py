"""Begins a migration: an empty file with the next number, to be written by hand as SQL.

python -m tools.migration "add node tree"
"""

import sys

from alembic.command import revision
from alembic.config import Config

from catalog_admin.kit.migrating import MIGRATIONS, head


def main() -> str | None:
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        return 'say what it does: make migration NAME="add node tree"'
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(rev)s_%%(slug)s")
    revision(config, message=sys.argv[1], rev_id=f"{int(head()) + 1:02}")
    return None


if __name__ == "__main__":
    sys.exit(main())
