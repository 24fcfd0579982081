"""Tokens of an OIDC issuer: every known way to forge one is tried with real signatures."""

import base64
import hmac
import json
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from catalog_admin.access import keys as access_keys
from catalog_admin.access import verifying
from catalog_admin.access.errors import IssuerAway
from catalog_admin.access.issuing import DevIssuer
from catalog_admin.access.keys import (
    ASKED_AGAIN_SECONDS,
    KEPT_SECONDS,
    TRUSTED_SECONDS,
    FetchedKeys,
)
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.outgoing import Outgoing
from tests.access.conftest import bearer
from tests.access.issuer import Issuer
from tests.world import World


def code_of(client: TestClient, token: str) -> tuple[int, str]:
    reply = client.get("/access/me", headers=bearer(token))
    return reply.status_code, reply.json().get("code", "")


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("alg", "key"),
    [
        ("RS256", RSAKey.generate_key(2048)),
        ("ES256", ECKey.generate_key("P-256")),
        ("Ed25519", OKPKey.generate_key("Ed25519")),
    ],
)
def test_lets_in_whom_the_issuer_vouches_for(
    issuer: Issuer, client: TestClient, alg: str, key: RSAKey | ECKey | OKPKey
) -> None:
    issuer.add_key("other", key)
    reply = client.get("/access/me", headers=bearer(issuer.token("other", alg, segment="edu", scope="openid")))
    assert reply.json() == {
        "subject": "user:tess",
        "tenant": "acme",
        "grants": [{"role": "viewer", "catalog": None, "path": None}],
        "environments": None,
        "claims": {"segment": "edu"},
        "displayName": "tess",
        "tenantName": "Acme",
        "issuer": None,
        "session": None,
    }


def test_understands_the_old_name_of_ed25519(issuer: Issuer, client: TestClient) -> None:
    key = issuer.add_key("ed", OKPKey.generate_key("Ed25519"))
    assert isinstance(key, OKPKey)
    head, body = encoded({"alg": "EdDSA", "kid": "ed"}), issuer.token("ed", "Ed25519").split(".")[1]
    signature = key.private_key.sign(f"{head}.{body}".encode())
    signed = base64.urlsafe_b64encode(signature).decode().rstrip("=")
    assert code_of(client, f"{head}.{body}.{signed}") == (200, "")


def test_limited_grants_and_environments(issuer: Issuer, client: TestClient) -> None:
    token = issuer.token(
        roles=None, grants=[{"role": "publisher", "catalog": "global", "path": "a.b"}], environments=["prod"]
    )
    reply = client.get("/access/me", headers=bearer(token)).json()
    assert reply["grants"] == [{"role": "publisher", "catalog": "global", "path": "a.b"}]
    assert reply["environments"] == ["prod"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": int(time.time()) - 60}, "access.token_expired"),
        ({"exp": None}, "access.claim_refused"),
        ({"exp": "tomorrow"}, "access.claim_refused"),
        ({"nbf": int(time.time()) + 86_400}, "access.token_not_yet_valid"),
        ({"aud": "another-service"}, "access.wrong_audience"),
        ({"aud": None}, "access.claim_refused"),
        ({"iss": "https://evil.example"}, "access.wrong_issuer"),
        ({"iss": None}, "access.claim_refused"),
        ({"sub": None}, "access.claim_refused"),
        ({"sub": ""}, "access.claim_refused"),
        ({"sub": 7}, "access.claim_refused"),
        ({"tenant": None}, "access.tenant_unknown"),
        ({"tenant": "nobody"}, "access.tenant_unknown"),
        ({"tenant": ["acme"]}, "access.tenant_unknown"),
        ({"grants": [{"role": "publisher", "path": "a"}]}, "access.claim_refused"),
        ({"grants": [{"role": "king"}]}, "access.claim_refused"),
        ({"grants": "publisher"}, "access.claim_refused"),
        ({"environments": "prod"}, "access.claim_refused"),
    ],
)
def test_refuses_claims(issuer: Issuer, client: TestClient, changes: dict[str, object], code: str) -> None:
    assert code_of(client, issuer.token(**changes)) == (401, code)


def test_takes_one_of_several_audiences(issuer: Issuer, client: TestClient) -> None:
    assert code_of(client, issuer.token(aud=["a", "catalog-admin"])) == (200, "")


def test_ignores_roles_of_other_services(issuer: Issuer, client: TestClient) -> None:
    assert code_of(client, issuer.token(roles=["offline_access", "uma"])) == (403, "access.not_permitted")


def test_refuses_a_token_that_is_not_signed(issuer: Issuer, client: TestClient) -> None:
    body = issuer.token().split(".")[1]
    for alg in ("none", "None", "nOnE", "", None):
        head = encoded({"alg": alg, "kid": "first", "typ": "JWT"})
        for signature in ("", "x"):
            assert code_of(client, f"{head}.{body}.{signature}") == (401, "access.token_forged")


def test_refuses_an_hmac_keyed_with_the_public_key(issuer: Issuer, client: TestClient) -> None:
    public = issuer.add_key("rsa", RSAKey.generate_key(2048))
    for secret in (public.as_pem(private=False), json.dumps(public.as_dict(private=False)).encode()):
        said = f"{encoded({'alg': 'HS256', 'kid': 'rsa'})}.{issuer.token().split('.')[1]}"
        signature = base64.urlsafe_b64encode(hmac.digest(secret, said.encode(), "sha256")).decode().rstrip("=")
        assert code_of(client, f"{said}.{signature}") == (401, "access.token_forged")


def test_refuses_an_hmac_even_if_the_issuer_publishes_its_secret(issuer: Issuer, client: TestClient) -> None:
    secret = issuer.add_key("shared", OctKey.generate_key(256))
    assert code_of(client, issuer.token("shared", "HS256", key=secret)) == (401, "access.token_forged")


def test_refuses_another_kind_of_key_than_the_algorithm_takes(issuer: Issuer, client: TestClient) -> None:
    forged = issuer.token("first", "RS256", key=RSAKey.generate_key(2048))
    assert code_of(client, forged) == (401, "access.token_forged")


def test_refuses_a_weak_key(issuer: Issuer, client: TestClient) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        issuer.add_key("weak", RSAKey.generate_key(1024))
        token = issuer.token("weak", "RS256")
    assert code_of(client, token) == (401, "access.key_unknown")


def test_refuses_a_stranger_under_a_known_name(issuer: Issuer, client: TestClient) -> None:
    assert code_of(client, issuer.token(key=ECKey.generate_key("P-256"))) == (401, "access.token_forged")


def test_refuses_a_key_the_token_brings_along(issuer: Issuer, client: TestClient) -> None:
    stranger = ECKey.generate_key("P-256")
    head, body, _ = issuer.token(key=stranger).split(".")
    head = encoded({"alg": "ES256", "kid": "first", "jwk": stranger.as_dict(private=False)})
    signature = issuer.token(key=stranger).split(".")[2]
    assert code_of(client, f"{head}.{body}.{signature}") == (401, "access.token_forged")


@pytest.mark.parametrize(
    "kid",
    [
        "../../../../dev/null",
        "/etc/passwd",
        "first\x00",
        "first' OR '1'='1",
        "http://127.0.0.1/jwks",
        "first/",
        "",
        " first",
    ],
)
def test_a_key_id_is_a_name_and_never_a_place(issuer: Issuer, client: TestClient, kid: str) -> None:
    """An empty file as the secret, or a key fetched from where the token says: nobody looks there."""
    issuer.add_key("second", ECKey.generate_key("P-256"))
    head = encoded({"alg": "ES256", "kid": kid, "jku": f"{issuer.url}/mine", "x5u": f"{issuer.url}/mine"})
    _, body, signature = issuer.token().split(".")
    asked = issuer.asked
    assert code_of(client, f"{head}.{body}.{signature}") == (401, "access.key_unknown")
    assert issuer.asked <= asked + 2  # its own discovery and keys
    said = f"{encoded({'alg': 'HS256', 'kid': kid})}.{body}"
    forged = base64.urlsafe_b64encode(hmac.digest(b"", said.encode(), "sha256")).decode().rstrip("=")
    assert code_of(client, f"{said}.{forged}") == (401, "access.token_forged")


def test_a_header_that_asks_for_more_than_we_know_is_refused(issuer: Issuer, client: TestClient) -> None:
    _, body, signature = issuer.token().split(".")
    head = encoded({"alg": "ES256", "kid": "first", "crit": ["b64"], "b64": False})
    assert code_of(client, f"{head}.{body}.{signature}") == (401, "access.token_forged")


def test_opens_its_own_tenant_and_no_other_whatever_the_header_says(
    issuer: Issuer, client: TestClient, other_world: World
) -> None:
    headers = bearer(issuer.token(tenant=other_world.tenant_key)) | {"X-Tenant": "acme"}
    assert client.get("/access/me", headers=headers).json()["tenant"] == other_world.tenant_key
    headers = bearer(issuer.token()) | {"X-Tenant": other_world.tenant_key}
    assert client.get("/access/me", headers=headers).json()["tenant"] == "acme"
    assert client.get("/tenant", headers=headers).json()["key"] == "acme"


def test_refuses_a_changed_payload(issuer: Issuer, client: TestClient) -> None:
    head, _, signature = issuer.token().split(".")
    body = issuer.token(roles=["tenant-admin"]).split(".")[1]
    assert code_of(client, f"{head}.{body}.{signature}") == (401, "access.token_forged")


@pytest.mark.parametrize(
    "junk", ["x", "a.b.c", "..", "a.b.c.d.e", "cat_1_2", "W10.e30.x", "eyJhbGciOiJFUzI1NiIsImtpZCI6WzFdfQ.e30.x"]
)
def test_refuses_junk(client: TestClient, junk: str) -> None:
    assert code_of(client, junk) == (401, "access.token_malformed")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dGVzcw==", "bearer"])
def test_refuses_a_missing_token(client: TestClient, header: str | None) -> None:
    reply = client.get("/access/me", headers={} if header is None else {"Authorization": header})
    assert (reply.status_code, reply.json()["code"]) == (401, "access.credentials_missing")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_refuses_two_tokens_and_endless_ones(issuer: Issuer, client: TestClient) -> None:
    both = [("Authorization", f"Bearer {issuer.token()}"), ("Authorization", "Bearer x")]
    assert client.get("/access/me", headers=both).json()["code"] == "access.credentials_missing"
    assert code_of(client, issuer.token(long="x" * 9000)) == (401, "access.token_malformed")


def test_a_remembered_token_still_expires(issuer: Issuer, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    expires = int(time.time()) + 300
    token = issuer.token(exp=expires)
    assert code_of(client, token) == (200, "")
    monkeypatch.setattr(verifying, "time", SimpleNamespace(time=lambda: expires + verifying.LEEWAY_SECONDS))
    assert code_of(client, token) == (401, "access.token_expired")


def test_refuses_the_development_issuer_beside_a_real_one(
    issuer: Issuer, client: TestClient, make_gate: Callable[..., Gate]
) -> None:
    gate = make_gate(dev_issuer=True)
    dev_issuer = getattr(gate, "dev_issuer", None)
    assert isinstance(dev_issuer, DevIssuer)
    assert code_of(client, dev_issuer.mint("acme", ["tenant-admin"]))[1] == "access.key_unknown"


class TestKeys:
    """Fetched, kept, rotated."""

    def keys(self, issuer: Issuer) -> FetchedKeys:
        self.now = 1000.0
        return FetchedKeys(issuer.url, Outgoing(["127.0.0.1"]), clock=lambda: self.now)

    def test_a_new_key_is_found_at_once(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        issuer.add_key("second", ECKey.generate_key("P-256"))
        self.now += ASKED_AGAIN_SECONDS
        assert keys.named("second").as_dict(private=False)["kty"] == "EC"

    def test_a_withdrawn_key_is_forgotten(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        del issuer.keys["first"]
        issuer.add_key("second", ECKey.generate_key("P-256"))
        self.now += 601
        with pytest.raises(Exception, match="no such key"):
            keys.named("first")

    def test_invented_key_ids_do_not_flood_the_issuer(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        asked = issuer.asked
        self.now += ASKED_AGAIN_SECONDS
        for number in range(50):
            with pytest.raises(Exception, match="no such key"):
                keys.named(f"invented-{number}")
        assert issuer.asked == asked + 2  # discovery and keys, once

    def test_known_keys_outlive_an_issuer_that_is_away(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        issuer.is_away = True
        self.now += 3600
        assert keys.named("first")

    def test_but_not_for_ever(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        issuer.is_away = True
        self.now += TRUSTED_SECONDS + 1
        with pytest.raises(IssuerAway):
            keys.named("first")
        issuer.is_away = False
        self.now += ASKED_AGAIN_SECONDS
        assert keys.named("first")

    def test_an_issuer_that_hangs_holds_up_one_request_and_no_other(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        issuer.answers.clear()
        self.now += KEPT_SECONDS + 1
        asked = issuer.asked
        with ThreadPoolExecutor(8) as threads:
            asking = [threads.submit(keys.named, "first") for _ in range(40)]
            answered = list(islice(as_completed(asking, timeout=20), 39))
            assert [each for each in asking if each not in answered and not each.done()]
            issuer.answers.set()
        assert issuer.asked == asked + 2  # discovery and keys, once

    def test_and_that_one_for_a_moment(self, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
        keys = self.keys(issuer)
        keys.named("first")
        issuer.answers.clear()
        self.now += KEPT_SECONDS + 1
        monkeypatch.setattr(access_keys, "PATIENCE_SECONDS", 0.05)
        assert keys.named("first")
        with pytest.raises(IssuerAway):
            keys.named("invented")

    def test_says_so_when_no_keys_can_be_had(self, issuer: Issuer, client: TestClient) -> None:
        issuer.is_away = True
        assert code_of(client, issuer.token()) == (503, "access.issuer_away")

    def test_a_token_without_a_key_id_is_understood_where_there_is_one_key(self, issuer: Issuer) -> None:
        keys = self.keys(issuer)
        assert keys.named(None)
        issuer.add_key("second", ECKey.generate_key("P-256"))
        self.now += 3600
        with pytest.raises(Exception, match="no such key"):
            keys.named(None)
