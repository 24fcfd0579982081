"""The development issuer: at home on this machine, nowhere else."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.access.errors import ClaimRefused, DevIssuerRefused, KeyExposed
from catalog_admin.access.issuing import KEY_FILE, DevIssuer, dev_token
from catalog_admin.kit.guards import Gate
from tests.access.conftest import bearer
from tests.access.issuer import Issuer


@pytest.fixture
def dev_client(make_gate: Callable[..., Gate], behind: Callable[[Gate], TestClient]) -> TestClient:
    return behind(make_gate(dev_issuer=True))


def mint(client: TestClient, **changes: Any) -> Any:
    headers = changes.pop("headers", {})
    return client.post("/dev/token", json={"tenant": "acme", "roles": ["publisher"], **changes}, headers=headers)


def test_mints_what_is_asked_for(dev_client: TestClient) -> None:
    minted = mint(dev_client, claims={"segment": "edu"}, environments=["dev"], subject="kim", ttlSeconds=60).json()
    assert minted["expiresIn"] == 60
    me = dev_client.get("/access/me", headers=bearer(minted["accessToken"])).json()
    assert (me["subject"], me["claims"], me["environments"]) == ("user:kim", {"segment": "edu"}, ["dev"])


def test_the_command_lines_token_is_good_for_the_service(dev_client: TestClient, tmp_path: Path) -> None:
    token = dev_token(tmp_path, "acme", ["tenant-admin"])
    assert dev_client.get("/access/tokens", headers=bearer(token)).status_code == 200


def test_publishes_its_key_only(dev_client: TestClient) -> None:
    about = dev_client.get("/dev/.well-known/openid-configuration").json()
    assert about["jwks_uri"] == "http://127.0.0.1:8000/dev/jwks"
    [key] = dev_client.get("/dev/jwks").json()["keys"]
    assert key["kty"] == "OKP"
    assert "d" not in key


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "catalog.example.com"},
        {"Host": "127.0.0.1.nip.io:8000"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"X-Real-IP": "203.0.113.9"},
    ],
)
def test_refuses_other_names_and_proxies(dev_client: TestClient, headers: dict[str, str]) -> None:
    refused = mint(dev_client, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.not_from_here")


def test_refuses_other_machines(dev_client: TestClient) -> None:
    elsewhere = TestClient(dev_client.app, base_url="http://127.0.0.1:8000", client=("203.0.113.9", 4000))
    assert mint(elsewhere).json()["code"] == "access.not_from_here"


def test_is_not_there_beside_a_real_issuer(client: TestClient) -> None:
    for reply in (mint(client), client.get("/dev/jwks"), client.get("/dev/.well-known/openid-configuration")):
        assert (reply.status_code, reply.json()["code"]) == (404, "access.no_dev_issuer")


def test_refuses_to_start_beside_a_real_issuer(issuer: Issuer, make_gate: Callable[..., Gate]) -> None:
    with pytest.raises(DevIssuerRefused, match="OIDC_ISSUER"):
        make_gate(dev_issuer=True, oidc_issuer=issuer.url)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "catalog.example.com", ""])  # noqa: S104
def test_refuses_to_start_off_loopback(host: str, make_gate: Callable[..., Gate]) -> None:
    with pytest.raises(DevIssuerRefused, match=r"127\.0\.0\.1"):
        make_gate(dev_issuer=True, host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_starts_on_loopback(host: str, make_gate: Callable[..., Gate]) -> None:
    assert make_gate(dev_issuer=True, host=host)


def test_keeps_its_key_to_itself(tmp_path: Path) -> None:
    first = DevIssuer(tmp_path)
    file = tmp_path / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert DevIssuer(tmp_path).kid == first.kid
    assert [each.name for each in tmp_path.iterdir()] == [KEY_FILE]
    file.chmod(0o640)
    with pytest.raises(KeyExposed):
        DevIssuer(tmp_path)


def test_does_not_let_claims_pretend_to_be_the_issuer(tmp_path: Path) -> None:
    with pytest.raises(ClaimRefused):
        dev_token(tmp_path, "acme", claims={"exp": 2**40})


@pytest.mark.parametrize("changes", [{"roles": ["king"]}, {"ttlSeconds": 0}, {"tenant": ""}, {"claims": {"a": 1.5}}])
def test_refuses_bad_words(dev_client: TestClient, changes: dict[str, Any]) -> None:
    assert mint(dev_client, **changes).status_code == 422
