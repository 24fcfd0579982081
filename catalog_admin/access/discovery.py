"""What an identity provider says of itself: where its keys lie, where browsers go to sign in and out."""

import time
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from catalog_admin.kit.outgoing import Outgoing, PartnerAway

KEPT_SECONDS = 600


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
    """Remembers the document for ten minutes; thread-safe."""

    def __init__(self, issuer: str, outgoing: Outgoing) -> None:
        self._issuer, self._outgoing = issuer, outgoing
        self._about: dict[str, Any] = {}
        self._until = 0.0
        self._turn = Lock()

    def about(self) -> dict[str, Any]:
        """Raises PartnerAway."""
        with self._turn:
            if time.monotonic() >= self._until:
                self._about = discovered(self._issuer, self._outgoing)
                self._until = time.monotonic() + KEPT_SECONDS
            return self._about
