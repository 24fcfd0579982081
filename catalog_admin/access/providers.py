"""Where people prove who they are: authorization code with PKCE, spoken to the configured identity provider."""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import structlog

from catalog_admin.access.discovery import KnownIssuer, address_in
from catalog_admin.access.errors import ClaimRefused, CodeRefused, IssuerAway, NonceMismatch, TokenMalformed
from catalog_admin.access.verifying import Verifier
from catalog_admin.kit.errors import Unauthenticated
from catalog_admin.kit.exact_json import UnreadableBody, read_exactly
from catalog_admin.kit.outgoing import Answer, Outgoing
from catalog_admin.kit.secret_references import SecretReference

log = structlog.get_logger()

LONGEST_TOKEN = 16_384
# Who somebody is to other people: nothing that decides what a shelf shows, and no more of it is kept than the name.
PROFILE = frozenset(
    {"name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture"}
    | {"website", "gender", "birthdate", "zoneinfo", "locale", "updated_at", "address"}
    | {"email", "email_verified", "phone_number", "phone_number_verified"}
)
FORM: dict[bytes | str, bytes | str] = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/json",
}


@dataclass(frozen=True)
class Person:
    """What the provider says of who has signed in; `claims` as in a bearer token of the same person."""

    claims: dict[str, Any]
    display_name: str


@dataclass(frozen=True)
class Proof:
    """What the code is redeemed with; the verifier and the nonce have never left this service and its cookie."""

    code: str
    verifier: str
    nonce: str
    redirect_uri: str


class Provider(Protocol):
    kind: str
    issuer: str

    def address(self, own: str, asked: dict[str, str]) -> str:
        """Where the browser goes to sign in; `own` is our origin. Raises Unavailable."""

    def redeem(self, proof: Proof) -> Person:
        """Raises CodeRefused, Unavailable, and what is wrong with the tokens."""

    def sign_out_address(self, own: str) -> str | None:
        """Where the browser ends the provider's own session; None if the provider has no such place."""


class IdTokens:
    """ID tokens of an issuer for one client: made for it, on its behalf, and in answer to its very question."""

    def __init__(self, verifier: Verifier, client_id: str) -> None:
        self._verifier, self._client_id = verifier, client_id

    def claims_of(self, token: str, nonce: str) -> dict[str, Any]:
        """Raises what is wrong with it."""
        claims = self._verifier.claims_of(token)
        # An audience of several is shared with others, one of whom may have asked for the token.
        if claims.get("azp", self._client_id) != self._client_id:
            raise ClaimRefused("the ID token was made for another client")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
            raise ClaimRefused("an ID token for several names in azp whom it was made for")
        if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise NonceMismatch("the ID token was made for another sign-in")
        return claims


@dataclass(frozen=True)
class Client:
    """The console as the provider knows it."""

    id: str
    secret: SecretReference | None
    scopes: str


class OidcProvider:
    """`access_tokens` takes the tokens that API calls carry; where the provider issues such, they are heard too."""

    kind = "oidc"

    def __init__(
        self, issuer: str, client: Client, outgoing: Outgoing, id_tokens: IdTokens, access_tokens: Verifier
    ) -> None:
        self.issuer, self._client, self._outgoing = issuer, client, outgoing
        self._known = KnownIssuer(issuer, outgoing)
        self._id_tokens, self._access_tokens = id_tokens, access_tokens

    def address(self, own: str, asked: dict[str, str]) -> str:
        said = {"client_id": self._client.id, "scope": self._client.scopes, **asked}
        return _with_query(address_in(self._known.about(), "authorization_endpoint"), said)

    def redeem(self, proof: Proof) -> Person:
        tokens = self._tokens(proof)
        id_token = tokens.get("id_token")
        if not isinstance(id_token, str) or len(id_token) > LONGEST_TOKEN:
            raise TokenMalformed("the identity provider gave no ID token")
        who = self._id_tokens.claims_of(id_token, proof.nonce)
        return person_of(who, self._claims_for_calls(tokens.get("access_token"), who["sub"]))

    def sign_out_address(self, own: str) -> str | None:
        about = self._known.about()
        if "end_session_endpoint" not in about:
            return None
        said = {"client_id": self._client.id, "post_logout_redirect_uri": f"{own}/console/"}
        return _with_query(address_in(about, "end_session_endpoint"), said)

    def _tokens(self, proof: Proof) -> dict[str, Any]:
        about = self._known.about()
        form = {
            "grant_type": "authorization_code",
            "code": proof.code,
            "redirect_uri": proof.redirect_uri,
            "code_verifier": proof.verifier,
        }
        headers, form = self._signed(form, about.get("token_endpoint_auth_methods_supported"))
        answer = self._outgoing.request(
            "POST", address_in(about, "token_endpoint"), headers=headers, content=urlencode(form).encode()
        )
        return _tokens_in(answer)

    def _signed(self, form: dict[str, str], methods: Any) -> tuple[dict[bytes | str, bytes | str], dict[str, str]]:
        """With the client's secret in the way the provider takes it; a public client names itself, and no more."""
        if self._client.secret is None:
            return FORM, {**form, "client_id": self._client.id}
        secret = self._client.secret.value()
        if isinstance(methods, list) and "client_secret_basic" not in methods and "client_secret_post" in methods:
            return FORM, {**form, "client_id": self._client.id, "client_secret": secret}
        both = f"{quote(self._client.id, safe='')}:{quote(secret, safe='')}"
        return {**FORM, "Authorization": f"Basic {b64encode(both.encode()).decode()}"}, form

    def _claims_for_calls(self, token: Any, subject: str) -> dict[str, Any]:
        """Of the access token, if it is one for our API; many providers issue tokens only they can read."""
        if not isinstance(token, str) or token.count(".") != 2 or len(token) > LONGEST_TOKEN:
            return {}
        try:
            claims = self._access_tokens.claims_of(token)
        except Unauthenticated:
            return {}
        return claims if claims["sub"] == subject else {}


def person_of(who: dict[str, Any], for_calls: dict[str, Any]) -> Person:
    """An access token says what the same person's calls may; what it leaves open the ID token answers.

    Many providers write the profile into both.
    """
    said = {name: value for name, value in (who | for_calls).items() if name not in PROFILE}
    names = (who.get(claim) for claim in ("name", "preferred_username", "email", "sub"))
    display_name = next(name for name in names if isinstance(name, str) and name.strip())
    return Person(said, " ".join(display_name.split())[:200])


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _tokens_in(answer: Answer) -> dict[str, Any]:
    try:
        said = read_exactly(answer.body)
    except UnreadableBody:
        said = None
    if answer.status >= 500:
        raise IssuerAway(f"the identity provider answers {answer.status}")
    if answer.status != 200 or not isinstance(said, dict):
        # Its own word for what is wrong; a description may repeat what we sent.
        error = said.get("error") if isinstance(said, dict) else None
        log.warning("code_refused", status=answer.status, error=error if error in ERRORS else None)
        raise CodeRefused("the identity provider does not take the code")
    return dict(said)


ERRORS = frozenset(
    {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type"}
)


def _with_query(address: str, said: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
