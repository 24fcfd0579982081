"""What is told of a repository: its last transaction, and the head of its log's chain."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from catalog_admin.kit.work import Database
from rulestore.model import Position, Repo

PAGE = 1_000


@dataclass(frozen=True)
class Head:
    tenant: UUID
    tenant_key: str
    repository: int
    at: Position

    def line(self, now: datetime | None = None) -> bytes:
        """As JSON, with when it was told."""
        said = {
            "toldAt": (now or datetime.now(UTC)).isoformat(),
            "tenant": self.tenant_key,
            "tenantId": str(self.tenant),
            "repository": self.repository,
            "transaction": self.at.txn_no,
            "chain": self.at.chain.hex(),
        }
        return json.dumps(said).encode() + b"\n"


def every_head(database: Database) -> Iterator[list[Head]]:
    """Of all tenants, in pages."""
    behind = 0
    while True:
        with Session(database.engine) as session, session.begin():
            asked = {"behind": behind, "most": PAGE}
            found = session.execute(text("SELECT * FROM rule_log_heads(:behind, :most)"), asked).all()
        page = [_head(row) for row in found]
        yield page
        if len(page) < PAGE:
            return
        behind = page[-1].repository


def told_of(file: Path, repo: Repo) -> Iterator[Position]:
    """Line by line, without the other repositories' lines. Raises ValueError for a line that is none of ours.

    Half a line, which a full disk has left, tells nothing: its head was told again.
    """
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith(b"{") and not line.rstrip().endswith(b"}"):
                continue
            try:
                said = json.loads(line)
                if (said["tenantId"], said["repository"]) == (str(repo.tenant), repo.repo_id):
                    yield Position(int(said["transaction"]), bytes.fromhex(said["chain"]))
            except (ValueError, KeyError, TypeError) as wrong:
                raise ValueError(f"line {number} of {file} tells of no head") from wrong


def _head(row: Row[Any]) -> Head:
    return Head(row.tenant_id, row.tenant_key, row.repo_id, Position(row.txn_no, bytes(row.chain)))
