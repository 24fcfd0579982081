"""A browser on this machine that signs in by the development issuer's page, and what it is told on the way."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi.testclient import TestClient
from httpx2 import Response

COOKIE = "catalog_session"
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BY_CONSOLE = {"X-Console": "1"}


def begun(client: TestClient, next: str | None = None) -> str:
    """The address of the issuer that the browser is sent to."""
    said = {} if next is None else {"next": next}
    reply = client.get("/access/sign-in", params=said, follow_redirects=False)
    assert reply.status_code == 303, reply.text
    return str(reply.headers["Location"])


def chosen(client: TestClient, address: str, role: str = "publisher", **fields: str) -> str:
    """The address that the page's button sends the browser to, with the code."""
    shown = client.get(address)
    assert shown.status_code == 200, shown.text
    form = {name: unescape(value) for name, value in FIELD.findall(shown.text)}
    form |= {"tenant": "acme", "role": role, **fields}
    reply = client.post("/dev/authorize", data=form, follow_redirects=False)
    assert reply.status_code == 303, reply.text
    return str(reply.headers["Location"])


def arrived(client: TestClient, address: str) -> Response:
    return client.get(address, follow_redirects=False)


def sign_in(client: TestClient, role: str = "publisher", *, next: str | None = None, **fields: str) -> Response:
    """All of it; the client's cookies say from now on who it is."""
    reply = arrived(client, chosen(client, begun(client, next), role, **fields))
    assert reply.status_code == 303, reply.text
    return reply


def problem(reply: Response) -> str | None:
    """The code on the page that a failed sign-in ends on; None if it did not fail."""
    assert reply.status_code == 303, reply.text
    place = urlsplit(reply.headers["Location"])
    return parse_qs(place.query)["problem"][0] if place.path == "/console/sign-in" else None


def me(client: TestClient) -> Any:
    return client.get("/access/me").json()


def set_cookies(reply: Response) -> dict[str, str]:
    """What each cookie's line says, by its name."""
    lines = reply.headers.get_list("set-cookie")
    return {line.partition("=")[0]: line.partition("=")[2] for line in lines}
