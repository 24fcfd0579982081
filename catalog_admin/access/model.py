"""Grants as data, claims as roles, API tokens as text."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from catalog_admin.access.errors import GrantExceedsOwn, GrantMalformed
from catalog_admin.kit.actor import Actor, Grant, Role

ROLES = {role.value: role for role in Role}
SESSION = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")
API_TOKEN = re.compile(r"cat_([0-9a-f]{32})_([0-9a-f]{64})")
# What a token says about itself; everything else is a claim about the shopper.
ABOUT_THE_TOKEN = frozenset(
    {"iss", "aud", "exp", "nbf", "iat", "jti", "sub", "azp", "nonce", "at_hash", "c_hash", "typ", "sid"}
    | {"auth_time", "acr", "amr", "scope", "client_id"}
)


@dataclass(frozen=True)
class ApiToken:
    """What is kept of an API token: never its secret."""

    id: UUID
    name: str
    grants: tuple[Grant, ...]
    environments: list[str] | None
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True)
class Binding:
    """Roles of somebody whose issuer knows no roles; `subject` is his `sub`."""

    subject: str
    grants: tuple[Grant, ...]
    environments: list[str] | None
    revision: int
    updated_at: datetime


def grants_of(said: Any) -> tuple[Grant, ...]:
    """From `[{"role", "catalog"?, "path"?}]`; raises GrantMalformed.

    A path without a catalog is refused: it would otherwise be read as a grant for everything.
    """
    if not isinstance(said, list):
        raise GrantMalformed("grants are a list of {role, catalog, path}")
    return tuple(_grant_of(each) for each in said)


def _grant_of(said: Any) -> Grant:
    if not isinstance(said, dict) or said.get("role") not in ROLES or not said.keys() <= {"role", "catalog", "path"}:
        raise GrantMalformed("a grant is {role, catalog, path} with a role we know")
    catalog, path = said.get("catalog"), said.get("path")
    for part in (catalog, path):
        if part is not None and (not isinstance(part, str) or not part):
            raise GrantMalformed("catalog and path of a grant are texts")
    if path is not None and catalog is None:
        raise GrantMalformed("a grant for a path names its catalog")
    return Grant(ROLES[said["role"]], catalog, path)


def said_of(grants: Iterable[Grant]) -> list[dict[str, str]]:
    """The inverse of grants_of."""
    said = [{"role": grant.role.value, "catalog": grant.catalog, "path": grant.path} for grant in grants]
    return [{name: value for name, value in each.items() if value is not None} for each in said]


def roles_in(said: Any) -> tuple[Grant, ...]:
    """From a roles claim: a list or words in a text. Roles of other services are none of our business."""
    words = said.split() if isinstance(said, str) else said if isinstance(said, list) else []
    return tuple(Grant(ROLES[word]) for word in words if isinstance(word, str) and word in ROLES)


def claim_at(claims: dict[str, Any], name: str) -> Any:
    """A claim by its name, which may be a URL, or else by a dotted path: `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def must_hold(giver: Actor, grants: Iterable[Grant], environments: Iterable[str] | None) -> None:
    """Raises GrantExceedsOwn unless the giver holds everything that is given."""
    for position, grant in enumerate(grants):
        if not giver.may(grant.role, catalog=grant.catalog, path=grant.path):
            raise GrantExceedsOwn(
                f"you do not hold {grant.role.value} to this extent yourself", pointer=f"/grants/{position}"
            )
    if giver.environments is not None and (environments is None or not giver.environments.issuperset(environments)):
        raise GrantExceedsOwn("you are not let into all these environments yourself", pointer="/environments")


def new_secret() -> str:
    return secrets.token_hex(32)


def token_text(id: UUID, secret: str) -> str:
    """What the caller keeps: the prefix lets scanners of leaked secrets recognise it."""
    return f"cat_{id.hex}_{secret}"


def token_parts(text: str) -> tuple[UUID, str] | None:
    match = API_TOKEN.fullmatch(text)
    return (UUID(match[1]), match[2]) if match else None


def session_text(id: UUID, secret: str) -> str:
    """What the console's cookie says."""
    return f"{id.hex}.{secret}"


def session_parts(text: str) -> tuple[UUID, str] | None:
    match = SESSION.fullmatch(text)
    return (UUID(match[1]), match[2]) if match else None


def secret_hash(secret: str) -> bytes:
    """One round will do: the secret is 256 random bits, nobody guesses it."""
    return sha256(secret.encode()).digest()
