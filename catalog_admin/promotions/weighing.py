"""A difference before somebody says yes to it: both sides, what it amounts to, and who would notice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from catalog_admin.catalogs.model import reach
from catalog_admin.kit.work import Reads
from catalog_admin.promotions import serving
from catalog_admin.promotions.errors import NothingPublished
from catalog_admin.publishing import differing
from catalog_admin.publishing import queries as publishing
from catalog_admin.publishing.difference import Tally
from catalog_admin.publishing.model import VersionRef, nothing
from catalog_admin.publishing.queries import PublicationView
from catalog_admin.publishing.summarising import Summary


@dataclass(frozen=True)
class Side:
    """One end of a difference; a draft has no version yet, nothing never has one."""

    kind: Literal["draft", "version", "nothing"]
    version: VersionRef | None = None
    number: int | None = None
    published: PublicationView | None = None


@dataclass(frozen=True)
class ServedIn:
    """An environment that answers with this catalog now, and whether with the side that the difference begins at."""

    environment: str
    version: str
    is_from: bool


@dataclass(frozen=True)
class Weighed:
    """`later_versions` were published here after the version it leads to; they stay, whatever is served."""

    before: Side
    after: Side
    tally: Tally
    summary: Summary
    served_in: tuple[ServedIn, ...]
    later_versions: int
    evaluated_at: datetime | None


def weighed(reads: Reads, catalog_key: str, before: str, after: str) -> Weighed:
    """Between any two of draft (as the last one), live, previous, nothing, digest, number, tag.

    Raises what naming a version raises, and BrokenRule for a draft that cannot be published.
    """
    base, other = sides(reads, catalog_key, before, after)
    served_in = tuple(
        ServedIn(place, digest.hex(), digest == base.digest)
        for place, digest in serving.everywhere(reads, catalog_key).items()
    )
    if other is None:
        drafted = differing.of_draft(reads, catalog_key, base)
        side = Side("draft")
        return Weighed(_side(reads, base), side, drafted.tally, drafted.summary, served_in, 0, drafted.evaluated_at)
    compared = differing.of_versions(reads, base, other)
    later = 0 if other.is_nothing else publishing.versions_after(reads, other)
    return Weighed(
        _side(reads, base), _side(reads, other), compared.tally, compared.summary, served_in, later, evaluated_at=None
    )


def sides(reads: Reads, catalog_key: str, before: str, after: str) -> tuple[VersionRef, VersionRef | None]:
    """None is the draft. From `live` where nothing is served: from nothing. Raises what naming a version raises."""
    reach.must_read(reads.actor, catalog_key)
    if after == "draft":
        return _side_or_nothing(reads, catalog_key, before), None
    publishing.check_known(reads, catalog_key)
    return _side_or_nothing(reads, catalog_key, before), _named(reads, catalog_key, after, "/to")


def _side_or_nothing(reads: Reads, catalog_key: str, name: str) -> VersionRef:
    try:
        return _named(reads, catalog_key, name, "/from")
    except NothingPublished:
        return nothing(catalog_key)


def _named(reads: Reads, catalog_key: str, name: str, pointer: str) -> VersionRef:
    if name == "nothing":
        return nothing(catalog_key)
    if name == "live":
        return serving.live(reads, catalog_key)
    if name == "previous":
        current = serving.live_or_withdrawn(reads, catalog_key, serving.served_release(reads))
        return serving.rollback_target(reads, catalog_key, name, current)
    return publishing.version(reads, catalog_key, name, pointer)


def _side(reads: Reads, ref: VersionRef) -> Side:
    if ref.is_nothing:
        return Side("nothing")
    number, published = publishing.number_of(reads, ref), publishing.last_publication(reads, ref)
    return Side("version", ref, number, published)
