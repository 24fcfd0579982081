"""Which rate plans are meant: people paste keys, SKUs, and what almost is one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from catalog_admin.kit.work import Reads
from catalog_admin.predicates.suggest import nearest
from catalog_admin.products.queries.plans import named_plans
from catalog_admin.products.queries.views import PlanView
from catalog_admin.products.tables import RatePlan

MOST_SUGGESTED = 100


@dataclass(frozen=True)
class Meant:
    """One plan is known; none, or several of one SKU, are not. `suggestion` is for none."""

    said: str
    plans: tuple[PlanView, ...]
    suggestion: str | None = None


def meant(tx: Reads, names: Sequence[str]) -> list[Meant]:
    """In the order asked. A key is meant before a SKU; suggestions are made for the first hundred unknown names."""
    found = named_plans(tx, names)
    by_key = {plan.key: plan for plan in found}
    by_sku = defaultdict(list)
    for plan in found:
        by_sku[plan.sku].append(plan)
    known = {name: (by_key[name],) if name in by_key else tuple(by_sku.get(name, ())) for name in names}
    unknown = list(dict.fromkeys(name for name in names if not known[name]))
    suggested = _suggestions(tx, unknown[:MOST_SUGGESTED]) if unknown else {}
    return [Meant(name, known[name], suggested.get(name)) for name in names]


def _suggestions(tx: Reads, unknown: Iterable[str]) -> dict[str, str | None]:
    """Comparing with every name costs seconds; a slip of the keyboard keeps the first letters, or only moves dashes."""
    by_plain: dict[str, str] = {}
    by_start = defaultdict(list)
    for name in _all_names(tx):
        by_plain.setdefault(_plain(name), name)
        by_start[_plain(name)[:3]].append(name)
    return {name: by_plain.get(_plain(name)) or nearest(name, by_start[_plain(name)[:3]]) for name in unknown}


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _all_names(tx: Reads) -> list[str]:
    living = tx.session.execute(select(RatePlan.key, RatePlan.sku).where(RatePlan.deleted_at.is_(None)))
    return sorted({name for row in living for name in row if name})
