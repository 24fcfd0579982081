"""Who is asking: a bearer token becomes an Actor.

JWT of the issuer ──verified claims──┐
                                      ├── tenant, grants, environments, shopper claims → Actor
API token ──row of the database──────┘
no token + X-Tenant ──what the tenant says of such readers──→ anonymous Actor (readers' routes only)
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request

from catalog_admin.access import store
from catalog_admin.access.errors import (
    ClaimRefused,
    CredentialsMissing,
    GrantMalformed,
    TenantUnknown,
    TokenExpired,
    TokenMalformed,
    TokenRevoked,
    TokenUnknown,
    WrongIssuer,
)
from catalog_admin.access.issuing import AUDIENCE, ISSUER, DevIssuer, refuse_off_loopback
from catalog_admin.access.keys import FetchedKeys
from catalog_admin.access.memory import Memory
from catalog_admin.access.model import ABOUT_THE_TOKEN, claim_at, grants_of, roles_in, secret_hash, token_parts
from catalog_admin.access.verifying import Verifier
from catalog_admin.kit.actor import Actor, Grant
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.outgoing import Outgoing
from catalog_admin.kit.work import Database, Reads
from catalog_admin.organisation import queries as organisation
from catalog_admin.organisation.model import Doorplate

LONGEST_TOKEN = 8192
KNOWN_SECONDS = 5  # how long a tenant's doorplate and an environment's id are remembered
USE_NOTED_EVERY = timedelta(hours=1)
NOBODY = Actor(subject="system:gate", tenant=TenantId(UUID(int=0)), tenant_key="")

FindEnvironment = Callable[[Reads, str | None], tuple[EnvironmentId, str]]


class RequestGate:
    """The Gate of the running program; all its state are short memories.

    It asks the primary database alone: on a replica that is behind, a token works on after it was taken back.
    """

    def __init__(
        self,
        database: Database,
        find_environment: FindEnvironment,
        verifier: Verifier | None,
        *,
        tenant_claim: str = "tenant",
        roles_claim: str = "roles",
        dev_issuer: DevIssuer | None = None,
    ) -> None:
        self._database, self._find_environment, self._verifier = database, find_environment, verifier
        self._tenant_claim, self._roles_claim = tenant_claim, roles_claim
        self.dev_issuer = dev_issuer
        self._doorplates: Memory[str, Doorplate] = Memory(KNOWN_SECONDS)
        self._environments: Memory[tuple[TenantId, str | None], tuple[EnvironmentId, str]] = Memory(KNOWN_SECONDS)

    def actor(self, request: Request) -> Actor:
        token = _bearer(request)
        parts = token_parts(token)
        return self._actor_of_token(*parts) if parts else self._actor_of_jwt(token)

    def reader(self, request: Request) -> Actor:
        if "authorization" in request.headers:
            return self.actor(request)
        tenant = self._doorplate(request.headers.get("x-tenant", ""))
        # One answer for "no such tenant" and "not without a token": nobody learns which tenants there are.
        if tenant is None or not tenant.anonymous_environments:
            raise CredentialsMissing("send a bearer token")
        return Actor(
            subject="anonymous",
            tenant=tenant.id,
            tenant_key=tenant.key,
            environments=tenant.anonymous_environments,
            claims=tenant.anonymous_claims,
            is_anonymous=True,
        )

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        known = self._environments.get((tenant, key))
        if known is not None:
            return known
        someone = Actor(subject=NOBODY.subject, tenant=tenant, tenant_key="")
        with self._database.reads(someone, may_lag=False) as reads:
            return self._environments.keep((tenant, key), self._find_environment(reads, key))

    def _actor_of_jwt(self, token: str) -> Actor:
        if self._verifier is None:
            raise WrongIssuer("this service takes API tokens only")
        claims = self._verifier.claims_of(token)
        tenant = self._tenant_in(claims)
        grants, environments = self._grants_in(claims, tenant)
        ours = ABOUT_THE_TOKEN | {self._tenant_claim, self._roles_claim.split(".")[0], "grants", "environments"}
        return Actor(
            subject=f"user:{claims['sub']}",
            tenant=tenant.id,
            tenant_key=tenant.key,
            grants=grants,
            environments=environments,
            claims={name: value for name, value in claims.items() if name not in ours},
        )

    def _tenant_in(self, claims: dict[str, Any]) -> Doorplate:
        key = claim_at(claims, self._tenant_claim)
        found = self._doorplate(key) if isinstance(key, str) else None
        if found is None:
            raise TenantUnknown("the token names no tenant of ours")
        return found

    def _grants_in(self, claims: dict[str, Any], tenant: Doorplate) -> tuple[tuple[Grant, ...], frozenset[str] | None]:
        """From the claims; from our own bindings if the issuer says nothing about roles."""
        environments = _environments_in(claims)
        roles, grants = claim_at(claims, self._roles_claim), claims.get("grants")
        if roles is None and grants is None:
            return self._bound(tenant, claims["sub"], environments)
        try:
            return roles_in(roles) + grants_of(grants if grants is not None else []), environments
        except GrantMalformed as wrong:
            raise ClaimRefused(f"the claim grants: {wrong.detail}") from wrong

    def _bound(
        self, tenant: Doorplate, subject: str, environments: frozenset[str] | None
    ) -> tuple[tuple[Grant, ...], frozenset[str] | None]:
        someone = Actor(subject=NOBODY.subject, tenant=tenant.id, tenant_key=tenant.key)
        with self._database.reads(someone, may_lag=False) as reads:
            row = store.binding(reads, subject)
            if row is None:
                return (), environments
            bound = None if row.environments is None else frozenset(row.environments)
            both = [each for each in (environments, bound) if each is not None]
            return grants_of(row.grants), frozenset.intersection(*both) if both else None

    def _actor_of_token(self, id: UUID, secret: str) -> Actor:
        with self._database.reads(NOBODY, may_lag=False) as reads:
            row = store.find_token(reads.session, id)
        # Compared also when there is no such token, so that both take the same time.
        kept = row.secret_hash if row is not None else secret_hash("")
        if not compare_digest(kept, secret_hash(secret)) or row is None:
            raise TokenUnknown("there is no such token")
        now = datetime.now(UTC)
        if row.revoked_at is not None:
            raise TokenRevoked("this token was taken back")
        if row.expires_at <= now:
            raise TokenExpired("this token has expired")
        actor = Actor(
            subject=f"token:{id}",
            tenant=TenantId(row.tenant_id),
            tenant_key=row.tenant_key,
            grants=grants_of(row.grants),
            environments=None if row.environments is None else frozenset(row.environments),
        )
        if row.last_used_at is None or now - row.last_used_at > USE_NOTED_EVERY:
            with self._database.work(actor) as work:
                store.note_use(work, id)
        return actor

    def _doorplate(self, key: str) -> Doorplate | None:
        known = self._doorplates.get(key)
        if known is not None:
            return known
        with self._database.reads(NOBODY, may_lag=False) as reads:
            found = organisation.find_tenant(reads.session, key)
        return None if found is None else self._doorplates.keep(key, found)


def build_gate(
    database: Database,
    find_environment: FindEnvironment,
    *,
    host: str,
    data_dir: Path,
    oidc_issuer: str | None = None,
    oidc_audience: str = AUDIENCE,
    tenant_claim: str = "tenant",
    roles_claim: str = "roles",
    dev_issuer: bool = False,
) -> Gate:
    """With the configured issuer, the development issuer, or API tokens alone.

    Raises DevIssuerRefused if the development issuer is asked for off loopback or beside a real one.
    """
    if dev_issuer:
        refuse_off_loopback(host, oidc_issuer)
        issuer = DevIssuer(data_dir)
        verifier = Verifier(ISSUER, AUDIENCE, issuer.keys())
        return RequestGate(database, find_environment, verifier, dev_issuer=issuer)
    if oidc_issuer is None:
        return RequestGate(database, find_environment, None)
    outgoing = Outgoing([urlsplit(oidc_issuer).hostname or ""])
    verifier = Verifier(oidc_issuer, oidc_audience, FetchedKeys(oidc_issuer, outgoing))
    return RequestGate(database, find_environment, verifier, tenant_claim=tenant_claim, roles_claim=roles_claim)


def _bearer(request: Request) -> str:
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise CredentialsMissing("send a bearer token")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise TokenMalformed("this is neither a JWT nor an API token")
    return token


def _environments_in(claims: dict[str, Any]) -> frozenset[str] | None:
    said = claims.get("environments")
    if said is None:
        return None
    if not isinstance(said, list) or not all(isinstance(key, str) for key in said):
        raise ClaimRefused("the claim environments is a list of keys")
    return frozenset(said)
