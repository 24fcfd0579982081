"""The versions of a catalog, and where each is served."""

from dataclasses import dataclass

from catalog_admin.catalogs.model import reach
from catalog_admin.kit.paging import Page
from catalog_admin.kit.work import Reads
from catalog_admin.promotions import serving, store
from catalog_admin.publishing import queries as publishing
from catalog_admin.publishing.queries import PublicationView


@dataclass(frozen=True)
class Listed:
    """`served_in` names environments that the actor is let into; `is_served` and `was_served` speak of this one."""

    publication: PublicationView
    is_served: bool
    was_served: bool
    served_in: tuple[str, ...]


def versions(reads: Reads, catalog_key: str, *, limit: int, after: str | None = None) -> Page[Listed]:
    """By publication, the newest first. Raises OutOfGrant, CatalogNotFound."""
    reach.must_read(reads.actor, catalog_key)
    page = publishing.publications(reads, catalog_key, limit=limit, after=after)
    served = store.served_among(reads, catalog_key, {each.version.digest for each in page.items})
    now = serving.everywhere(reads, catalog_key)
    return Page(
        [
            Listed(
                each,
                is_served=now.get(reads.environment_key) == each.version.digest,
                was_served=each.version.digest in served,
                served_in=tuple(place for place, digest in now.items() if digest == each.version.digest),
            )
            for each in page.items
        ],
        page.next,
    )
