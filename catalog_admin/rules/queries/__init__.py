"""Reading the rules: branches and tags, the files of a revision, what came before them, what differs."""

from catalog_admin.rules.queries.behaving import behaviour
from catalog_admin.rules.queries.cases import case_run, case_runs, demands
from catalog_admin.rules.queries.comparing import Difference, Two, differences, meaning
from catalog_admin.rules.queries.files import archive, file
from catalog_admin.rules.queries.findings import Foreseen, findings, findings_with
from catalog_admin.rules.queries.listing import Wanted, listed
from catalog_admin.rules.queries.merging import conflict, preview
from catalog_admin.rules.queries.past import blame, commit, history, log
from catalog_admin.rules.queries.references import references_of
from catalog_admin.rules.queries.refs import branch, branches, tags
from catalog_admin.rules.queries.rehearsing import rehearsal
from catalog_admin.rules.queries.uses import published_uses, rule_uses, uses
from catalog_admin.rules.queries.verifying import log_of, verify_log

__all__ = [
    "Difference",
    "Foreseen",
    "Two",
    "Wanted",
    "archive",
    "behaviour",
    "blame",
    "branch",
    "branches",
    "case_run",
    "case_runs",
    "commit",
    "conflict",
    "demands",
    "differences",
    "file",
    "findings",
    "findings_with",
    "history",
    "listed",
    "log",
    "log_of",
    "meaning",
    "preview",
    "published_uses",
    "references_of",
    "rehearsal",
    "rule_uses",
    "tags",
    "uses",
    "verify_log",
]
