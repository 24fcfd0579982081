"""Signing in by browser: authorization code with PKCE, state and nonce; then a cookie, and no token in the browser.

sign-in ──state, nonce, verifier kept in a cookie──► identity provider ──code, state──► callback ──► session
"""

import re
from dataclasses import dataclass
from hmac import compare_digest
from secrets import token_urlsafe
from urllib.parse import unquote, urlsplit

from fastapi import Request

from catalog_admin.access import cookies
from catalog_admin.access.cookies import Attempt
from catalog_admin.access.errors import (
    DeniedByIssuer,
    IssuerFailed,
    NoRoles,
    SessionUnknown,
    SignInLost,
    StateMismatch,
    WrongIssuer,
)
from catalog_admin.access.own_pages import OwnAddress, check_sent_by_own_page
from catalog_admin.access.providers import Proof, Provider, challenge_of
from catalog_admin.access.rights import Rights
from catalog_admin.access.sessions import OpenSession, Sessions
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.requests import answer_is_for_this_cookie

HOME = "/console/"
CALLBACK = "/access/callback"
# What browsers write into an address; neither a backslash nor a control character, which they would reinterpret.
SAFE_ADDRESS = re.compile(r"/console(?:[/?#][A-Za-z0-9\-._~!$&'()*+,;=:@%/?#\[\]]*)?")
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class Arrival:
    """What came back with the browser."""

    code: str | None
    state: str | None
    error: str | None
    issuer: str | None


@dataclass(frozen=True)
class Console:
    """Who is signed in, and how one gets to be."""

    own: OwnAddress
    provider: Provider
    rights: Rights
    sessions: Sessions

    def begin(self, request: Request, next: str | None) -> tuple[str, str]:
        """Where the browser goes, and the cookie it takes along. Raises AddressNotOurs, Unavailable."""
        own = self.own.of(request)
        attempt = Attempt(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48), inside_console(next))
        asked = {
            "response_type": "code",
            "redirect_uri": own + CALLBACK,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge_of(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return self.provider.address(own, asked), cookies.attempt_cookie(own, attempt)

    def finish(self, request: Request, arrival: Arrival) -> tuple[str, str]:
        """Where the browser goes, and the session's cookie. Raises everything a sign-in can fail for."""
        own = self.own.of(request)
        attempt = self._attempt(request, own, arrival)
        proof = Proof(_code_in(arrival), attempt.verifier, attempt.nonce, own + CALLBACK)
        person = self.provider.redeem(proof)
        said = self.rights.said_in(person.claims)
        if not self.rights.actor_of(said).grants:
            raise NoRoles("nobody has given you a role here yet")
        cookie = self.sessions.open(
            said,
            display_name=person.display_name,
            instead_of=cookies.session_in(request, own),
            request_id=_request_id(request),
        )
        return inside_console(attempt.next), cookies.session_cookie(own, cookie)

    def actor(self, request: Request) -> Actor:
        """By the cookie. Raises SessionUnknown, SessionExpired, and what is wrong with where it was sent from."""
        own = self.own.of(request)
        check_sent_by_own_page(request, own)
        cookie = cookies.session_in(request, own)
        if cookie is None:
            raise SessionUnknown("there is no such session")
        session = self.sessions.find(cookie)
        renewed = None if session.renewed is None else cookies.session_cookie(own, session.renewed)
        answer_is_for_this_cookie(request.scope, renewed)
        request.state.session = session
        return self.rights.actor_of(session.said)

    def sign_out(self, request: Request) -> str:
        """What takes the cookie away. Raises what is wrong with where it was sent from."""
        own = self.own.of(request)
        check_sent_by_own_page(request, own)
        cookie = cookies.session_in(request, own)
        if cookie is not None:
            self.sessions.end(cookie, request_id=_request_id(request))
        return cookies.no_session_cookie(own)

    def _attempt(self, request: Request, own: str, arrival: Arrival) -> Attempt:
        """The one that this answer belongs to."""
        attempt = cookies.attempt_in(request, own)
        if attempt is None:
            raise SignInLost("this browser began no sign-in within the last ten minutes")
        if not compare_digest(attempt.state.encode(), (arrival.state or "").encode()):
            raise StateMismatch("this is the answer to another sign-in")
        if arrival.issuer is not None and arrival.issuer != self.provider.issuer:
            raise WrongIssuer("another issuer answered (RFC 9207)")
        return attempt


def console_session(request: Request) -> OpenSession | None:
    """The one by which this request was let in, if it was a cookie."""
    found = getattr(request.state, "session", None)
    return found if isinstance(found, OpenSession) else None


def inside_console(said: str | None) -> str:
    """An address of the console; anything that might lead elsewhere leads to its first page."""
    if said is None or len(said) > LONGEST_ADDRESS or not SAFE_ADDRESS.fullmatch(said):
        return HOME
    segments = unquote(urlsplit(said).path).replace("\\", "/").split("/")
    return HOME if {".", ".."} & set(segments) else said


def _code_in(arrival: Arrival) -> str:
    if arrival.error == "access_denied":
        raise DeniedByIssuer("the identity provider did not let you in")
    if arrival.error is not None or not arrival.code:
        raise IssuerFailed("the identity provider ended the sign-in with an error")
    return arrival.code


def _request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))
