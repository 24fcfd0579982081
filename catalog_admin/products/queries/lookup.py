"""Which rate plans are meant: people paste keys, SKUs, and what almost is one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from catalog_admin.kit.work import Reads
from catalog_admin.predicates.suggest import nearest
from catalog_admin.products.queries.plans import named_plans
from catalog_admin.products.queries.views import PlanView
from catalog_admin.products.tables import RatePlan

MOST_SUGGESTED = 100
MOST_COMPARED = 400  # with each of them


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
    """Comparing with every name costs seconds; a slip of the keyboard keeps the first letters, or only moves dashes.

    Where a million names begin alike it is compared with those alone that stand next to it.
    """
    by_plain: dict[str, str] = {}
    by_start: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in _all_names(tx):
        by_plain.setdefault(_plain(name), name)
    for plain, name in sorted(by_plain.items()):
        by_start[plain[:3]].append((plain, name))
    return {name: by_plain.get(_plain(name)) or nearest(name, _beside(name, by_start)) for name in unknown}


def _beside(name: str, by_start: Mapping[str, Sequence[tuple[str, str]]]) -> list[str]:
    plain = _plain(name)
    alike = by_start.get(plain[:3], ())
    first = max(0, bisect_left(alike, (plain, "")) - MOST_COMPARED // 2)
    return [each for _, each in alike[first : first + MOST_COMPARED]]


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _all_names(tx: Reads) -> list[str]:
    living = tx.session.execute(select(RatePlan.key, RatePlan.sku).where(RatePlan.deleted_at.is_(None)))
    return sorted({name for row in living for name in row if name})
