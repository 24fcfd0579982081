"""Clients by hand, over sockets: they send half of something, or take half of it, as slowly as they like."""

import hashlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import httpx2 as httpx
import psutil

from rulestore.packets import FLUSH, packet
from tests.rules.git.served import Tenant


@dataclass(frozen=True)
class Large:
    """More lies in it than fits between two programs."""

    tenant: Tenant
    commit: str

    def want(self) -> bytes:
        """What a clone asks for."""
        return packet(f"want {self.commit} side-band-64k no-progress\n".encode()) + FLUSH + packet(b"done\n")


def client_of(tenant: Tenant) -> httpx.Client:
    headers = {"Authorization": f"Bearer {tenant.token()}"}
    return httpx.Client(base_url=f"{tenant.address}/", headers=headers, timeout=30)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def at_work(tenant: Tenant) -> list[str]:
    """git's programs under this process, and what they are about."""
    found = []
    for each in psutil.Process(os.getpid()).children(recursive=True):
        try:
            found.append(" ".join(each.cmdline()))
        except psutil.Error:
            continue
    return [each for each in found if str(tenant.doorplate.id) in each]


def asked(tenant: Tenant, service: str, *headers: str) -> bytes:
    said = [f"POST /rules/git/{tenant.key}.git/{service} HTTP/1.1", "Host: x", *headers]
    return "\r\n".join([*said, f"Authorization: Bearer {tenant.token()}", "", ""]).encode()


@contextmanager
def connected(tenant: Tenant) -> Iterator[socket.socket]:
    """Takes no more than a little at a time."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(20)
        line.connect(("127.0.0.1", tenant.served.port))
        yield line


@contextmanager
def half_a_push(tenant: Tenant, length: int) -> Iterator[socket.socket]:
    """Says that so much will come, sends some of it, and hangs up in the end."""
    with connected(tenant) as line:
        line.sendall(asked(tenant, "git-receive-pack", f"Content-Length: {length}") + b"0094" + b"x" * 70_000)
        yield line


@contextmanager
def slow_clone(large: Large) -> Iterator[socket.socket]:
    """Has taken a few bytes of what it asked for, and takes no more by itself."""
    with connected(large.tenant) as line:
        want = large.want()
        line.sendall(asked(large.tenant, "git-upload-pack", f"Content-Length: {len(want)}") + want)
        assert line.recv(64).startswith(b"HTTP/1.1 200 ")
        yield line


def rest_of(line: socket.socket) -> bytes:
    return b"".join(iter(lambda: line.recv(1 << 16), b""))


def pack_of(line: socket.socket) -> bytes:
    """What a clone is sent, out of its chunks and packets; whole as its own sum says."""
    _, _, chunks = _answer(line).partition(b"\r\n\r\n")
    said, pack = BytesIO(b"".join(_unchunked(BytesIO(chunks)))), bytearray()
    while length := int(said.read(4), 16):
        beside, *_ = content = said.read(length - 4)
        pack += content[1:] if beside == 1 else b""
    assert hashlib.sha1(pack[:-20], usedforsecurity=False).digest() == pack[-20:]
    return bytes(pack)


def _unchunked(chunks: BytesIO) -> Iterator[bytes]:
    while size := int(chunks.readline(), 16):
        yield chunks.read(size)
        chunks.readline()


def _answer(line: socket.socket) -> bytes:
    taken = bytearray()
    while not taken.endswith(b"\r\n0\r\n\r\n"):
        piece = line.recv(1 << 16)
        assert piece, "it was cut off"
        taken += piece
    return bytes(taken)
