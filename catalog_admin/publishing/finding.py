"""Versions by the first digits of their digest, and tags by a part of their name: of what was published here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from catalog_admin.catalogs.model import reach
from catalog_admin.kit.work import Reads

DIGITS = re.compile(r"[0-9a-f]{4,64}")
HERE = (
    "EXISTS (SELECT FROM publication p WHERE p.tenant_id = x.tenant_id AND p.digest = x.digest"
    " AND p.environment_id = :environment) AND (CAST(:of AS text[]) IS NULL OR x.catalog_key = ANY(:of))"
)


@dataclass(frozen=True)
class FoundVersion:
    """`tag` is None for one that was found by its digest."""

    catalog: str
    version: str
    tag: str | None = None


def found_versions(tx: Reads, words: Sequence[str], limit: int) -> list[FoundVersion]:
    """The newest first; four digits at least."""
    if len(words) != 1 or not DIGITS.fullmatch(words[0].lower()):
        return []
    low, high = (bytes.fromhex(words[0].lower().ljust(64, fill)) for fill in "0f")
    found = tx.session.execute(
        text(
            "SELECT x.catalog_key, x.digest FROM version x WHERE x.tenant_id = :tenant AND x.digest >= :low"  # noqa: S608
            f" AND x.digest <= :high AND {HERE} ORDER BY x.sealed_at DESC, x.digest LIMIT :limit"
        ),
        _said(tx, limit) | {"low": low, "high": high},
    )
    return [FoundVersion(row.catalog_key, row.digest.hex()) for row in found]


def found_tags(tx: Reads, words: Sequence[str], limit: int) -> list[FoundVersion]:
    """By name."""
    holds = " AND ".join(f"strpos(lower(x.name), lower(:word{at})) > 0" for at in range(len(words)))
    found = tx.session.execute(
        text(
            f"SELECT x.catalog_key, x.name, x.digest FROM tag x WHERE x.tenant_id = :tenant AND {holds} AND {HERE}"  # noqa: S608
            " ORDER BY x.name, x.catalog_key LIMIT :limit"
        ),
        _said(tx, limit) | {f"word{at}": word for at, word in enumerate(words)},
    )
    return [FoundVersion(row.catalog_key, row.digest.hex(), row.name) for row in found]


def _said(tx: Reads, limit: int) -> dict[str, Any]:
    whole = reach.whole_catalogs(tx.actor)
    of = None if whole is None else sorted(whole)
    return {"tenant": tx.tenant, "environment": tx.environment, "limit": limit, "of": of}
