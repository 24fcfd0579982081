"""Places outside the database: a file that is only added to, and an address that is told over https."""

import fcntl
import hmac
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Protocol

from catalog_admin.kit.outgoing import Outgoing, PartnerAway
from catalog_admin.kit.secret_references import SecretReference
from catalog_admin.rules.anchoring.heads import Head

SIGNATURE = "X-Catalog-Signature"


class Place(Protocol):
    def tell(self, heads: Sequence[Head]) -> None:
        """All of them, or it raises; the same ones may be told again."""


class InAFile:
    """One line for each; whoever else adds to it waits. It is on the disk before `tell` returns."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def tell(self, heads: Sequence[Head]) -> None:
        handle = os.open(self._file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
        with open(handle, "ab") as file:
            fcntl.flock(handle, fcntl.LOCK_EX)
            file.write(_end_of_half_a_line(handle) + b"".join(head.line() for head in heads))
            file.flush()
            os.fsync(handle)


def _end_of_half_a_line(handle: int) -> bytes:
    """Of what a full disk or a crash has left of one: its head is told again, on a line of its own."""
    size = os.fstat(handle).st_size
    return b"\n" if size and os.pread(handle, 1, size - 1) != b"\n" else b""


class AtAnAddress:
    """Lines of JSON, signed with the secret as it is then: HMAC-SHA256 over the instant, a dot, and the body."""

    def __init__(self, url: str, secret: SecretReference, outgoing: Outgoing) -> None:
        self._url, self._secret, self._outgoing = url, secret, outgoing

    def tell(self, heads: Sequence[Head]) -> None:
        """Raises PartnerAway, AddressRefused, SecretMissing."""
        body, instant = b"".join(head.line() for head in heads), str(int(time()))
        sign = hmac.new(self._secret.value().encode(), f"{instant}.".encode() + body, sha256).hexdigest()
        headers: dict[bytes | str, bytes | str] = {
            "Content-Type": "application/x-ndjson",
            SIGNATURE: f"t={instant},v1={sign}",
        }
        answer = self._outgoing.request("POST", self._url, headers=headers, content=body)
        if not 200 <= answer.status < 300:
            raise PartnerAway(f"whoever is told of the rules' logs answers {answer.status}")
