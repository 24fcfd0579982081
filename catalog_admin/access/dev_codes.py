"""The development issuer's authorization codes: each good once, for a minute, for who asked and knows the verifier."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from secrets import token_urlsafe
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from catalog_admin.access.errors import AuthorizationMalformed, CodeRefused
from catalog_admin.access.issuing import CONSOLE, ISSUER, DevIssuer
from catalog_admin.access.providers import IdTokens, Person, Proof, challenge_of, person_of

CODE_SECONDS = 60
MOST_CODES = 1000
TOKEN_SECONDS = 3600
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Asked:
    """A request for a code, as the console makes it."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str


@dataclass(frozen=True)
class Guise:
    """Somebody to be, as picked on the page."""

    tenant: str
    roles: tuple[str, ...]
    subject: str
    display_name: str
    grants: list[dict[str, str]] | None = None
    environments: list[str] | None = None
    claims: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Code:
    asked: Asked
    guise: Guise
    until: float


class DevCodes:
    """Thread-safe, and forgotten with the process."""

    kind = "dev"
    issuer = ISSUER

    def __init__(self, issuer: DevIssuer, id_tokens: IdTokens, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._id_tokens, self._clock = issuer, id_tokens, clock
        self._codes: dict[str, _Code] = {}
        self._turn = Lock()

    def address(self, own: str, asked: dict[str, str]) -> str:
        return f"{own}/dev/authorize?{urlencode({'client_id': CONSOLE, 'scope': 'openid profile', **asked})}"

    def sign_out_address(self, own: str) -> str | None:
        """It keeps no session of its own: everybody is asked each time."""
        return None

    def check(self, asked: Asked, response_type: str, method: str, own_callback: str) -> None:
        """Raises AuthorizationMalformed: it sends nobody but our own console a code, and none without PKCE."""
        if asked.client_id != CONSOLE or asked.redirect_uri != own_callback:
            raise AuthorizationMalformed("the development issuer lets people into our own console only")
        if response_type != "code" or method != "S256" or not CHALLENGE.fullmatch(asked.code_challenge):
            raise AuthorizationMalformed("ask for a code, with a challenge made by S256")

    def issue(self, asked: Asked, guise: Guise) -> str:
        """Where the browser goes back to, with the code."""
        code = token_urlsafe(32)
        with self._turn:
            now = self._clock()
            self._codes = {each: kept for each, kept in self._codes.items() if kept.until > now}
            if len(self._codes) >= MOST_CODES:
                self._codes.pop(next(iter(self._codes)))
            self._codes[code] = _Code(asked, guise, now + CODE_SECONDS)
        return f"{asked.redirect_uri}?{urlencode({'code': code, 'state': asked.state, 'iss': ISSUER})}"

    def tokens(self, code: str, verifier: str, redirect_uri: str) -> dict[str, Any]:
        """As the token endpoint answers; the code is used up, whatever comes of it. Raises CodeRefused."""
        with self._turn:
            kept = self._codes.pop(code, None)
        if kept is None or kept.until <= self._clock():
            raise CodeRefused("this code is used up, or was never given")
        is_challenged = compare_digest(kept.asked.code_challenge.encode(), challenge_of(verifier).encode())
        if not is_challenged or redirect_uri != kept.asked.redirect_uri:
            raise CodeRefused("this code was given to somebody else")
        guise = kept.guise
        said: dict[str, Any] = {
            "subject": guise.subject,
            "grants": guise.grants,
            "environments": guise.environments,
            "claims": guise.claims,
            "ttl_seconds": TOKEN_SECONDS,
        }
        about = {"nonce": kept.asked.nonce, "name": guise.display_name}
        return {
            "access_token": self._issuer.mint(guise.tenant, guise.roles, **said),
            "id_token": self._issuer.mint(guise.tenant, guise.roles, **said, audience=CONSOLE, about=about),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
        }

    def redeem(self, proof: Proof) -> Person:
        """In this process: a program that asks itself over HTTP waits for itself when it is busy."""
        tokens = self.tokens(proof.code, proof.verifier, proof.redirect_uri)
        return person_of(self._id_tokens.claims_of(tokens["id_token"], proof.nonce), {})
