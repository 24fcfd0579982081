"""A tenant with its first environment and its rule repository, made by the program itself."""

from catalog_admin.cli.desk import find_doorplate
from catalog_admin.environments import commands as environments
from catalog_admin.environments.model import DEFAULT_KEY
from catalog_admin.kit.work import Database, Work
from catalog_admin.organisation import commands as organisation
from catalog_admin.organisation.model import founder
from catalog_admin.rules.founding import found_repository


def found_tenant(database: Database, key: str, name: str) -> bool:
    """Makes the tenant, its `dev` and its rules, unless it is there; True if it was made now."""
    if find_doorplate(database, key) is not None:
        return False
    with database.work(founder(key)) as work:
        found(work, key, name)
    return True


def found(work: Work, key: str, name: str) -> None:
    """In a founder's transaction; raises TenantKeyTaken, TenantKeyMalformed."""
    organisation.create_tenant(work, key=key, name=name)
    environments.create_environment(work, key=DEFAULT_KEY, is_default=True)
    found_repository(work)
