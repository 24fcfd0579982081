"""Is this JWT true? Algorithm, key, signature, then what it says about itself, in that order."""

import json
import time
import warnings
from base64 import urlsafe_b64decode
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError, MissingClaimError, SecurityWarning
from joserfc.jwt import JWTClaimsRegistry

from catalog_admin.access.errors import (
    ClaimRefused,
    TokenExpired,
    TokenForged,
    TokenMalformed,
    TokenNotYetValid,
    WrongAudience,
    WrongIssuer,
)
from catalog_admin.access.keys import Keys
from catalog_admin.access.memory import Memory

# Signatures only a private key can make: an HMAC keyed with the issuer's *public* key proves nothing.
# "EdDSA" is what most issuers still call Ed25519.
ALGORITHMS = {"RS256": "RSA", "ES256": "EC", "EdDSA": "OKP", "Ed25519": "OKP"}
LEEWAY_SECONDS = 10
# The storefront remembers half a minute more whom it let in: together a minute.
REMEMBERED_SECONDS = 30


class Verifier:
    """For one issuer and one audience; a verdict is remembered for half a minute, never past its expiry."""

    def __init__(self, issuer: str, audience: str, keys: Keys) -> None:
        self._keys = keys
        self._rules = JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
        )
        self._verdicts: Memory[bytes, dict[str, Any]] = Memory(REMEMBERED_SECONDS)

    def claims_of(self, token: str) -> dict[str, Any]:
        """Raises what is wrong with the token, as a 401."""
        name = sha256(token.encode()).digest()
        claims = self._verdicts.get(name)
        if claims is None:
            claims = self._signed_claims(token)
            self._check(claims)
            self._verdicts.keep(name, claims)
        elif claims["exp"] <= time.time() - LEEWAY_SECONDS:
            raise TokenExpired("this token has expired")
        return claims

    def _signed_claims(self, token: str) -> dict[str, Any]:
        header = _header_of(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise TokenForged("tokens are signed with RS256, ES256 or EdDSA")
        if header.get("typ", "JWT").lower() not in ("jwt", "at+jwt", "application/at+jwt"):
            raise TokenForged("this is not an access token")
        key = self._keys.named(header.get("kid"))
        if key.key_type != ALGORITHMS[algorithm]:
            raise TokenForged("this key does not sign in this way")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SecurityWarning)  # only about the old name of Ed25519
                return jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError) as wrong:
            raise TokenForged("the signature does not hold") from wrong

    def _check(self, claims: dict[str, Any]) -> None:
        try:
            self._rules.validate(claims)
        except ExpiredTokenError as wrong:
            raise TokenExpired("this token has expired") from wrong
        except MissingClaimError as wrong:
            raise ClaimRefused(f"the claim {wrong.claim} is missing") from wrong
        except ClaimError as wrong:
            kind = {"iss": WrongIssuer, "aud": WrongAudience, "nbf": TokenNotYetValid}.get(wrong.claim, ClaimRefused)
            raise kind(f"the claim {wrong.claim} is not what this service takes") from wrong


def _header_of(token: str) -> dict[str, Any]:
    """Read before anything is trusted: only to choose the key."""
    first, _, rest = token.partition(".")
    try:
        header = json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as wrong:
        raise TokenMalformed("this is neither a JWT nor an API token") from wrong
    kid_and_typ = (header.get("kid", ""), header.get("typ", "")) if isinstance(header, dict) else (None,)
    if rest.count(".") != 1 or not all(isinstance(text, str) for text in kid_and_typ):
        raise TokenMalformed("this is neither a JWT nor an API token")
    return dict(header)
