"""A tenant, and what strangers may know about it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import TenantId, new_id

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class DemoState(StrEnum):
    """Of the tenant that the program has made to try things on; no other tenant is in one."""

    LOADING = "loading"
    LOADED = "loaded"


@dataclass(frozen=True)
class Tenant:
    """`anonymous_environments` lists where readers without a token are let in; they get `anonymous_claims`."""

    id: TenantId
    key: str
    name: str
    anonymous_claims: dict[str, Any]
    anonymous_environments: list[str]
    revision: int
    created_at: datetime


@dataclass(frozen=True)
class Doorplate:
    """What is known of a tenant before anybody has proved anything."""

    id: TenantId
    key: str
    anonymous_claims: dict[str, Any] = field(default_factory=dict)
    anonymous_environments: frozenset[str] = frozenset()


def founder(key: str) -> Actor:
    """The program itself, acting for a tenant that does not exist yet: its id is made here."""
    return steward(Doorplate(TenantId(new_id()), key))


def steward(tenant: Doorplate) -> Actor:
    """The program itself, acting for a tenant from the machine's own command line."""
    grants = (Grant(Role.TENANT_ADMIN),)
    return Actor(subject="system:operator", tenant=tenant.id, tenant_key=tenant.key, grants=grants)
