"""Reading the rules: branches and tags, the files of a revision, what came before them, what differs."""

from catalog_admin.rules.queries.behaving import behaviour
from catalog_admin.rules.queries.cases import case_run, case_runs, demands
from catalog_admin.rules.queries.comparing import Difference, differences, meaning
from catalog_admin.rules.queries.files import archive, file, findings
from catalog_admin.rules.queries.listing import Wanted, listed
from catalog_admin.rules.queries.past import blame, commit, history, log
from catalog_admin.rules.queries.refs import branch, branches, tags
from catalog_admin.rules.queries.rehearsing import rehearsal

__all__ = [
    "Difference",
    "Wanted",
    "archive",
    "behaviour",
    "blame",
    "branch",
    "branches",
    "case_run",
    "case_runs",
    "commit",
    "demands",
    "differences",
    "file",
    "findings",
    "history",
    "listed",
    "log",
    "meaning",
    "rehearsal",
    "tags",
]
