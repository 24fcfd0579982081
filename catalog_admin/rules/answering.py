"""What a room below asks of this one; nothing of the repository is loaded before it does."""

from collections.abc import Collection

from catalog_admin.catalogs.asking import CONDITIONS, Answers
from catalog_admin.catalogs.model.reference import Reference
from catalog_admin.kit.work import Reads, Work


@CONDITIONS.answered_by("rules")
def conditions(tx: Reads | Work, wanted: Collection[Reference]) -> Answers:
    """Of the tenant of this transaction; there is no way to name another's."""
    from catalog_admin.rules.conditions import conditions_of

    return conditions_of(tx, wanted)
