"""Against a real OpenID provider: panva's oidc-provider, run by node, with its own forms to sign in and to consent."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2
import pytest
from fastapi.testclient import TestClient

from catalog_admin.access import keys, providers
from catalog_admin.access.gate import ConsoleChoices
from catalog_admin.access.providers import Client
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.secret_references import SecretReference
from tests.access.browser import BY_CONSOLE, COOKIE, arrived, begun, me, problem
from tests.access.conftest import bearer
from tests.world import World
from tools.bootstrap import CACHE, ROOT
from tools.console import node_of_wheel, node_on_path

LIBRARY = ROOT / "ui" / "node_modules" / "oidc-provider" / "lib" / "index.js"
SERVER = Path(__file__).parent / "provider" / "server.mjs"
CALLBACK = "http://127.0.0.1:8000/access/callback"
SECRET = "the client's own: + / %"
SECRET_IS_AT = "env://CONSOLE_SECRET"
ACTION = re.compile(r'<form[^>]* action="([^"]+)"')


@contextmanager
def running_provider(audience: str = "") -> Iterator[str]:
    node = node_on_path() or (node_of_wheel(CACHE / "node") if (CACHE / "node" / ".locked").exists() else None)
    if node is None or not LIBRARY.exists():
        pytest.skip("no node, or ui/node_modules without oidc-provider: `make test` brings both")
    command = [Path(node.bin) / "node", SERVER, LIBRARY, CALLBACK, audience]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Its access tokens are for itself alone: only the ID token tells us anything."""
    with running_provider() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def provider_of_apis() -> Iterator[str]:
    """Its access tokens are JWTs for our API; it takes the client's secret in the form."""
    with running_provider("catalog-admin") as issuer:
        yield issuer


@pytest.fixture
def browser_for(
    make_gate: Callable[..., Gate],
    behind: Callable[..., TestClient],
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., TestClient]:
    monkeypatch.setenv("CONSOLE_SECRET", SECRET)
    # However slow the machine is: the provider answers in time, and may be asked for its keys again at once.
    monkeypatch.setattr(keys, "PATIENCE_SECONDS", 30)
    monkeypatch.setattr(keys, "ASKED_AGAIN_SECONDS", 0)

    def make(issuer: str, client_id: str = "console", secret: str | None = SECRET_IS_AT) -> TestClient:
        reference = None if secret is None else SecretReference(secret)
        client = Client(client_id, reference, "openid profile")
        return behind(make_gate(oidc_issuer=issuer, console=ConsoleChoices(client=client)))

    return make


def answered(address: str, account: str) -> str:
    """Fills in the provider's forms as somebody would; where it sends the browser back to."""
    with httpx2.Client(trust_env=False) as person:
        reply = person.get(address)
        for _ in range(10):
            if reply.is_redirect:
                address = urljoin(address, reply.headers["Location"])
                if address.startswith(CALLBACK):
                    return address.removeprefix("http://127.0.0.1:8000")
                reply = person.get(address)
                continue
            shown = ACTION.search(reply.text)
            assert shown is not None, reply.text
            address = urljoin(address, unescape(shown[1]))
            prompt = "login" if 'name="password"' in reply.text else "consent"
            reply = person.post(address, data={"prompt": prompt, "login": account, "password": "any"})
    raise AssertionError(f"did not come back from {address}")


def signed_in(browser: TestClient, account: str) -> Any:
    return arrived(browser, answered(begun(browser), account))


@pytest.mark.parametrize("secret", [SECRET_IS_AT, None], ids=["with a secret", "public"])
def test_one_signs_in(provider: str, browser_for: Callable[..., TestClient], secret: str | None) -> None:
    browser = browser_for(provider, "console" if secret else "console-public", secret)
    assert problem(signed_in(browser, "kim+publisher@acme")) is None
    told = me(browser)
    assert (told["subject"], told["displayName"], told["issuer"]) == ("user:kim+publisher@acme", "Kim", "oidc")
    assert told["grants"] == [{"role": "publisher", "catalog": None, "path": None}]
    assert told["claims"] == {}


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("kim+king@acme", "access.no_roles"),
        ("kim@acme", "access.no_roles"),
        ("kim+publisher@nobody", "access.tenant_unknown"),
    ],
)
def test_who_may_nothing_here_is_told_so(
    provider: str, browser_for: Callable[..., TestClient], account: str, code: str
) -> None:
    browser = browser_for(provider)
    assert problem(signed_in(browser, account)) == code
    assert COOKIE not in browser.cookies


def test_a_wrong_secret_lets_nobody_in(
    provider: str, browser_for: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_for(provider)
    back = answered(begun(browser), "kim+publisher@acme")
    monkeypatch.setenv("CONSOLE_SECRET", "another")
    assert problem(arrived(browser, back)) == "access.code_refused"


def test_a_secret_that_is_gone_is_told_by_its_code(
    provider: str, browser_for: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_for(provider)
    back = answered(begun(browser), "kim+publisher@acme")
    monkeypatch.delenv("CONSOLE_SECRET")
    assert problem(arrived(browser, back)) == "kit.secret_missing"


def test_new_keys_of_the_provider_are_learnt_by_the_next_sign_in(
    provider: str, browser_for: Callable[..., TestClient]
) -> None:
    browser = browser_for(provider)
    assert problem(signed_in(browser, "kim+publisher@acme")) is None
    httpx2.get(f"{provider}/rotate", trust_env=False)
    assert me(browser)["displayName"] == "Kim", "a session outlives the key its token was signed with"
    assert problem(signed_in(browser, "tess+viewer@acme")) is None
    assert me(browser)["displayName"] == "Tess"


def test_signing_out_leads_to_the_providers_own_page(provider: str, browser_for: Callable[..., TestClient]) -> None:
    browser = browser_for(provider)
    signed_in(browser, "kim+publisher@acme")
    place = browser.delete("/access/session", headers=BY_CONSOLE).json()["next"]
    assert place.startswith(f"{provider}/session/end?client_id=console&post_logout_redirect_uri=")
    page = httpx2.get(place, trust_env=False)
    assert (page.status_code, "/session/end/confirm" in page.text) == (200, True)


def test_an_access_token_for_our_api_is_heard_too(
    provider_of_apis: str, browser_for: Callable[..., TestClient]
) -> None:
    """Its roles count as they do for calls; the name comes from the ID token."""
    browser = browser_for(provider_of_apis)
    assert problem(signed_in(browser, "kim+operator@acme")) is None
    assert (me(browser)["displayName"], me(browser)["grants"][0]["role"]) == ("Kim", "operator")


def test_tokens_for_one_purpose_serve_no_other(
    provider_of_apis: str, browser_for: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ID token is the client's and no credential of calls; a token for another API is neither."""
    browser, answer = browser_for(provider_of_apis), catch_tokens(monkeypatch)
    assert problem(signed_in(browser, "kim+operator@acme")) is None
    [tokens] = answer
    seen = [browser.get("/access/me", headers=bearer(tokens[name])).json() for name in ("access_token", "id_token")]
    assert seen[0]["subject"] == "user:kim+operator@acme"
    assert seen[1]["code"] == "access.wrong_audience"


def test_a_token_for_another_audience_opens_nothing(browser_for: Callable[..., TestClient]) -> None:
    with running_provider("another-api") as issuer:
        browser = browser_for(issuer)
        with pytest.MonkeyPatch.context() as patched:
            answer = catch_tokens(patched)
            assert problem(signed_in(browser, "kim+operator@acme")) is None, "the ID token says enough"
        assert browser.get("/access/me", headers=bearer(answer[0]["access_token"])).json()["code"] == (
            "access.wrong_audience"
        )


def catch_tokens(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the provider answers, which no browser ever sees."""
    caught: list[dict[str, Any]] = []
    read = providers._tokens_in

    def seen(answer: Any) -> dict[str, Any]:
        caught.append(read(answer))
        return caught[-1]

    monkeypatch.setattr(providers, "_tokens_in", seen)
    return caught
