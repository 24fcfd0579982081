"""Who acts: the verified result of authentication. How it came about is the access room's business."""

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog_admin.kit.errors import Forbidden
from catalog_admin.kit.ids import TenantId


class NotPermitted(Forbidden):
    """Known, but without the role this takes; `needs` names it."""

    code = "access.not_permitted"


class Role(StrEnum):
    """What somebody is in a tenant. TENANT_ADMIN may what every other role may."""

    VIEWER = "viewer"
    CATALOG_EDITOR = "catalog-editor"
    PUBLISHER = "publisher"
    RULE_AUTHOR = "rule-author"
    APPROVER = "approver"
    OPERATOR = "operator"
    TENANT_ADMIN = "tenant-admin"


@dataclass(frozen=True)
class Grant:
    """A role, everywhere in the tenant or only in one catalog, or below one of its paths."""

    role: Role
    catalog: str | None = None
    path: str | None = None

    def covers(self, catalog: str | None, path: str | None) -> bool:
        if self.catalog is None:
            return True
        if catalog != self.catalog:
            return False
        return self.path is None or (path is not None and f"{path}.".startswith(f"{self.path}."))


@dataclass(frozen=True)
class Actor:
    """`subject` is stable and goes into the audit; `claims` are verified and decide what a shopper sees.

    `proven_until` is when the proof of it all ends, in seconds of the epoch.
    """

    subject: str
    tenant: TenantId
    tenant_key: str
    grants: tuple[Grant, ...] = ()
    environments: frozenset[str] | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    is_anonymous: bool = False
    proven_until: float = field(default=math.inf, compare=False)

    def has(self, role: Role) -> bool:
        """Holds the role somewhere; which catalog or subtree is asked where the target is known."""
        return any(grant.role in (role, Role.TENANT_ADMIN) for grant in self.grants)

    def may(self, role: Role, *, catalog: str | None = None, path: str | None = None) -> bool:
        """Holds the role for this catalog and path; without a catalog only an unlimited grant will do."""
        return any(grant.role in (role, Role.TENANT_ADMIN) and grant.covers(catalog, path) for grant in self.grants)

    @property
    def is_limited(self) -> bool:
        """Every role ends at some catalog: what belongs to the whole tenant is not theirs to read."""
        return all(grant.catalog is not None for grant in self.grants)

    def may_use(self, environment: str) -> bool:
        return self.environments is None or environment in self.environments

    def must_use(self, environment: str) -> None:
        """Raises NotPermitted unless the actor is let into this environment."""
        if not self.may_use(environment):
            raise NotPermitted(
                f"you are not let into the environment {environment}", needs=f"environment:{environment}"
            )

    def must_use_all(self) -> None:
        """Raises NotPermitted for somebody let into some environments only: what is the tenant's reaches them all."""
        if self.environments is not None:
            raise NotPermitted(
                "this belongs to the whole tenant, and you are let into some environments only", needs="environment:*"
            )

    def must(self, role: Role, *, catalog: str | None = None, path: str | None = None) -> None:
        """Raises NotPermitted unless the role is held for this catalog and path."""
        if not self.may(role, catalog=catalog, path=path):
            where = f" on {catalog}{'/' + path if path else ''}" if catalog else ""
            raise NotPermitted(f"this needs the role {role.value}{where}", needs=role.value)
