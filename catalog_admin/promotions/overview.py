"""All catalogs of an environment at a glance: what is live and since when, and whether the draft says something else.

No draft is worked out for it. What the newest publication read is compared with what is there now: if it is the same,
the draft amounts to what was published then. If not, the draft may still amount to it, and nobody claims that it does
not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.environments import queries as environments
from catalog_admin.kit.paging import Page
from catalog_admin.kit.work import Reads
from catalog_admin.promotions import store
from catalog_admin.promotions.automation import Automation, automation
from catalog_admin.promotions.store import Arrival
from catalog_admin.publishing import inputs
from catalog_admin.publishing.inputs import Input, Made


@dataclass(frozen=True)
class Glance:
    """`draft_differs` is None if only working the draft out would tell; `changed` is what may have made it differ.

    Who does not reach the whole catalog is told neither what is live nor how the draft stands to it, nor when it
    changes by itself.
    """

    catalog: Catalog
    live: Arrival | None = None
    draft_differs: bool | None = None
    changed: tuple[Input, ...] = ()
    automation: Automation | None = None


def overview(reads: Reads, *, limit: int, after: str | None = None) -> Page[Glance]:
    """In order of keys; as many statements for a hundred catalogs as for one."""
    page = catalogs.catalogs_behind(reads, after, limit)
    whole = [each for each in page.items if reach.may_read(reads.actor, each.key)]
    live = _live(reads, whole)
    made = inputs.last_made(reads, {each.key: each.id for each in whole})
    by_itself = automation(reads, whole, {key: each.digest for key, each in live.items()})

    def glance(each: Catalog) -> Glance:
        if each.key not in by_itself:
            return Glance(each)
        seen = _glance(reads, each, live.get(each.key), made.get(each.key))
        return replace(seen, automation=by_itself[each.key])

    return Page([glance(each) for each in page.items], page.next)


def _live(reads: Reads, whole: list[Catalog]) -> Mapping[str, Arrival]:
    release = environments.serving(reads).release_digest
    return {} if release is None else store.arrivals(reads, release, {each.key for each in whole})


def _glance(reads: Reads, catalog: Catalog, live: Arrival | None, made: Made | None) -> Glance:
    if live is None:
        return Glance(catalog, draft_differs=True)
    if made is None:
        return Glance(catalog, live)
    changed = (*made.changed, *(("time",) if made.has_run_out(reads.now) else ()))
    return Glance(catalog, live, None if changed else made.digest != live.digest, changed)
