"""Whether catalogs are there, in whichever environment: a grant holds in several."""

from catalog_admin.access.names import CATALOGS
from catalog_admin.catalogs.errors import CatalogNotFound
from catalog_admin.kit.work import SCOPE, Work, scope_of
from catalog_admin.predicates.suggest import nearest

SEEN_AT_MOST = 300


@CATALOGS.answered_by("catalogs")
def check_catalogs(work: Work, named: dict[str, str]) -> None:
    """Raises CatalogNotFound for the first that no environment has which the actor may enter."""
    # Whoever loads anything of this room loads this module: storage comes along only with the question.
    from catalog_admin.catalogs.store import catalogs
    from catalog_admin.environments import queries as environments

    missing, near = set(named.values()), set[str]()
    for environment in environments.environments(work).items:
        work.session.execute(SCOPE, scope_of(work.tenant, environment.id))
        missing -= catalogs.among(work.session, missing)
        if not missing:
            break
        near |= set(catalogs.first_keys(work.session, SEEN_AT_MOST))
    work.session.execute(SCOPE, scope_of(work.tenant, work.environment_or_none))
    for pointer, key in named.items():
        if key in missing:
            raise CatalogNotFound(f"no catalog {key}", pointer=pointer, suggestion=nearest(key, near))
