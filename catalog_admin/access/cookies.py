"""The two cookies: the session's, and the one that ties the answer of the identity provider to this browser.

Over https their names begin with `__Host-`: then no other host of the domain can plant one.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from json import dumps, loads
from typing import Literal

from fastapi import Request

SESSION = "catalog_session"
SIGN_IN = "catalog_sign_in"
SIGN_IN_SECONDS = 600
LONGEST = 4096
PADDING = "=="  # more than enough is read over


@dataclass(frozen=True)
class Attempt:
    """A sign-in under way: what the provider has to send back, and where the browser wants to go."""

    state: str
    nonce: str
    verifier: str
    next: str


def session_cookie(own: str, text: str) -> str:
    """Without an age: it goes with the browser's session, if the service has not ended it before."""
    return _written(own, SESSION, text, "Strict", None)


def attempt_cookie(own: str, attempt: Attempt) -> str:
    """Lax: it has to come along when the provider's page sends the browser back."""
    text = urlsafe_b64encode(dumps(vars(attempt)).encode()).decode().rstrip("=")
    return _written(own, SIGN_IN, text, "Lax", SIGN_IN_SECONDS)


def no_session_cookie(own: str) -> str:
    return _written(own, SESSION, "", "Strict", 0)


def no_attempt_cookie(own: str) -> str:
    return _written(own, SIGN_IN, "", "Lax", 0)


def session_in(request: Request, own: str) -> str | None:
    return request.cookies.get(_name(own, SESSION)) or None


def has_session(request: Request) -> bool:
    """Under either name: whether one is good is said later."""
    return any(request.cookies.get(name) for name in (SESSION, f"__Host-{SESSION}"))


def attempt_in(request: Request, own: str) -> Attempt | None:
    text = request.cookies.get(_name(own, SIGN_IN), "")
    if not text or len(text) > LONGEST:
        return None
    try:
        return Attempt(**{name: str(value) for name, value in loads(urlsafe_b64decode(text + PADDING)).items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _name(own: str, name: str) -> str:
    return f"__Host-{name}" if own.startswith("https:") else name


def _written(own: str, name: str, text: str, same_site: Literal["Strict", "Lax"], seconds: int | None) -> str:
    cookie = SimpleCookie({_name(own, name): text})
    morsel: Morsel[str] = cookie[_name(own, name)]
    morsel["path"], morsel["samesite"], morsel["httponly"] = "/", same_site, True
    if own.startswith("https:"):
        morsel["secure"] = True
    if seconds is not None:
        morsel["max-age"] = seconds
    return morsel.OutputString()
