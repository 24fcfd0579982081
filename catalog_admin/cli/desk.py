"""Where a command works: one tenant, one environment, as the operator of this machine."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from inspect import Parameter, signature
from secrets import token_hex
from typing import Any
from uuid import UUID

import catalog_admin.rules  # noqa: F401 - answers what catalogs ask when a rule refers to it
from catalog_admin.cli.asked import (
    A_PAGE,
    DEFAULT_TENANT,
    AfterOption,
    AllOption,
    EnvironmentOption,
    LimitOption,
    Paging,
    TenantOption,
)
from catalog_admin.cli.errors import NoSuchTenant
from catalog_admin.cli.reached import reached_database
from catalog_admin.environments import queries as environments
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.organisation import queries as organisation
from catalog_admin.organisation.model import Doorplate
from catalog_admin.settings import Settings

NOBODY = Actor(subject="cli", tenant=TenantId(UUID(int=0)), tenant_key="")


def _nobody_watches(_: int, __: str) -> None:
    """Long work that nobody looks at."""


@dataclass
class TenantDesk:
    """Opens transactions on what belongs to the tenant and to none of its environments."""

    database: Database
    actor: Actor
    request_id: str = field(default_factory=lambda: f"cli-{token_hex(6)}")

    def work(self) -> Work:
        return self.database.work(self.actor, request_id=self.request_id)

    def reads(self) -> Reads:
        return self.database.reads(self.actor, request_id=self.request_id)


@dataclass
class Desk:
    """Opens transactions in an environment; also the desk at which a publish or an import works."""

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


@contextmanager
def at_tenant_desk(tenant: str) -> Iterator[TenantDesk]:
    """Raises NoSuchTenant."""
    with reached_database(Settings()) as database:
        yield TenantDesk(database, operator_of(doorplate(database, tenant)))


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


def seated(command: Callable[..., None]) -> Callable[..., None]:
    """Lets a command begin at a desk: `paging` becomes --limit, --after, --all, and `desk` --tenant and --environment.

    So that every command that works on a tenant's things takes the same options, and none forgets one. A TenantDesk
    asks for no environment: an option that changes nothing would be believed.
    """

    @wraps(command)
    def begun(*, tenant: str, **said: Any) -> None:
        if "paging" in asks:
            said["paging"] = Paging(said.pop("limit"), said.pop("after"), said.pop("every"))
        if is_of_tenant:
            with at_tenant_desk(tenant) as desk:
                command(desk, **said)
        else:
            with at_desk(tenant, said.pop("environment")) as place:
                command(place, **said)

    asks = signature(command, eval_str=True).parameters
    is_of_tenant = asks["desk"].annotation is TenantDesk
    own = [each for name, each in asks.items() if name not in ("desk", "paging")]
    begun.__signature__ = signature(command).replace(parameters=[*own, *_shared(asks)])  # type: ignore[attr-defined]
    begun.__annotations__ = {each.name: each.annotation for each in begun.__signature__.parameters.values()}  # type: ignore[attr-defined]
    return begun


def _shared(asks: Any) -> list[Parameter]:
    paging = [("limit", LimitOption, A_PAGE), ("after", AfterOption, None), ("every", AllOption, False)]
    environment = [] if asks["desk"].annotation is TenantDesk else [("environment", EnvironmentOption, None)]
    place = [("tenant", TenantOption, DEFAULT_TENANT), *environment]
    return [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in [*(paging if "paging" in asks else ()), *place]
    ]
