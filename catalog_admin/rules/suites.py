"""The cases of a checked tree."""

from catalog_admin.artefacts.cases.suite import Suite, suite_of
from catalog_admin.artefacts.checking.report import Report


def suite_in(checked: Report) -> Suite:
    """None of a tree beyond all measure, which is not looked into."""
    if checked.tree is None:
        return Suite((), {}, ())
    return suite_of(checked.tree.artefacts.values(), checked.sets or {}, checked.tree.scopes)
