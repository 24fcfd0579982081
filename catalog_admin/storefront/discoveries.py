"""What shoppers come upon: noted in batches, kept for some weeks, and what rate plans' popularity is made of.

No more of a shopper than a session that means nothing elsewhere. A session is sampled as a whole or not at all, so
that what is kept still tells how somebody got somewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from catalog_admin.kit.work import Work
from catalog_admin.storefront.errors import BadDiscovery, CatalogNotServed, OutOfGrant
from catalog_admin.storefront.store import discoveries as store
from catalog_admin.storefront.store.discoveries import Discovery

MOST = 500
# Neither an address nor a name: letters and digits that a shop makes up.
SESSION = re.compile(r"[A-Za-z0-9_-]{8,64}")
PATH = re.compile(r"([A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*)?", re.ASCII)
LONGEST_PATH = 2_000
# What was found two weeks ago counts half as much as today.
HALF_LIFE_DAYS = 14
SINCE = date(2026, 1, 1)
FORGOTTEN_AFTER_DAYS = 180
# Old rows are cleared away as new ones come, a few at a time, and never in a heap.
CLEARED_AT_A_TIME = 5_000


@dataclass(frozen=True)
class Policy:
    """Which share of sessions is kept, and for how long."""

    sample: float = 1.0
    days: int = 30


def note_discoveries(work: Work, catalog: str, found: Sequence[Discovery], policy: Policy) -> int:
    """How many were kept: those of sampled sessions whose rate plan is served now.

    Raises CatalogNotServed, OutOfGrant, BadDiscovery; one bad entry, and nothing of the batch is kept.
    """
    _check_reach(work, catalog)
    _check(found)
    if not store.is_served(work, catalog):
        raise CatalogNotServed(f"no catalog {catalog} is served here now", pointer="/catalog")
    sampled = [each for each in found if is_sampled(each.session, policy.sample)]
    kept = store.keep(work, catalog, sampled, _weight(work.now.date())) if sampled else 0
    store.clear_away(
        work,
        discoveries_before=work.now - timedelta(days=policy.days),
        popularity_before=work.now.date() - timedelta(days=FORGOTTEN_AFTER_DAYS),
        limit=CLEARED_AT_A_TIME,
    )
    return kept


def is_sampled(session: str, share: float) -> bool:
    return int.from_bytes(sha256(session.encode()).digest()[:4]) < share * 2**32


def _weight(today: date) -> float:
    """Grows with time instead of letting what is older shrink: nothing stored has to change for the same order."""
    return float(2 ** ((today - SINCE).days / HALF_LIFE_DAYS))


def _check_reach(work: Work, catalog: str) -> None:
    if not any(grant.catalog in (None, catalog) for grant in work.actor.grants):
        raise OutOfGrant(f"none of your roles reaches {catalog}", pointer="/catalog")


def _check(found: Sequence[Discovery]) -> None:
    if len(found) > MOST:
        raise BadDiscovery(f"at most {MOST} at a time", pointer="/items")
    for number, each in enumerate(found):
        if not SESSION.fullmatch(each.session):
            raise BadDiscovery("a session is 8 to 64 letters, digits, _ and -", pointer=f"/items/{number}/session")
        if each.path is not None and (len(each.path) > LONGEST_PATH or not PATH.fullmatch(each.path)):
            raise BadDiscovery("a path is keys joined by dots", pointer=f"/items/{number}/path")
