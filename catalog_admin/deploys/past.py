"""What an environment has published already, and what can still be added to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bundles.model import Kind, Place, Publication, State, catalog_of
from bundles.plan import Plan
from catalog_admin.catalogs.errors import CatalogNotFound
from catalog_admin.deploys.model import instant_of
from catalog_admin.deploys.telling import fault_of
from catalog_admin.kit.errors import NotFound, Refusal
from catalog_admin.kit.faults import Fault
from catalog_admin.kit.work import Reads, Work
from catalog_admin.promotions import queries as promotions
from catalog_admin.promotions.model import check_effective_from
from catalog_admin.publishing import queries as publishing
from catalog_admin.publishing.model import VersionRef

TREE = (Kind.CATALOG, Kind.NODE, Kind.RULESET, Kind.ASSIGNMENT)


class Past:
    """Grows as stages are planned: each publication lies after the ones before it."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._last = _last_move(reads)

    def has(self, wanted: Publication) -> bool:
        """Nothing would be left to do: the draft as it is now is live, and carries the tags."""
        live = self._live(wanted.catalog)
        if live is None or any(tagged(self._reads, wanted.catalog, tag) != live.digest for tag in wanted.tags):
            return False
        at = instant_of(wanted.effective_from) or self._reads.now
        found = publishing.draft_difference(self._reads, wanted.catalog, live, evaluated_at=at, limit=1)
        return not found.changes.items

    def faults_in(
        self, left: Sequence[Publication], plan: Plan, ahead: State
    ) -> Iterator[tuple[Place | None, str, Fault]]:
        for each in left:
            subject = f"publication of {each.catalog}"
            if (Kind.CATALOG, each.catalog) not in ahead:
                yield each.place, subject, Fault(CatalogNotFound, "/catalog", f"there is no catalog {each.catalog}")
            elif self._is_certain(each, plan) and (fault := self._add(each)):
                yield each.place, subject, fault

    def _is_certain(self, wanted: Publication, plan: Plan) -> bool:
        """A change elsewhere may come to the version that is live already, which is left as it is."""
        return self._live(wanted.catalog) is None or any(
            catalog_of(step.thing) == wanted.catalog for step in plan.of(*TREE)
        )

    def _add(self, wanted: Publication) -> Fault | None:
        instant = instant_of(wanted.effective_from)
        try:
            if instant is not None:
                check_effective_from(instant, self._reads.now, self._last)
        except Refusal as refusal:
            return fault_of(refusal)
        self._last = instant or self._reads.now
        return None

    def _live(self, catalog: str) -> VersionRef | None:
        try:
            return promotions.live(self._reads, catalog)
        except NotFound:
            return None


def _last_move(reads: Reads) -> datetime | None:
    newest = promotions.history(reads, reads.environment_key, limit=1).items
    return newest[0].move.effective_from if newest else None


def tagged(tx: Reads | Work, catalog: str, tag: str) -> bytes | None:
    """The digest of the version that carries the tag."""
    try:
        return publishing.tag(tx, catalog, tag).digest
    except NotFound:
        return None
