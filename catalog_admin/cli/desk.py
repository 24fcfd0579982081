"""Where a command works: one tenant, one environment, as the operator of this machine."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.cli.errors import NoSuchTenant
from catalog_admin.cli.reached import reached_database
from catalog_admin.environments import queries as environments
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.organisation import queries as organisation
from catalog_admin.organisation.model import Doorplate
from catalog_admin.settings import Settings

TenantOption = Annotated[str, typer.Option("--tenant", envvar="CATALOG_ADMIN_TENANT", help="Whose catalogs.")]
EnvironmentOption = Annotated[
    str | None,
    typer.Option("--environment", "-e", envvar="CATALOG_ADMIN_ENVIRONMENT", help="Default: the tenant's own default."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on standard output.")]
DEFAULT_TENANT = "demo"
NOBODY = Actor(subject="cli", tenant=TenantId(UUID(int=0)), tenant_key="")


def _nobody_watches(_: int, __: str) -> None:
    """Long work that nobody looks at."""


@dataclass
class Desk:
    """Opens transactions; also the desk at which a publish or an import works."""

    database: Database
    actor: Actor
    environment: EnvironmentId
    environment_key: str
    on_progress: Callable[[int, str], None] = _nobody_watches
    request_id: str = field(default_factory=lambda: f"cli-{token_hex(6)}")

    def work(self) -> Work:
        return self.database.work(
            self.actor, self.environment, environment_key=self.environment_key, request_id=self.request_id
        )

    def reads(self) -> Reads:
        return self.database.reads(
            self.actor, self.environment, environment_key=self.environment_key, request_id=self.request_id
        )

    def progress(self, percent: int, step: str) -> None:
        self.on_progress(percent, step)

    def check_cancelled(self) -> None:
        """Ctrl-C raises by itself."""


@contextmanager
def at_desk(tenant: str, environment: str | None) -> Iterator[Desk]:
    """Raises NoSuchTenant, EnvironmentNotFound."""
    with reached_database(Settings()) as database:
        yield desk_in(database, tenant, environment)


def desk_in(database: Database, tenant: str, environment: str | None) -> Desk:
    actor = operator_of(doorplate(database, tenant))
    with database.reads(actor) as reads:
        found, key = environments.chosen(reads, environment)
    return Desk(database, actor, found, key)


def doorplate(database: Database, tenant: str) -> Doorplate:
    found = find_doorplate(database, tenant)
    if found is None:
        raise NoSuchTenant(f"there is no tenant {tenant}", suggestion="catalog-admin demo load makes one")
    return found


def find_doorplate(database: Database, tenant: str) -> Doorplate | None:
    with database.reads(NOBODY) as reads:
        return organisation.find_tenant(reads.session, tenant)


def operator_of(tenant: Doorplate) -> Actor:
    """Whoever can read the database's password may do everything; the audit says who it was."""
    grants = (Grant(Role.TENANT_ADMIN),)
    return Actor(subject=f"cli:{getpass.getuser()}", tenant=tenant.id, tenant_key=tenant.key, grants=grants)
