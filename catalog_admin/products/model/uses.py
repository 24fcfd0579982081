"""Who else uses attributes: rooms above say so, because products may not look up to them."""

from collections.abc import Callable
from typing import Any

from catalog_admin.kit.rooms_above import Question

# Takes a Work and an attribute's key; says where it is used, None for nowhere. Any: this shelf knows no transactions.
# Asked under the attribute's lock, before it is dropped, retyped or narrowed.
USES: Question[Callable[[Any, str], str | None]] = Question("catalogs")


def where_used(work: Any, key: str) -> str | None:
    """The first use that somebody knows of."""
    return next((found for where in USES.everybody() if (found := where(work, key)) is not None), None)
