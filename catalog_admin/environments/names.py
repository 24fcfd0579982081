"""Whether environments are there, for rooms below that may not look up."""

from collections.abc import Sequence

from catalog_admin.environments import store
from catalog_admin.environments.errors import EnvironmentNotFound
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.work import Work
from catalog_admin.organisation.names import ENVIRONMENTS
from catalog_admin.predicates.suggest import nearest


@ENVIRONMENTS.answered_by("environments")
def check_environments(work: Work, keys: Sequence[str], pointer: str) -> None:
    """Raises EnvironmentNotFound for the first that is not there; suggests what the actor may enter."""
    for position, key in enumerate(keys):
        if store.find(work, key) is None:
            known = [row.key for row in store.page(work, "", LARGEST_PAGE)]
            raise EnvironmentNotFound(
                f"there is no environment {key}", pointer=f"{pointer}/{position}", suggestion=nearest(key, known)
            )
