"""The development issuer: signs whatever is asked for, on this machine only.

It shares nothing with a real issuer: its name cannot be resolved, its key lives in the data directory, readable
by its owner alone, and the program refuses to start with it off loopback or beside a configured issuer.
"""

import json
import os
import stat
import time
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from secrets import token_hex
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

from catalog_admin.access.errors import ClaimRefused, DevIssuerRefused, KeyExposed
from catalog_admin.access.keys import FixedKeys

ISSUER = "https://dev-issuer.catalog-admin.invalid"
AUDIENCE = "catalog-admin"
CONSOLE = "catalog-admin-console"  # the console's client id
KEY_FILE = "dev-issuer-key.json"
LONGEST_SECONDS = 30 * 24 * 3600
OURS = frozenset({"iss", "aud", "azp", "iat", "exp", "nbf", "jti", "nonce"})


class DevIssuer:
    """Mints tokens with the key in `data_dir`, which is made when first needed."""

    def __init__(self, data_dir: Path) -> None:
        self._key = _load(data_dir)
        self.kid = str(self._key.thumbprint())

    def keys(self) -> FixedKeys:
        return FixedKeys(self.kid, self._key)

    def jwks(self) -> dict[str, Any]:
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "Ed25519"}]}

    def mint(
        self,
        tenant: str,
        roles: Iterable[str] = (),
        *,
        subject: str | None = None,
        grants: list[dict[str, str]] | None = None,
        environments: list[str] | None = None,
        claims: dict[str, Any] | None = None,
        ttl_seconds: int = 8 * 3600,
        audience: str = AUDIENCE,
        about: dict[str, str] | None = None,
    ) -> str:
        """A signed JWT; `claims` may hold anything but what the issuer says itself. Raises ClaimRefused.

        `about` is what the issuer adds to an ID token.
        """
        roles = list(roles)
        if OURS & (claims or {}).keys():
            raise ClaimRefused("the issuer itself says " + ", ".join(sorted(OURS)))
        now = int(time.time())
        said = {
            **(claims or {}),
            **(about or {}),
            "iss": ISSUER,
            "aud": audience,
            "sub": subject or "dev-" + ("-".join(roles) or "nobody"),
            "iat": now,
            "exp": now + min(ttl_seconds, LONGEST_SECONDS),
            "jti": token_hex(8),
            "tenant": tenant,
            "roles": roles,
        }
        if grants is not None:
            said["grants"] = grants
        if environments is not None:
            said["environments"] = environments
        return jwt.encode({"alg": "Ed25519", "kid": self.kid}, said, self._key, algorithms=["Ed25519"])


def dev_token(data_dir: Path, tenant: str, roles: Iterable[str] = (), **details: Any) -> str:
    """For the command line: the running service with the same data directory accepts it. Details as in `mint`."""
    return DevIssuer(data_dir).mint(tenant, roles, **details)


def refuse_off_loopback(host: str, oidc_issuer: str | None) -> None:
    """Raises DevIssuerRefused where anybody else could use it, or a real issuer is at work."""
    if oidc_issuer is not None:
        raise DevIssuerRefused("DEV_ISSUER is on although OIDC_ISSUER is set: one of them decides who you are")
    if not is_loopback(host):
        raise DevIssuerRefused(
            f"the development issuer would let anybody who reaches {host} in: "
            "listen on 127.0.0.1, set OIDC_ISSUER, or set DEV_ISSUER=false and use API tokens"
        )


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _load(data_dir: Path) -> OKPKey:
    file = data_dir / KEY_FILE
    if not file.exists():
        _make(file)
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyExposed(f"others can read {file}: delete it, and a new key will be made")
    return OKPKey.import_key(json.loads(file.read_text()))


def _make(file: Path) -> None:
    """Written aside and linked into place: of two programs that start at once, one key wins, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(OKPKey.generate_key("Ed25519").as_dict(private=True), handle)
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
