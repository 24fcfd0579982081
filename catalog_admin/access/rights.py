"""What an issuer says of somebody, and what that amounts to here: tenant, grants, environments, shopper claims."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from catalog_admin.access import store
from catalog_admin.access.errors import ClaimRefused, GrantMalformed, TenantUnknown
from catalog_admin.access.memory import Memory
from catalog_admin.access.model import ABOUT_THE_TOKEN, claim_at, grants_of, roles_in
from catalog_admin.kit.actor import Actor, Grant
from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.work import Database, Reads
from catalog_admin.organisation import queries as organisation
from catalog_admin.organisation.model import Doorplate

KNOWN_SECONDS = 5  # how long a tenant's doorplate and an environment's id are remembered
NOBODY = Actor(subject="system:gate", tenant=TenantId(UUID(int=0)), tenant_key="")


@dataclass(frozen=True)
class Said:
    """Of one person, verified; without grants the issuer knows no roles, and our own bindings are asked."""

    subject: str
    tenant: TenantId
    tenant_key: str
    grants: tuple[Grant, ...] | None
    environments: frozenset[str] | None
    claims: dict[str, Any] = field(default_factory=dict)


class Rights:
    """Reads the claims of one issuer, whose tokens call tenant and roles as configured."""

    def __init__(self, database: Database, *, tenant_claim: str = "tenant", roles_claim: str = "roles") -> None:
        self._database, self._tenant_claim, self._roles_claim = database, tenant_claim, roles_claim
        self._ours = ABOUT_THE_TOKEN | {tenant_claim, roles_claim.split(".")[0], "grants", "environments"}
        self._doorplates: Memory[str, Doorplate] = Memory(KNOWN_SECONDS)

    def said_in(self, claims: dict[str, Any]) -> Said:
        """Raises TenantUnknown, ClaimRefused."""
        tenant = self._tenant_in(claims)
        return Said(
            subject=claims["sub"],
            tenant=tenant.id,
            tenant_key=tenant.key,
            grants=self._grants_in(claims),
            environments=_environments_in(claims),
            claims={name: value for name, value in claims.items() if name not in self._ours},
        )

    def actor_of(self, said: Said) -> Actor:
        """With what is bound to the subject at this moment, if the issuer says nothing about roles."""
        grants, environments = said.grants, said.environments
        if grants is None:
            grants, environments = self._bound(said)
        return Actor(f"user:{said.subject}", said.tenant, said.tenant_key, grants, environments, said.claims)

    def doorplate(self, key: str) -> Doorplate | None:
        known = self._doorplates.get(key)
        if known is not None:
            return known
        found = self._database.ask(NOBODY, lambda reads: organisation.find_tenant(reads.session, key))
        return None if found is None else self._doorplates.keep(key, found)

    def _tenant_in(self, claims: dict[str, Any]) -> Doorplate:
        key = claim_at(claims, self._tenant_claim)
        found = self.doorplate(key) if isinstance(key, str) else None
        if found is None:
            raise TenantUnknown("the token names no tenant of ours")
        return found

    def _grants_in(self, claims: dict[str, Any]) -> tuple[Grant, ...] | None:
        roles, grants = claim_at(claims, self._roles_claim), claims.get("grants")
        if roles is None and grants is None:
            return None
        try:
            return roles_in(roles) + grants_of(grants if grants is not None else [])
        except GrantMalformed as wrong:
            raise ClaimRefused(f"the claim grants: {wrong.detail}") from wrong

    def _bound(self, said: Said) -> tuple[tuple[Grant, ...], frozenset[str] | None]:
        someone = Actor(subject=NOBODY.subject, tenant=said.tenant, tenant_key=said.tenant_key)
        return self._database.ask(someone, lambda reads: _bound_in(reads, said))


def _bound_in(reads: Reads, said: Said) -> tuple[tuple[Grant, ...], frozenset[str] | None]:
    row = store.binding(reads, said.subject)
    if row is None:
        return (), said.environments
    bound = None if row.environments is None else frozenset(row.environments)
    both = [each for each in (said.environments, bound) if each is not None]
    return grants_of(row.grants), frozenset.intersection(*both) if both else None


def _environments_in(claims: dict[str, Any]) -> frozenset[str] | None:
    said = claims.get("environments")
    if said is None:
        return None
    if not isinstance(said, list) or not all(isinstance(key, str) for key in said):
        raise ClaimRefused("the claim environments is a list of keys")
    return frozenset(said)
