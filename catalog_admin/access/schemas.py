"""The words of /access and /dev."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from catalog_admin.access.model import ApiToken, Binding, said_of
from catalog_admin.access.sessions import OpenSession
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.words import Words

EnvironmentKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Environments = Annotated[
    list[EnvironmentKey] | None, Field(description="Environments this is good for; null: all of them.", max_length=100)
]


class GrantWords(Words):
    """A role everywhere, in one catalog, or below one of its paths."""

    role: Role
    catalog: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    path: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None

    @classmethod
    def all_of(cls, grants: tuple[Grant, ...]) -> list[Self]:
        return [cls(role=grant.role, catalog=grant.catalog, path=grant.path) for grant in grants]

    def said(self) -> dict[str, Any]:
        return said_of([Grant(self.role, self.catalog, self.path)])[0]


Grants = Annotated[list[GrantWords], Field(min_length=1, max_length=100)]


class SessionOut(Words):
    """Until when one is signed in; each request moves the first instant, at most once a minute."""

    idle_expires_at: datetime
    expires_at: datetime


class MeOut(Words):
    """Who the service takes you for."""

    subject: str
    display_name: str
    tenant: str
    tenant_name: str
    grants: list[GrantWords]
    environments: list[str] | None
    claims: dict[str, Any]
    issuer: Annotated[
        Literal["dev", "oidc"] | None, Field(description="Who lets people in here; null: there are API tokens only.")
    ]
    session: Annotated[SessionOut | None, Field(description="Null for whoever came with a bearer token.")]

    @classmethod
    def of(
        cls, actor: Actor, tenant_name: str, issuer: Literal["dev", "oidc"] | None, session: OpenSession | None
    ) -> Self:
        return cls(
            subject=actor.subject,
            display_name=actor.subject.partition(":")[2] if session is None else session.display_name,
            tenant=actor.tenant_key,
            tenant_name=tenant_name,
            grants=GrantWords.all_of(actor.grants),
            environments=None if actor.environments is None else sorted(actor.environments),
            claims=actor.claims,
            issuer=issuer,
            session=None if session is None else SessionOut.model_validate(session),
        )


class SignedOut(Words):
    """Signed out here."""

    next: Annotated[
        str | None, Field(description="Where the identity provider's own session is ended; null: it has no such place.")
    ]


class TokenIn(Words):
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    grants: Grants
    environments: Environments = None
    expires_in_days: Annotated[int, Field(ge=1, le=366)] = 90


class TokenOut(Words):
    id: UUID
    name: str
    grants: list[GrantWords]
    environments: list[str] | None
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: Annotated[datetime | None, Field(description="To the hour.")]

    @classmethod
    def of(cls, token: ApiToken) -> Self:
        return cls(
            id=token.id,
            name=token.name,
            grants=GrantWords.all_of(token.grants),
            environments=token.environments,
            created_by=token.created_by,
            created_at=token.created_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
            last_used_at=token.last_used_at,
        )


class TokenCreated(Words):
    """The only time the token itself is shown."""

    token: str
    about: TokenOut


class TokenPage(Words):
    items: list[TokenOut]
    next: str | None


class BindingIn(Words):
    grants: Grants
    environments: Environments = None


class BindingOut(Words):
    subject: str
    grants: list[GrantWords]
    environments: list[str] | None
    updated_at: datetime

    @classmethod
    def of(cls, binding: Binding) -> Self:
        return cls(
            subject=binding.subject,
            grants=GrantWords.all_of(binding.grants),
            environments=binding.environments,
            updated_at=binding.updated_at,
        )


class BindingPage(Words):
    items: list[BindingOut]
    next: str | None


class DevTokenIn(Words):
    """Whoever you would like to be."""

    tenant: EnvironmentKey
    roles: list[Role] = Field(default_factory=list, max_length=20)
    grants: list[GrantWords] | None = Field(None, max_length=100)
    environments: Environments = None
    subject: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    claims: dict[str, str | int | bool | list[str | int]] = Field(default_factory=dict, max_length=50)
    ttl_seconds: Annotated[int, Field(ge=1, le=30 * 24 * 3600)] = 8 * 3600


class DevTokenOut(Words):
    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the word of RFC 6750
    expires_in: int
