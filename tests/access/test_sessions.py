"""What a session lives through: use, rest, new secrets, requests side by side, rights that are taken away."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from catalog_admin.access.errors import SessionUnknown
from catalog_admin.access.gate import ConsoleChoices
from catalog_admin.access.rights import Said
from catalog_admin.access.rotation import GRACE, OFFERED_AGAIN, ROTATED_EVERY
from catalog_admin.access.sessions import MOST_PER_SUBJECT, SEEN_NOTED_EVERY, Lifetimes, Sessions
from catalog_admin.environments import commands as environments
from catalog_admin.jobs.retention import sweep
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.work import Database
from catalog_admin.organisation import commands as organisation
from tests.access.browser import BY_CONSOLE, COOKIE, me, set_cookies, sign_in
from tests.access.conftest import bearer
from tests.database import fresh_database, service_url
from tests.world import World, plant

IDLE, LIVES = Lifetimes().idle, Lifetimes().absolute
SECOND = timedelta(seconds=1)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(make_gate: Callable[..., Gate], behind: Callable[..., TestClient], clock: Clock) -> TestClient:
    return behind(make_gate(dev_issuer=True, clock=clock))


@pytest.fixture
def another(browser: TestClient) -> TestClient:
    return TestClient(browser.app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50001))


def code(client: TestClient, cookie: str | None = None) -> str | None:
    """Why the session opens nothing; None if it does. With `cookie` the client's own does not change."""
    headers = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
    said: str | None = client.get("/access/me", headers=headers).json().get("code")
    return said


def test_ends_after_a_while_without_a_request(browser: TestClient, clock: Clock) -> None:
    sign_in(browser)
    for _ in range(3):
        clock.pass_by(IDLE - SECOND)
        assert code(browser) is None
    clock.pass_by(IDLE)
    assert code(browser) == "access.session_expired"


def test_ends_after_half_a_day_however_busy(browser: TestClient, clock: Clock) -> None:
    sign_in(browser)
    until = clock.now + LIVES
    while clock.now + IDLE < until:
        clock.pass_by(IDLE - SECOND)
        assert code(browser) is None
    clock.now = until
    assert code(browser) == "access.session_expired"


def test_says_until_when_it_lives(browser: TestClient, clock: Clock) -> None:
    sign_in(browser)
    began = clock.now
    clock.pass_by(SEEN_NOTED_EVERY)
    told = {name: datetime.fromisoformat(said) for name, said in me(browser)["session"].items()}
    assert told == {"idleExpiresAt": clock.now + IDLE, "expiresAt": began + LIVES}


def test_is_noted_as_seen_once_a_minute_at_most(
    browser: TestClient, clock: Clock, database: Database, world: World
) -> None:
    sign_in(browser)
    seen = set()
    for _ in range(7):
        clock.pass_by(timedelta(seconds=20))
        assert code(browser) is None
        with database.reads(world.actor) as reads:
            seen.add(reads.session.scalar(text("SELECT last_seen_at FROM console_session")))
    assert len(seen) == 3


def test_its_secret_is_replaced_now_and_then(browser: TestClient, clock: Clock) -> None:
    sign_in(browser)
    old = browser.cookies[COOKIE]
    assert set_cookies(browser.get("/access/me")) == {}
    clock.pass_by(ROTATED_EVERY)
    line = set_cookies(browser.get("/access/me"))[COOKIE]
    assert line.endswith("; HttpOnly; Path=/; SameSite=Strict")
    assert browser.cookies[COOKIE] != old
    assert code(browser) is None
    assert code(browser, old) is None, "a request that was under way beside it"
    clock.pass_by(GRACE)
    assert code(browser, old) == "access.session_unknown"
    assert code(browser) is None


def test_an_answer_that_got_lost_costs_nobody_his_session(browser: TestClient, clock: Clock) -> None:
    """Pages cancel requests: the new secret may never arrive."""
    sign_in(browser)
    kept = browser.cookies[COOKIE]
    clock.pass_by(ROTATED_EVERY)
    lost = browser.get("/access/me", headers={"Cookie": f"{COOKIE}={kept}"}).headers["Set-Cookie"].partition(";")[0]
    browser.cookies.set(COOKIE, kept, domain="127.0.0.1")
    clock.pass_by(GRACE + SECOND)
    reply = browser.get("/access/me", headers={"Cookie": f"{COOKIE}={kept}"})
    assert reply.status_code == 200, "good until the new one is used"
    again = reply.headers["Set-Cookie"].partition(";")[0]
    assert again not in (lost, f"{COOKIE}={kept}")
    assert code(browser, lost.partition("=")[2]) == "access.session_unknown"
    assert code(browser, again.partition("=")[2]) is None


def test_requests_side_by_side_are_given_one_new_secret(browser: TestClient, clock: Clock) -> None:
    sign_in(browser)
    kept = {"Cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}
    clock.pass_by(ROTATED_EVERY)
    replies = [browser.get("/access/me", headers=kept) for _ in range(4)]
    assert [reply.status_code for reply in replies] == [200] * 4
    assert [COOKIE in set_cookies(reply) for reply in replies] == [True, False, False, False]
    clock.pass_by(OFFERED_AGAIN)
    assert COOKIE in set_cookies(browser.get("/access/me", headers=kept))


def test_threads_that_come_at_once_all_keep_their_session(server_url: str) -> None:
    """With real commits: one replaces the secret, nobody is turned away."""
    with fresh_database(server_url, "test_sessions_at_once") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database, clock = Database(service_url(url), pool_size=8), Clock()
        sessions = Sessions(database, Lifetimes(), clock)
        said = Said("kim", world.tenant, "acme", (), None)
        cookie = sessions.open(said, display_name="Kim", instead_of=None, request_id="")
        clock.pass_by(ROTATED_EVERY)
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: sessions.find(cookie), range(16)))
        [renewed] = [each.renewed for each in found if each.renewed is not None]
        assert sessions.find(renewed).said == said
        database.close()


def test_one_person_has_so_many_and_the_oldest_end(browser: TestClient, another: TestClient, clock: Clock) -> None:
    cookies = []
    for _ in range(MOST_PER_SUBJECT + 2):
        browser.cookies.clear()
        sign_in(browser)
        cookies.append(browser.cookies[COOKIE])
        clock.pass_by(SECOND)
    sign_in(another, "viewer")
    told = [code(browser, each) for each in cookies]
    assert told == ["access.session_unknown"] * 2 + [None] * MOST_PER_SUBJECT


def test_a_wrong_secret_looks_like_no_session(browser: TestClient) -> None:
    sign_in(browser)
    good = browser.cookies[COOKIE]
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    for each in (wrong, f"{'0' * 32}.{'0' * 64}", f"{good[:33]}{'0' * 64}", "x", good + "0", good.replace(".", "_")):
        assert code(browser, each) == "access.session_unknown"


def test_over_https_only_a_cookie_bound_to_its_host_opens(
    make_gate: Callable[..., Gate], behind: Callable[..., TestClient], database: Database, clock: Clock, world: World
) -> None:
    """One without the prefix may have been planted by another host of the domain."""
    public = ConsoleChoices(address="https://console.example.com")
    browser = behind(make_gate(dev_issuer=True, clock=clock, console=public))
    kim = Said("kim", world.tenant, world.tenant_key, (Grant(Role.VIEWER),), None)
    cookie = Sessions(database, Lifetimes(), clock).open(kim, display_name="Kim", instead_of=None, request_id="")
    assert code(browser, cookie) == "access.session_unknown"
    headers = {"Cookie": f"__Host-{COOKIE}={cookie}", "Origin": "https://console.example.com"}
    clock.pass_by(ROTATED_EVERY)
    reply = browser.get("/access/me", headers=headers)
    assert reply.json()["displayName"] == "Kim"
    assert set_cookies(reply)[f"__Host-{COOKIE}"].endswith("; HttpOnly; Path=/; SameSite=Strict; Secure")


def test_what_a_binding_gives_ends_with_the_binding(
    browser: TestClient, database: Database, clock: Clock, world: World
) -> None:
    """As for bearer tokens: the issuer says nothing of roles, so we are asked each time."""
    sessions = Sessions(database, Lifetimes(), clock)
    kim = Said("kim", world.tenant, world.tenant_key, None, None)
    browser.cookies.set(COOKIE, sessions.open(kim, display_name="Kim", instead_of=None, request_id=""))
    admin = bearer(browser.post("/dev/token", json={"tenant": "acme", "roles": ["tenant-admin"]}).json()["accessToken"])
    assert code(browser) == "access.not_permitted"
    bound = browser.put("/access/bindings/kim", json={"grants": [{"role": "viewer"}]}, headers=admin)
    assert me(browser)["grants"] == [{"role": "viewer", "catalog": None, "path": None}]
    browser.delete("/access/bindings/kim", headers={**admin, "If-Match": bound.headers["ETag"]})
    assert code(browser) == "access.not_permitted"


def test_a_session_is_of_one_tenant(browser: TestClient, another: TestClient, other_world: World) -> None:
    sign_in(browser, "tenant-admin")
    sign_in(another, "tenant-admin", tenant=other_world.tenant_key)
    headers = {"X-Tenant": other_world.tenant_key}
    assert browser.get("/access/me", headers=headers).json()["tenant"] == "acme"
    assert browser.get("/tenant", headers=headers).json()["key"] == "acme"
    assert me(another)["tenant"] == "rival"
    assert {each["actor"] for each in browser.get("/audit").json()["items"]} == {"user:dev-tenant-admin"}
    assert len(browser.get("/audit").json()["items"]) == 1


def test_what_nobody_can_use_any_more_is_swept(server_url: str) -> None:
    with fresh_database(server_url, "test_sessions_swept") as url:
        engine = create_engine(service_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            world = plant(connection, "acme")
        database, clock = Database(service_url(url), pool_size=1), Clock()
        said = Said("kim", world.tenant, "acme", (), None)
        sessions = Sessions(database, Lifetimes(), clock)
        good = sessions.open(said, display_name="Kim", instead_of=None, request_id="")
        clock.pass_by(-IDLE - SECOND)
        idle = sessions.open(said, display_name="Kim", instead_of=None, request_id="")
        sweep(database, 90)
        assert sessions.find(good)
        with pytest.raises(SessionUnknown):
            sessions.find(idle)
        database.close()


OWN = "http://127.0.0.1:8000"
PLACES = {"GET": "/access/me", "PUT": "/tenant", "POST": "/access/tokens", "DELETE": "/access/bindings/kim"}
ORIGINS = (None, OWN, "http://127.0.0.1:3000", "http://localhost:8000", "https://127.0.0.1:8000", "null")
SITES = (None, "same-origin", "none", "same-site", "cross-site")


def wanted(method: str, header: str | None, origin: str | None, site: str | None) -> str | None:
    """What the door says; behind it a viewer may read who he is, and change nothing."""
    if site in ("same-site", "cross-site"):
        return "access.foreign_site"
    if origin not in (None, OWN):
        return "access.foreign_origin"
    if method == "GET":
        return None
    return "access.not_permitted" if header == "1" else "access.console_header_missing"


@pytest.mark.parametrize("method", PLACES)
def test_only_pages_of_ours_act_for_who_is_signed_in(browser: TestClient, method: str) -> None:
    """By header, origin and site: what a browser says of a request decides before anything is looked up."""
    sign_in(browser, "viewer")
    wrong = []
    for header, origin, site in product((None, "1", "0"), ORIGINS, SITES):
        said = {"X-Console": header, "Origin": origin, "Sec-Fetch-Site": site}
        sent = {name: value for name, value in said.items() if value is not None}
        told = browser.request(method, PLACES[method], headers=sent).json().get("code")
        if told != wanted(method, header, origin, site):
            wrong.append((header, origin, site, told))
    assert wrong == []


def test_a_page_of_another_origin_signs_nobody_out(browser: TestClient) -> None:
    sign_in(browser)
    for headers in ({}, {**BY_CONSOLE, "Origin": "http://evil.example"}, {**BY_CONSOLE, "Sec-Fetch-Site": "same-site"}):
        assert browser.delete("/access/session", headers=headers).status_code == 403
    assert code(browser) is None


def test_programs_with_a_token_need_none_of_it(browser: TestClient) -> None:
    minted = browser.post("/dev/token", json={"tenant": "acme", "roles": ["tenant-admin"]}).json()["accessToken"]
    headers = {**bearer(minted), "Origin": "https://shop.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.put("/tenant", json={"name": "Acme!"}, headers={**headers, "If-Match": "*"}).status_code == 200


QUERY = {"query": "{ __typename }"}


def test_a_storefront_is_read_as_who_is_signed_in_and_no_cache_shares_it(browser: TestClient) -> None:
    sign_in(browser, "viewer")
    assert browser.post("/graphql", json=QUERY).json()["code"] == "access.console_header_missing"
    for reply in (browser.get("/graphql", params=QUERY), browser.post("/graphql", json=QUERY, headers=BY_CONSOLE)):
        assert reply.status_code == 200, reply.text
        assert reply.headers["Cache-Control"].startswith("private")
        assert "Cookie" in reply.headers["Vary"]
    plain = browser.get("/tenant")
    assert (plain.headers["Cache-Control"], plain.headers["Vary"]) == ("private, no-cache", "Cookie")


def test_a_session_that_has_ended_is_not_let_in_as_if_it_had_none(
    browser: TestClient, clock: Clock, database: Database, world: World
) -> None:
    with database.work(world.actor) as work:
        environments.create_environment(work, key="prod")
        opened = {"anonymous_environments": ["prod"], "anonymous_claims": {}}
        organisation.change_tenant(work, opened, expected=Expected("*"))
    place = {"X-Tenant": "acme", "X-Environment": "prod"}
    anonymous = browser.get("/graphql", params=QUERY, headers=place)
    assert anonymous.headers["Cache-Control"].startswith("public")
    assert "Cookie" in anonymous.headers["Vary"], "a cache must not answer who is signed in with it"
    sign_in(browser, "viewer")
    assert browser.get("/graphql", params=QUERY, headers=place).headers["Cache-Control"].startswith("private")
    clock.pass_by(IDLE)
    refused = browser.get("/graphql", params=QUERY, headers=place)
    assert (refused.status_code, refused.json()["code"]) == (401, "access.session_expired")
