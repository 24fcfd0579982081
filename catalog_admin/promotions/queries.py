"""What an environment serves, has served, and which version somebody means by live, a date or `previous`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from catalog_admin.catalogs.model import reach
from catalog_admin.environments import queries as environments
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.promotions import store
from catalog_admin.promotions.errors import TooManyNames
from catalog_admin.promotions.model import Move
from catalog_admin.promotions.serving import as_of, live
from catalog_admin.promotions.weighing import Weighed, sides, weighed
from catalog_admin.publishing import queries as publishing
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.packed import WHOLE, Part

__all__ = ["HistoryStep", "Weighed", "as_of", "difference", "history", "live", "record", "version", "weighed"]


@dataclass(frozen=True)
class HistoryStep:
    """A move and what the release it moved to consists of: version digests by catalog."""

    move: Move
    catalogs: dict[str, str]


def version(
    tx: Reads | Work,
    catalog_key: str,
    *,
    version: str | None = None,
    tag: str | None = None,
    date: datetime | None = None,
) -> VersionRef:
    """The version somebody means; by default the live one. Raises TooManyNames and what the others raise."""
    if sum(name is not None for name in (version, tag, date)) > 1:
        raise TooManyNames("say one of version, tag and date")
    reach.must_read(tx.actor, catalog_key)
    if date is not None:
        return as_of(tx, catalog_key, date if date.tzinfo else date.replace(tzinfo=UTC))
    if tag is not None:
        return publishing.version_by_digest(tx, publishing.tag(tx, catalog_key, tag, "/tag").digest)
    return live(tx, catalog_key) if version in (None, "live") else publishing.version(tx, catalog_key, str(version))


def record(tx: Reads | Work, catalog_key: str, version: str) -> VersionRef:
    """What is known of it, though its content may be retired. Raises as `version` does."""
    reach.must_read(tx.actor, catalog_key)
    return live(tx, catalog_key) if version == "live" else publishing.record(tx, catalog_key, version)


def history(tx: Reads, environment_key: str, *, limit: int, after: str | None = None) -> Page[HistoryStep]:
    """The moves of an environment, newest first, as far as they concern catalogs that the actor's roles reach.

    Raises EnvironmentNotFound, NotPermitted.
    """
    environment = environments.environment_by_key(tx, environment_key)
    before = _generation(after) if after else None
    found = store.moves(tx, environment.id, limit + 1, before, of=reach.whole_catalogs(tx.actor))
    steps = [HistoryStep(move, _reached(tx, held)) for move, held in found]
    return Page(steps[:limit], cursor(steps[limit - 1].move.generation) if len(steps) > limit else None)


def difference(
    reads: Reads,
    catalog_key: str,
    before: str,
    after: str,
    *,
    limit: int,
    behind: str | None = None,
    of: Part = WHOLE,
) -> publishing.Difference:
    """Between any two of draft (as the last one), live, previous, nothing, digest, number, tag.

    From `live` where nothing is served: from nothing. Raises what naming a version raises.
    """
    base, other = sides(reads, catalog_key, before, after)
    if other is None:
        return publishing.draft_difference(reads, catalog_key, base, limit=limit, behind=behind, of=of)
    return publishing.difference(reads, base, other, limit=limit, behind=behind, of=of)


def whole_difference(
    reads: Reads, catalog_key: str, before: str, after: str, *, of: Part = WHOLE
) -> publishing.WholeDifference:
    """The same, to be read to its end while `reads` lasts."""
    base, other = sides(reads, catalog_key, before, after)
    if other is None:
        return publishing.whole_draft_difference(reads, catalog_key, base, of=of)
    return publishing.whole_difference(reads, base, other, of=of)


def _reached(tx: Reads, held: dict[str, bytes]) -> dict[str, str]:
    return {key: digest.hex() for key, digest in held.items() if reach.may_read(tx.actor, key)}


def _generation(after: str) -> int:
    [generation] = key_of(after, width=1)
    return int(generation or 0)
