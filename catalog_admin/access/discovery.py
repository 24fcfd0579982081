"""What an identity provider says of itself: where its keys lie, where browsers go to sign in and out."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import structlog

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.outgoing import Outgoing, PartnerAway

log = structlog.get_logger()

KEPT_SECONDS = 600
ASKED_AGAIN_SECONDS = 10
PATIENCE_SECONDS = 1.0


def discovered(issuer: str, outgoing: Outgoing) -> dict[str, Any]:
    """Raises PartnerAway, also when the document is another issuer's."""
    about = outgoing.get_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if not isinstance(about, dict) or about.get("issuer") != issuer:
        raise PartnerAway("the discovery document is for another issuer")
    return about


def address_in(about: dict[str, Any], name: str) -> str:
    """Raises PartnerAway if it is not said."""
    address = about.get(name)
    if not isinstance(address, str) or not _is_address(address):
        raise PartnerAway(f"the discovery document has no {name}")
    return address


def _is_address(said: str) -> bool:
    try:
        parts = urlsplit(said)
        return parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        return False


class KnownIssuer:
    """Remembers the document for ten minutes; thread-safe.

    Anybody may begin a sign-in, and a thread that waits for a provider that hangs serves nobody. So one request at a
    time asks, the others wait a moment at most, and after an answer that was none nobody asks for ten seconds. An
    older document is good until a newer one comes.
    """

    def __init__(self, issuer: str, outgoing: Outgoing, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._outgoing, self._clock = issuer, outgoing, clock
        self._about: dict[str, Any] | None = None
        self._until = float("-inf")
        self._turn = Lock()

    def about(self) -> dict[str, Any]:
        """Raises PartnerAway."""
        if self._is_due() and self._turn.acquire(timeout=PATIENCE_SECONDS if self._about is None else 0):
            try:
                self._ask_unless_asked()
            finally:
                self._turn.release()
        if self._about is None:
            raise PartnerAway("the identity provider does not say where people sign in")
        return self._about

    def _is_due(self) -> bool:
        return self._clock() >= self._until

    def _ask_unless_asked(self) -> None:
        if not self._is_due():
            return
        kept = KEPT_SECONDS
        try:
            self._about = discovered(self._issuer, self._outgoing)
        except Refusal as refused:
            log.warning("issuer_undiscovered", reason=refused.detail)
            kept = ASKED_AGAIN_SECONDS
        self._until = self._clock() + kept
