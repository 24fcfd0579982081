"""From the console's sign-in to a session and out again, through the development issuer, over HTTP."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from json import dumps, loads
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.access.gate import ConsoleChoices
from catalog_admin.access.providers import person_of
from catalog_admin.access.signing_in import inside_console
from catalog_admin.kit import requests
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.logs import configure
from catalog_admin.kit.work import Database
from tests.access.browser import (
    BY_CONSOLE,
    COOKIE,
    arrived,
    begun,
    chosen,
    me,
    problem,
    set_cookies,
    sign_in,
)
from tests.access.conftest import bearer
from tests.world import World


@pytest.fixture
def browser(make_gate: Callable[..., Gate], behind: Callable[[Gate], TestClient]) -> TestClient:
    return behind(make_gate(dev_issuer=True))


@pytest.fixture
def another(browser: TestClient) -> TestClient:
    """Another browser on the same machine."""
    return TestClient(browser.app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50001))


def test_one_button_signs_somebody_in(browser: TestClient) -> None:
    reply = sign_in(browser, "publisher", next="/console/catalogs/global?tab=rules")
    assert reply.headers["Location"] == "/console/catalogs/global?tab=rules"
    told = me(browser)
    assert (told["subject"], told["displayName"]) == ("user:dev-publisher", "Publisher (development)")
    assert (told["tenant"], told["tenantName"], told["issuer"]) == ("acme", "Acme", "dev")
    assert told["grants"] == [{"role": "publisher", "catalog": None, "path": None}]
    assert told["claims"] == {}
    assert told["session"].keys() == {"idleExpiresAt", "expiresAt"}


def test_limits_and_claims_of_the_page_are_those_of_the_session(browser: TestClient) -> None:
    fields = {"catalog": "global", "path": "a.b", "environments": "dev, ut", "subject": "kim"}
    sign_in(browser, "catalog-editor", **fields, claims="segment=edu\nchannel=web\nchannel=app")
    told = me(browser)
    assert told["grants"] == [{"role": "catalog-editor", "catalog": "global", "path": "a.b"}]
    assert (told["subject"], told["displayName"], told["environments"]) == ("user:kim", "kim", ["dev", "ut"])
    assert told["claims"] == {"segment": "edu", "channel": ["web", "app"]}


def test_the_page_runs_no_script_and_offers_every_role(browser: TestClient) -> None:
    page = browser.get(begun(browser))
    assert re.findall(r'name="role" value="([a-z-]+)"', page.text) == [
        "viewer",
        "catalog-editor",
        "publisher",
        "rule-author",
        "approver",
        "operator",
        "tenant-admin",
    ]
    assert "<script" not in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")


def test_the_sessions_cookie_is_for_this_host_and_no_script(browser: TestClient) -> None:
    cookies = set_cookies(sign_in(browser))
    assert re.fullmatch(r"[0-9a-f]{32}\.[0-9a-f]{64}; HttpOnly; Path=/; SameSite=Strict", cookies[COOKIE])
    assert "Max-Age=0" in cookies["catalog_sign_in"], "what the sign-in needed is forgotten"


def test_over_https_cookies_are_secure_and_bound_to_their_host(
    make_gate: Callable[..., Gate], behind: Callable[[Gate], TestClient]
) -> None:
    client = behind(make_gate(dev_issuer=True, console=ConsoleChoices(address="https://console.example.com")))
    reply = client.get("/access/sign-in", headers={"Host": "forged.example"}, follow_redirects=False)
    assert "redirect_uri=https%3A%2F%2Fconsole.example.com%2Faccess%2Fcallback" in reply.headers["Location"]
    line = set_cookies(reply)["__Host-catalog_sign_in"]
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"} <= set(line.split("; "))


@pytest.mark.parametrize("host", ["console.example.com", "127.0.0.1.nip.io:8000"])
def test_a_forged_host_gets_no_redirect_to_itself(browser: TestClient, host: str) -> None:
    reply = browser.get("/access/sign-in", headers={"Host": host}, follow_redirects=False)
    assert (reply.status_code, reply.headers["Location"].partition("?")[0]) == (303, "/console/sign-in")
    assert (problem(reply), reply.headers.get("Set-Cookie")) == ("access.address_not_ours", None)


@pytest.mark.parametrize("host", ["[::1", "127.0.0.1@evil.example", "evil.example/127.0.0.1", "127.0.0.1:8000.evil"])
def test_a_host_that_is_none_is_not_heeded(browser: TestClient, host: str) -> None:
    reply = browser.get("/access/sign-in", headers={"Host": host}, follow_redirects=False)
    assert urlsplit(reply.headers["Location"]).hostname in (None, "127.0.0.1")
    assert "evil" not in reply.headers["Location"]


@pytest.mark.parametrize("host", ["console.example.com", "127.0.0.1.nip.io:8000"])
def test_a_session_opens_nothing_by_another_name(browser: TestClient, host: str) -> None:
    sign_in(browser)
    cookie = f"{COOKIE}={browser.cookies[COOKIE]}"
    reply = browser.get("/access/me", headers={"Host": host, "Cookie": cookie})
    assert (reply.status_code, reply.json()["code"]) == (403, "access.address_not_ours")


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/console/",
        "//evil.example/console/",
        "/\\evil.example",
        "/console/\\..\\..\\evil",
        "/console/../audit",
        "/console/%2e%2e/audit",
        "/console/.%2E/%2e./x",
        "/console/..%5c..",
        "/consoles",
        "/console@evil.example",
        "/audit",
        "javascript:alert(1)",
        "/console/\r\nSet-Cookie: a=b",
        "/console/\t/evil.example",
        "/console/é",
        "/console/" + "a" * 2000,
        "",
    ],
)
def test_nobody_is_sent_out_of_the_console(next: str) -> None:
    assert inside_console(next) == "/console/"


@pytest.mark.parametrize("next", ["/console", "/console/", "/console/a/b?x=%2F&y=..#z", "/console/a..b/%C3%A9"])
def test_deep_links_are_kept(next: str) -> None:
    assert inside_console(next) == next


def test_a_planted_cookie_opens_nothing_after_signing_in(browser: TestClient, another: TestClient) -> None:
    """Session fixation: the secret is always a new one, and what the browser had before is ended."""
    sign_in(browser, "viewer")
    planted = browser.cookies[COOKIE]
    another.cookies.set(COOKIE, planted)
    sign_in(another, "tenant-admin")
    assert me(another)["subject"] == "user:dev-tenant-admin"
    assert browser.cookies[COOKIE] == planted
    assert me(browser)["code"] == "access.session_unknown"


def test_signing_out_ends_the_session_at_once_and_for_good(browser: TestClient, another: TestClient) -> None:
    sign_in(browser)
    another.cookies.set(COOKIE, browser.cookies[COOKIE])
    reply = browser.delete("/access/session", headers=BY_CONSOLE)
    assert (reply.status_code, reply.json()) == (200, {"next": None})
    assert "Max-Age=0" in set_cookies(reply)[COOKIE]
    assert me(browser)["code"] == "access.credentials_missing"
    assert me(another)["code"] == "access.session_unknown"
    assert another.delete("/access/session", headers=BY_CONSOLE).status_code == 200, "a second time changes nothing"


def test_the_trail_tells_who_signed_in_and_out(browser: TestClient, another: TestClient) -> None:
    sign_in(browser, "publisher")
    browser.delete("/access/session", headers=BY_CONSOLE)
    sign_in(another, "operator")
    told = [(each["action"], each["actor"]) for each in another.get("/audit").json()["items"]]
    assert told == [
        ("access.signed_in", "user:dev-operator"),
        ("access.signed_out", "user:dev-publisher"),
        ("access.signed_in", "user:dev-publisher"),
    ]


def test_a_bearer_token_is_looked_at_alone(browser: TestClient) -> None:
    sign_in(browser, "tenant-admin")
    minted = browser.post("/dev/token", json={"tenant": "acme", "roles": ["viewer"]}).json()["accessToken"]
    assert browser.get("/access/me", headers=bearer(minted)).json()["subject"] == "user:dev-viewer"
    assert browser.get("/access/me", headers=bearer("nonsense")).json()["code"] == "access.token_malformed"
    # What came along by itself is not ended by a program that means somebody else.
    browser.delete("/access/session", headers={**bearer(minted), **BY_CONSOLE})
    assert me(browser)["subject"] == "user:dev-tenant-admin"


def changed(address: str, **changes: str | None) -> str:
    place = urlsplit(address)
    said: dict[str, Any] = {name: values[0] for name, values in parse_qs(place.query).items()} | changes
    return f"{place.path}?{urlencode({name: value for name, value in said.items() if value is not None})}"


def test_the_answer_to_another_sign_in_is_refused(browser: TestClient, another: TestClient) -> None:
    """Login CSRF: a stranger's good code in somebody's browser."""
    theirs = chosen(another, begun(another))
    begun(browser)
    assert problem(arrived(browser, theirs)) == "access.state_mismatch"
    assert problem(arrived(browser, theirs)) == "access.sign_in_lost", "each attempt has one answer"
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "other"}, "access.state_mismatch"),
        ({"state": None}, "access.state_mismatch"),
        ({"state": "é"}, "access.state_mismatch"),
        ({"code": "other"}, "access.code_refused"),
        ({"code": None}, "access.issuer_failed"),
        ({"iss": "https://evil.example"}, "access.wrong_issuer"),
        ({"error": "access_denied"}, "access.denied_by_issuer"),
        ({"error": "<script>"}, "access.issuer_failed"),
        ({"session_state": "whatever the provider adds"}, None),
    ],
)
def test_an_answer_that_was_tampered_with_is_refused(
    browser: TestClient, changes: dict[str, str | None], code: str | None
) -> None:
    address = changed(chosen(browser, begun(browser)), **changes)
    assert problem(arrived(browser, address)) == code
    assert (COOKIE in browser.cookies) == (code is None)


def test_a_code_is_good_once(browser: TestClient, another: TestClient) -> None:
    address = begun(browser)
    attempt = browser.cookies["catalog_sign_in"]
    back = chosen(browser, address)
    assert problem(arrived(browser, back)) is None
    another.cookies.set("catalog_sign_in", attempt)
    assert problem(arrived(another, back)) == "access.code_refused"


@pytest.mark.parametrize(("field", "code"), [("verifier", "access.code_refused"), ("nonce", "access.nonce_mismatch")])
def test_a_stolen_code_is_worth_nothing_without_what_the_browser_kept(
    browser: TestClient, another: TestClient, field: str, code: str
) -> None:
    """The thief's own state, and the code of somebody else with it."""
    stolen = parse_qs(urlsplit(chosen(browser, begun(browser))).query)["code"][0]
    begun(another)
    kept = attempt_of(another) | {name: value for name, value in attempt_of(browser).items() if name != field}
    keep_attempt(another, {**kept, field: attempt_of(another)[field]})
    assert problem(arrived(another, f"/access/callback?{urlencode({'code': stolen, 'state': kept['state']})}")) == code


def attempt_of(client: TestClient) -> dict[str, str]:
    said: dict[str, str] = loads(urlsafe_b64decode(client.cookies["catalog_sign_in"] + "=="))
    return said


def keep_attempt(client: TestClient, attempt: dict[str, str]) -> None:
    client.cookies.delete("catalog_sign_in")
    client.cookies.set("catalog_sign_in", urlsafe_b64encode(dumps(attempt).encode()).decode().rstrip("="))


@pytest.mark.parametrize("kept", ["", "x", "e30", "W10", "bnVsbA", "a" * 5000])
def test_a_cookie_that_is_no_attempt_is_none(browser: TestClient, kept: str) -> None:
    browser.cookies.set("catalog_sign_in", kept)
    assert problem(arrived(browser, "/access/callback?code=a&state=b")) == "access.sign_in_lost"


def test_where_to_go_is_judged_again_on_the_way_back(browser: TestClient) -> None:
    back = chosen(browser, begun(browser))
    keep_attempt(browser, attempt_of(browser) | {"next": "https://evil.example/"})
    assert arrived(browser, back).headers["Location"] == "/console/"


def test_a_tenant_that_is_not_there_is_told_by_its_code(browser: TestClient) -> None:
    reply = arrived(browser, chosen(browser, begun(browser), tenant="nobody"))
    assert problem(reply) == "access.tenant_unknown"


def test_without_an_issuer_nobody_signs_in_by_browser(
    make_gate: Callable[..., Gate], behind: Callable[[Gate], TestClient], world: World
) -> None:
    client = behind(make_gate())
    for place in ("/access/sign-in", "/access/callback?code=a&state=b"):
        assert problem(client.get(place, follow_redirects=False)) == "access.no_sign_in"
    assert client.delete("/access/session").json()["code"] == "access.no_sign_in"
    client.cookies.set(COOKIE, "x")
    assert me(client)["code"] == "access.credentials_missing"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/access/callback"},
        {"redirect_uri": "http://127.0.0.1:9999/access/callback"},
        {"client_id": "another"},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"response_type": "token"},
    ],
)
def test_the_development_issuer_serves_our_console_alone(browser: TestClient, changes: dict[str, str]) -> None:
    refused = browser.get(changed(begun(browser), **changes))
    assert (refused.status_code, refused.json()["code"]) == (422, "access.authorization_malformed")


@pytest.mark.parametrize("headers", [{"Host": "catalog.example.com"}, {"X-Forwarded-For": "203.0.113.9"}])
def test_the_page_is_for_this_machine_only(browser: TestClient, headers: dict[str, str]) -> None:
    address = begun(browser)
    for reply in (browser.get(address, headers=headers), browser.post("/dev/authorize", data={}, headers=headers)):
        assert reply.status_code in (403, 422)
        assert reply.headers["Content-Type"] == "application/problem+json"
    assert browser.get(address, headers=headers).json()["code"] == "access.not_from_here"


def test_the_token_endpoint_redeems_a_code_as_every_issuer_does(browser: TestClient) -> None:
    back = parse_qs(urlsplit(chosen(browser, begun(browser))).query)
    form = {
        "grant_type": "authorization_code",
        "code": back["code"][0],
        "code_verifier": attempt_of(browser)["verifier"],
        "redirect_uri": "http://127.0.0.1:8000/access/callback",
    }
    tokens = browser.post("/dev/token", data=form).json()
    assert browser.get("/access/me", headers=bearer(tokens["access_token"])).json()["subject"] == "user:dev-publisher"
    again = browser.post("/dev/token", data=form)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    # An ID token opens a session, and no call.
    assert browser.get("/access/me", headers=bearer(tokens["id_token"])).json()["code"] == "access.wrong_audience"
    assert browser.post("/dev/token", data={"grant_type": "password"}).json()["error"] == "unsupported_grant_type"


def test_secrets_are_neither_kept_nor_logged(
    browser: TestClient,
    database: Database,
    world: World,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configure("json", "debug")
    monkeypatch.setattr(requests, "log", structlog.get_logger())  # the one in use has been told what to leave out
    try:
        address = begun(browser)
        secrets = list(attempt_of(browser).values())[:3]
        back = chosen(browser, address)
        secrets.append(parse_qs(urlsplit(back).query)["code"][0])
        arrived(browser, back)
        me(browser)
        secrets.append(browser.cookies[COOKIE].partition(".")[2])
        arrived(browser, back)
    finally:
        configure("json", "warning")
    logged = "".join(capfd.readouterr())
    assert '"path": "/access/callback"' in logged
    with database.reads(world.actor) as reads:
        tables = ("console_session", "audit_entry")
        kept = str([reads.session.execute(text(f"SELECT t::text FROM {name} t")).all() for name in tables])  # noqa: S608
    assert "dev-publisher" in kept
    assert [secret for secret in secrets if secret in logged or secret in kept] == []


def test_nothing_of_the_profile_is_kept_but_the_name_whichever_token_says_it() -> None:
    said = {"sub": "tess", "name": "Tess", "email": "tess@example.com", "segment": "edu"}
    person = person_of(said, {"sub": "tess", "email": "tess@example.com", "phone_number": "1", "roles": ["viewer"]})
    assert person.claims == {"sub": "tess", "segment": "edu", "roles": ["viewer"]}
    assert person.display_name == "Tess"
