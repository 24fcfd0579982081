"""A few rules for the demo, committed and merged as an author and a publisher would do it."""

from pathlib import Path

import bundles
from catalog_admin.cli.desk import TenantDesk
from catalog_admin.cli.mirrored import mirrors
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.model import MAIN

RULES = Path(bundles.__file__).parent / "examples" / "demo-rules"
BRANCH, MESSAGE = "demo", "What a quote needs"


def load_rules(desk: TenantDesk) -> bool:
    """All of it in one transaction; False if there is something already."""
    here = mirrors()
    edits = [FileEdit(str(path.relative_to(RULES)), path.read_bytes()) for path in sorted(RULES.rglob("*.*"))]
    with desk.work() as work:
        commands.found_repository(work)
        if queries.listed(work, here, MAIN, limit=1).items:
            return False
        commands.create_branch(work, here, BRANCH, MAIN)
        commands.commit_files(work, here, BRANCH, edits, MESSAGE)
        commands.merge_branch(work, here, BRANCH, MAIN, MESSAGE)
    return True
