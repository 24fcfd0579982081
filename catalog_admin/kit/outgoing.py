"""The only way out: every address somebody typed in is fetched through here.

Names are resolved once, the addresses are checked, and the connection goes to exactly those addresses: a name
that answers differently a moment later (DNS rebinding) gains nothing. Redirects, proxies, cookies and
compression are not followed, sent or undone. Hosts the operator configured may be private; link-local
addresses (cloud metadata) never are reachable.
"""

import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpcore2
from httpx2 import create_ssl_context

from catalog_admin.kit.errors import Invalid, Unavailable
from catalog_admin.kit.exact_json import UnreadableBody, read_exactly

LARGEST_ANSWER = 1024 * 1024
NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


class AddressRefused(Invalid):
    """Not an address we go to: not https, with a password in it, or leading into a private network."""

    code = "kit.address_refused"


class PartnerAway(Unavailable):
    """The other side does not answer, or not with what was asked for."""

    code = "kit.partner_away"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Outgoing:
    """Thread-safe. `private_hosts` are names or addresses the operator vouches for; they may also speak http."""

    def __init__(self, private_hosts: Iterable[str] = (), *, timeout_seconds: float = 5) -> None:
        self._private = frozenset(host.lower() for host in private_hosts)
        self._timeout_seconds = timeout_seconds
        self._pool = httpcore2.ConnectionPool(
            ssl_context=create_ssl_context(trust_env=False), network_backend=_CheckedConnections(self._private)
        )

    def get_json(self, url: str) -> Any:
        """Raises AddressRefused or PartnerAway; takes no longer than the time-out as a whole."""
        answer = self.request("GET", url)
        if answer.status != 200:
            raise PartnerAway(f"{_shown(url)} answers {answer.status}")
        try:
            return read_exactly(answer.body)
        except UnreadableBody as wrong:
            raise PartnerAway(f"{_shown(url)} does not answer with JSON") from wrong

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[bytes | str, bytes | str] | None = None,
        content: bytes | None = None,
    ) -> Answer:
        self._check(url)
        sent: dict[bytes | str, bytes | str] = {
            "Accept-Encoding": "identity",
            "User-Agent": "catalog-admin",
            **(headers or {}),
        }
        limits = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout_seconds)
        try:
            with self._pool.stream(
                method, url, headers=sent, content=content, extensions={"timeout": limits}
            ) as response:
                return Answer(response.status, self._body_of(response.iter_stream(), url))
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as wrong:
            raise PartnerAway(f"{_shown(url)} does not answer") from wrong

    def close(self) -> None:
        self._pool.close()

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            _ = parts.port
        except ValueError as wrong:
            raise AddressRefused("this is not a URL") from wrong
        if parts.scheme not in ("https", "http") or not host or not url.isascii():
            raise AddressRefused("only https addresses are fetched")
        if parts.username is not None or parts.password is not None:
            raise AddressRefused("an address must not carry a user or a password")
        if parts.scheme == "http" and host.lower() not in self._private:
            raise AddressRefused("only https addresses are fetched")

    def _body_of(self, chunks: Iterable[bytes], url: str) -> bytes:
        """A slow drip is cut off as well: the time-out is for the whole answer."""
        deadline = time.monotonic() + self._timeout_seconds
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise PartnerAway(f"{_shown(url)} answers with more than {LARGEST_ANSWER} bytes")
            if time.monotonic() > deadline:
                raise PartnerAway(f"{_shown(url)} answers too slowly")
        return bytes(body)


class _CheckedConnections(httpcore2.SyncBackend):
    def __init__(self, private: frozenset[str]) -> None:
        self._private = private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = _resolve(host, port)
        judge = _is_reachable if host.strip("[]").lower() in self._private else _is_public
        if not all(judge(address) for address in addresses):
            raise AddressRefused(f"{host} leads to an address we do not go to")
        return super().connect_tcp(str(addresses[0]), port, timeout, local_address, socket_options)


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise httpcore2.ConnectError(f"{host} has no address") from wrong
    return [ip_address(str(where[0]).partition("%")[0]) for *_, where in found]


def _is_public(address: Address) -> bool:
    address = _unwrapped(address)
    return address.is_global and not address.is_multicast


def _is_reachable(address: Address) -> bool:
    address = _unwrapped(address)
    return not (address.is_link_local or address.is_multicast or address.is_unspecified)


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one: ::ffff:10.0.0.1 is 10.0.0.1 in disguise."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _shown(url: str) -> str:
    """Without query: it may hold a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
