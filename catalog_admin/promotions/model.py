"""A release: one deployable set, named by its SHA-256. What is live in an environment is always a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from catalog_admin.kit.canonical import canonical_json
from catalog_admin.promotions.errors import BadEffectiveFrom, GateClosed

FORMAT = 1
Cause = Literal["publish", "rollback", "promotion", "withdrawal"]
PROMOTED_INTO = frozenset({"stage", "prod"})


@dataclass(frozen=True)
class Release:
    """Catalog versions by catalog key, in hex; rules and settings join them when they exist."""

    catalogs: Mapping[str, str] = field(default_factory=dict)
    rules: str | None = None
    settings: str | None = None

    @property
    def body(self) -> bytes:
        return canonical_json(
            {"catalogs": dict(self.catalogs), "format": FORMAT, "rules": self.rules, "settings": self.settings}
        )

    @property
    def digest(self) -> bytes:
        return sha256(self.body).digest()

    def with_catalog(self, key: str, version: str) -> "Release":
        """Only this component replaced."""
        return Release({**self.catalogs, key: version}, self.rules, self.settings)

    def without_catalog(self, key: str) -> "Release":
        kept = {other: version for other, version in self.catalogs.items() if other != key}
        return Release(kept, self.rules, self.settings)


@dataclass(frozen=True)
class Move:
    """One step of an environment: since `effective_from` it served this release."""

    generation: int
    release_digest: bytes
    cause: Cause
    catalog_key: str | None
    reason: str | None
    moved_by: str
    moved_at: datetime
    effective_from: datetime


@dataclass(frozen=True)
class PublishWish:
    """What somebody asks to be published; `expected` is the environment's ETag that they decided on.

    `effective_from` lies in the past for who imports history. `rollback_known` is the generation of the catalog's last
    rollback when it was asked, 0 if there had been none; None: not asked yet.
    """

    catalog_key: str
    note: str | None = None
    effective_from: datetime | None = None
    expected: str = "*"
    rollback_known: int | None = None

    def params(self) -> dict[str, Any]:
        return {
            "catalog": self.catalog_key,
            "note": self.note,
            "effectiveFrom": self.effective_from.isoformat() if self.effective_from else None,
            "expected": self.expected,
            "rollbackKnown": self.rollback_known,
        }

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "PublishWish":
        since = params["effectiveFrom"]
        instant = datetime.fromisoformat(since) if since else None
        # A job that was queued by the release before does not say what it knew.
        known = params.get("rollbackKnown")
        return cls(params["catalog"], params["note"], instant, params["expected"], known)


def check_gates(environment_key: str, cause: Cause) -> None:
    """The one place that lets a change reach an environment; raises GateClosed.

    Scratch environments let their own publishes through; what is promoted into takes promotions alone.
    """
    if environment_key in PROMOTED_INTO and cause != "promotion":
        raise GateClosed(f"{environment_key} takes promotions only, no direct {cause}")


def check_effective_from(wanted: datetime, now: datetime, last: datetime | None) -> None:
    """Raises BadEffectiveFrom."""
    if wanted > now:
        raise BadEffectiveFrom("effectiveFrom lies in the future", pointer="/effectiveFrom")
    if last is not None and wanted < last:
        raise BadEffectiveFrom(f"the environment has moved since then, at {last.isoformat()}", pointer="/effectiveFrom")
