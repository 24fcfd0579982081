"""The keys an issuer signs with: fetched once, kept, fetched again when a token names an unknown one."""

import time
import warnings
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any, Protocol

import structlog
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from catalog_admin.access.discovery import address_in, discovered
from catalog_admin.access.errors import IssuerAway, KeyUnknown
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.outgoing import Outgoing, PartnerAway

log = structlog.get_logger()

PublicKey = RSAKey | ECKey | OKPKey
KEPT_SECONDS = 600
ASKED_AGAIN_SECONDS = 30  # however many tokens with invented key ids arrive
TRUSTED_SECONDS = 4 * 3600  # without hearing from the issuer: a key it withdrew meanwhile does not open for ever
PATIENCE_SECONDS = 1.0  # of a request: a thread that waits for the issuer serves nobody


class Keys(Protocol):
    """Where a verifier gets public keys from."""

    def named(self, kid: str | None) -> PublicKey:
        """Raises KeyUnknown, IssuerAway."""


class FixedKeys:
    """One key, known from the start."""

    def __init__(self, kid: str, key: PublicKey) -> None:
        self._kid, self._key = kid, key

    def named(self, kid: str | None) -> PublicKey:
        if kid != self._kid:
            raise KeyUnknown("this key is not ours")
        return self._key


class FetchedKeys:
    """The JWKS of an OIDC issuer; thread-safe.

    Asked at most every 30 s whatever happens, so invented key ids cannot be used to flood the issuer. When it
    does not answer, the keys we have stay good for hours: signing in must not depend on its every minute. It is asked
    in a thread of its own, for which a request waits a second at most: whoever set it off, so that a key the issuer
    has withdrawn is forgotten at once as long as it answers, and whoever cannot do without.
    """

    def __init__(self, issuer: str, outgoing: Outgoing, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._outgoing, self._clock = issuer, outgoing, clock
        self._keys: dict[str | None, PublicKey] = {}
        self._fetched = self._asked = float("-inf")
        self._turn = Lock()
        self._answered = Event()

    def named(self, kid: str | None) -> PublicKey:
        is_known = kid in self._known() and self._age() <= TRUSTED_SECONDS
        if not is_known or self._age() > KEPT_SECONDS:
            is_mine = self._ask_unless_asked()
            if is_mine or not is_known:
                self._answered.wait(PATIENCE_SECONDS)
        if not self._keys or self._age() > TRUSTED_SECONDS:
            raise IssuerAway("the identity provider does not give us its keys")
        key = self._known().get(kid)
        if key is None and not self._answered.is_set():
            raise IssuerAway("the identity provider has not said yet whether this key is its own")
        if key is None:
            raise KeyUnknown("the issuer has no such key")
        return key

    def _known(self) -> dict[str | None, PublicKey]:
        """A token without a key id is understood where there is only one key."""
        if len(self._keys) == 1:
            return {**self._keys, None: next(iter(self._keys.values()))}
        return self._keys

    def _age(self) -> float:
        return self._clock() - self._fetched

    def _ask_unless_asked(self) -> bool:
        """Whether this call set it off; if not, `_answered` is set, or will be by whom it waits for."""
        with self._turn:
            if self._clock() - self._asked < ASKED_AGAIN_SECONDS:
                return False
            self._asked, self._answered = self._clock(), Event()
            Thread(target=self._fetch, args=(self._answered,), name="issuer-keys", daemon=True).start()
            return True

    def _fetch(self, answered: Event) -> None:
        try:
            keys = usable_keys(self._outgoing.get_json(self._address()))
            self._keys, self._fetched = keys, self._clock()
        except Refusal as away:
            log.warning("issuer_keys_not_fetched", issuer=self._issuer, reason=away.detail)
        finally:
            answered.set()

    def _address(self) -> str:
        return address_in(discovered(self._issuer, self._outgoing), "jwks_uri")


def usable_keys(jwks: Any) -> dict[str | None, PublicKey]:
    """The public signing keys of a JWKS by id; what is weak, secret or not understood is left out."""
    said = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(said, list):
        raise PartnerAway("this is not a JWKS")
    return {each.get("kid"): key for each in said if isinstance(each, dict) and (key := _key_of(each)) is not None}


def _key_of(said: dict[str, Any]) -> PublicKey | None:
    # A symmetric key in a public document would let everybody sign.
    if said.get("kty") not in ("RSA", "EC", "OKP") or said.get("use", "sig") != "sig" or "d" in said:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SecurityWarning)  # RSA below 2048 bits
            key = import_key(said)
    except (JoseError, SecurityWarning, ValueError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) else None
