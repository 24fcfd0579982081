"""Who is asking: a bearer token, or the cookie of a session, becomes an Actor.

JWT of the issuer ──verified claims──┐
API token ──row of the database──────┼── tenant, grants, environments, shopper claims → Actor
session's cookie ──verified claims───┘
no token + X-Tenant ──what the tenant says of such readers──→ anonymous Actor (readers' routes only)
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request

from catalog_admin.access import store
from catalog_admin.access.cookies import has_session
from catalog_admin.access.dev_codes import DevCodes
from catalog_admin.access.errors import (
    CredentialsMissing,
    TokenExpired,
    TokenMalformed,
    TokenRevoked,
    TokenUnknown,
    WrongIssuer,
)
from catalog_admin.access.issuing import AUDIENCE, CONSOLE, ISSUER, DevIssuer, refuse_off_loopback
from catalog_admin.access.keys import FetchedKeys
from catalog_admin.access.memory import Memory
from catalog_admin.access.model import grants_of, secret_hash, token_parts
from catalog_admin.access.own_pages import OwnAddress
from catalog_admin.access.providers import Client, IdTokens, OidcProvider, Provider
from catalog_admin.access.rights import KNOWN_SECONDS, NOBODY, Rights
from catalog_admin.access.sessions import Clock, Lifetimes, Sessions
from catalog_admin.access.signing_in import Console
from catalog_admin.access.verifying import LEEWAY_SECONDS, Verifier
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.outgoing import Outgoing
from catalog_admin.kit.servers import unless_away
from catalog_admin.kit.work import Database, Reads

LONGEST_TOKEN = 8192
USE_NOTED_EVERY = timedelta(hours=1)

FindEnvironment = Callable[[Reads, str | None], tuple[EnvironmentId, str]]


class RequestGate:
    """The Gate of the running program; all its state are short memories.

    It asks the primary database: on a replica that is behind, a token works on after it was taken back. Only while
    there is no primary the replica is asked, so that storefronts go on.
    """

    def __init__(
        self,
        database: Database,
        find_environment: FindEnvironment,
        rights: Rights,
        verifier: Verifier | None,
        *,
        dev_issuer: DevIssuer | None = None,
        console: Console | None = None,
    ) -> None:
        self._database, self._find_environment = database, find_environment
        self._rights, self._verifier = rights, verifier
        self.dev_issuer, self.console = dev_issuer, console
        self._environments: Memory[tuple[TenantId, str | None], tuple[EnvironmentId, str]] = Memory(KNOWN_SECONDS)

    def actor(self, request: Request) -> Actor:
        if self.console is not None and _comes_by_cookie(request):
            return self.console.actor(request)
        token = _bearer(request)
        parts = token_parts(token)
        return self._actor_of_token(*parts) if parts else self._actor_of_jwt(token)

    def reader(self, request: Request) -> Actor:
        # A bad one is refused, never let in as if it were not there: who sends a token or cookie means to be somebody.
        if "authorization" in request.headers or (self.console is not None and _comes_by_cookie(request)):
            return self.actor(request)
        tenant = self._rights.doorplate(request.headers.get("x-tenant", ""))
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
        found = self._database.ask(someone, lambda reads: self._find_environment(reads, key))
        return self._environments.keep((tenant, key), found)

    def _actor_of_jwt(self, token: str) -> Actor:
        if self._verifier is None:
            raise WrongIssuer("this service takes API tokens only")
        claims = self._verifier.claims_of(token)
        actor = self._rights.actor_of(self._rights.said_in(claims))
        return replace(actor, proven_until=claims["exp"] + LEEWAY_SECONDS)

    def _actor_of_token(self, id: UUID, secret: str) -> Actor:
        row = self._database.ask(NOBODY, lambda reads: store.find_token(reads.session, id))
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
            proven_until=row.expires_at.timestamp(),
        )
        if row.last_used_at is None or now - row.last_used_at > USE_NOTED_EVERY:
            self._note_use(actor, id)
        return actor

    def _note_use(self, actor: Actor, id: UUID) -> None:
        if self._database.is_without_primary:
            return
        with unless_away(), self._database.work(actor) as work:
            store.note_use(work, id)


@dataclass(frozen=True)
class ConsoleChoices:
    """How people sign in by browser: `client` is what the real issuer calls the console."""

    client: Client | None = None
    address: str | None = None
    lifetimes: Lifetimes = field(default_factory=Lifetimes)


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
    console: ConsoleChoices | None = None,
    clock: Clock = lambda: datetime.now(UTC),
) -> Gate:
    """With the configured issuer, the development issuer, or API tokens alone.

    Raises DevIssuerRefused if the development issuer is asked for off loopback or beside a real one.
    """
    choices = console or ConsoleChoices()

    def door(provider: Provider, rights: Rights) -> Console:
        return Console(OwnAddress(choices.address), provider, rights, Sessions(database, choices.lifetimes, clock))

    if dev_issuer:
        refuse_off_loopback(host, oidc_issuer)
        issuer, rights = DevIssuer(data_dir), Rights(database)
        verifier = Verifier(ISSUER, AUDIENCE, issuer.keys())
        codes = DevCodes(issuer, IdTokens(Verifier(ISSUER, CONSOLE, issuer.keys()), CONSOLE))
        return RequestGate(database, find_environment, rights, verifier, dev_issuer=issuer, console=door(codes, rights))
    rights = Rights(database, tenant_claim=tenant_claim, roles_claim=roles_claim)
    if oidc_issuer is None:
        return RequestGate(database, find_environment, rights, None)
    outgoing = Outgoing([urlsplit(oidc_issuer).hostname or ""])
    keys = FetchedKeys(oidc_issuer, outgoing)
    verifier = Verifier(oidc_issuer, oidc_audience, keys)
    if (client := choices.client) is None:
        return RequestGate(database, find_environment, rights, verifier)
    # An ID token is made for the client that asked for it, not for the API: it opens a session, and no call.
    id_tokens = IdTokens(Verifier(oidc_issuer, client.id, keys), client.id)
    provider = OidcProvider(oidc_issuer, client, outgoing, id_tokens, verifier)
    return RequestGate(database, find_environment, rights, verifier, console=door(provider, rights))


def _comes_by_cookie(request: Request) -> bool:
    """Beside an Authorization header no cookie is looked at: it came along, the header was meant."""
    return "authorization" not in request.headers and has_session(request)


def _bearer(request: Request) -> str:
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise CredentialsMissing("send a bearer token")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise TokenMalformed("this is neither a JWT nor an API token")
    return token
