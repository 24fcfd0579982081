"""Which version somebody means: by digest, digits of it, number, tag."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text

from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import store
from catalog_admin.publishing.errors import AmbiguousDigest, TagNotFound, VersionNotFound, VersionRetired
from catalog_admin.publishing.model import Designation, VersionRef, designation

COLUMNS = (
    "v.digest, v.catalog_key, v.lineage_id, v.ordinal, v.entries, v.nodes, v.plans, v.memberships, v.sealed_at,"
    " (SELECT r.retired_at FROM version_retirement r WHERE r.tenant_id = v.tenant_id"
    " AND r.lineage_id = v.lineage_id AND r.ordinal = v.ordinal) AS retired_at,"
    " (SELECT l.environment_id FROM lineage l WHERE l.tenant_id = v.tenant_id AND l.lineage_id = v.lineage_id)"
    " AS environment_id"
)


@dataclass(frozen=True)
class TagView:
    name: str
    digest: bytes
    revision: int
    moved_by: str
    moved_at: datetime


def version(tx: Reads | Work, catalog_key: str, name: str, pointer: str = "/version") -> VersionRef:
    """By digest, 12 or more of its digits, number in this environment's lineage, or tag; one that can be read.

    Raises BadDesignation, VersionNotFound, AmbiguousDigest, TagNotFound, VersionRetired.
    """
    return _readable(record(tx, catalog_key, name, pointer))


def record(tx: Reads | Work, catalog_key: str, name: str, pointer: str = "/version") -> VersionRef:
    """The same, or what is still known of one that is retired."""
    meant = designation(name, pointer)
    if meant.tag is not None:
        return version_by_digest(tx, tag(tx, catalog_key, meant.tag, pointer).digest)
    found = _by_number(tx, catalog_key, meant) if meant.number is not None else _by_prefix(tx, catalog_key, meant)
    if not found:
        raise VersionNotFound(f"{catalog_key} has no version {name}", pointer=pointer)
    if len(found) > 1:
        raise AmbiguousDigest(f"more than one version starts with {name}", pointer=pointer)
    return found[0]


def version_by_digest(tx: Reads | Work, digest: bytes) -> VersionRef:
    """Raises VersionNotFound, VersionRetired."""
    found = _refs(tx, "v.digest = :digest", {"digest": digest})
    if not found:
        raise VersionNotFound(f"there is no version {digest.hex()}")
    return _readable(found[0])


def _readable(found: VersionRef) -> VersionRef:
    if found.retired_at is not None:
        raise VersionRetired(
            f"{found.catalog_key} version {found.hex[:12]} was retired on {found.retired_at:%Y-%m-%d}",
            pointer="/version",
            version=found.hex,
        )
    return found


def version_at(tx: Reads | Work, lineage_id: int, ordinal: int) -> VersionRef:
    """What is sealed there."""
    [found] = _refs(tx, "v.lineage_id = :lineage AND v.ordinal = :ordinal", {"lineage": lineage_id, "ordinal": ordinal})
    return found


def newest(tx: Reads | Work, catalog_key: str) -> VersionRef | None:
    """What was written last for this environment's catalog."""
    place = store.newest_sealed_of(tx, catalog_key)
    return version_at(tx, *place) if place else None


def number_of(tx: Reads | Work, ref: VersionRef) -> int | None:
    """Its number here; None for content that another environment's lineage holds."""
    return ref.ordinal if ref.environment_id == tx.environment else None


def tag(tx: Reads | Work, catalog_key: str, name: str, pointer: str = "/name") -> TagView:
    """Raises TagNotFound."""
    found = store.find_tag(tx, catalog_key, name)
    if found is None:
        raise TagNotFound(f"{catalog_key} has no tag {name[:80]}", pointer=pointer)
    return TagView(**found)


def _by_number(tx: Reads | Work, catalog_key: str, meant: Designation) -> list[VersionRef]:
    said = {"key": catalog_key, "environment": tx.environment, "number": meant.number}
    return _refs(tx, f"v.lineage_id = ({store.LINEAGE}) AND v.ordinal = :number", said)


def _by_prefix(tx: Reads | Work, catalog_key: str, meant: Designation) -> list[VersionRef]:
    """A range of digests, which the primary key finds under row-level security too."""
    prefix = meant.prefix or ""
    low, high = (bytes.fromhex(prefix.ljust(64, fill)) for fill in "0f")
    wanted = "v.catalog_key = :key AND v.digest >= :low AND v.digest <= :high"
    return _refs(tx, wanted, {"key": catalog_key, "low": low, "high": high})


def _refs(tx: Reads | Work, wanted: str, said: dict[str, Any]) -> list[VersionRef]:
    found = tx.session.execute(_finding(wanted), {"tenant": tx.tenant, **said})
    return [VersionRef(*row) for row in found.all()]


@cache
def _finding(wanted: str) -> TextClause:
    return text(f"SELECT {COLUMNS} FROM version v WHERE v.tenant_id = :tenant AND {wanted} LIMIT 2")  # noqa: S608
