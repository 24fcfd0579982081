"""Rate plans as they are published: everything a storefront shows about one, and nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from catalog_admin.kit.work import Reads, Work

CHUNK_ROWS = 500  # what is read and worked at stays in the processor's own memory

# JSON travels as text and is read by orjson: a third of the driver's own price. So do ids, the other way and in one
# text: a list of them is bound item by item, which takes longer than all the reading.
CARDS = """
    SELECT r.id::text, r.key, r.sku, r.status, r.effective_from::text, r.effective_to::text,
        concat('[', r.name, ',', r.tags, ',', r.attributes, ',', r.charges, ']'),
        p.id::text, p.key, p.status, p.effective_from::text, p.effective_to::text,
        concat('[', p.name, ',', p.tags, ',', p.attributes, ']')
    FROM rate_plan r JOIN product p
        ON p.tenant_id = r.tenant_id AND p.environment_id = r.environment_id AND p.id = r.product_id
    WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL{among}
    ORDER BY {order}
"""

EVERY = {"among": "", "order": "r.key"}  # by the key's index
SOME = {"among": " AND r.id = ANY(CAST(:ids AS uuid[]))", "order": "r.product_id, r.key"}


def cards(tx: Work | Reads, ids: Iterable[UUID | str] | None = None) -> Iterator[list[dict[str, Any]]]:
    """Chunks in key order; all of them by a cursor on the server: constant memory, the transaction must outlive the
    iteration. With ids: fetched at once, so ask for some thousands; product by product, in key order each.

    Attributes are the effective ones in stored form (plan's own, else its product's).
    Unsaid members are null; of the product, and of charges, they are left out.
    """
    statement = text(CARDS.format(**(EVERY if ids is None else SOME)))
    said = {} if ids is None else {"ids": f"{{{','.join(map(str, ids))}}}"}
    # With a cursor the planner hopes to stop early: it walks the whole key index and filters, for each set of ids.
    options = {"stream_results": True, "yield_per": CHUNK_ROWS} if ids is None else {}
    for chunk in tx.session.execute(statement, said, execution_options=options).partitions(CHUNK_ROWS):
        yield _cards(chunk)


def _cards(rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """A product that several of them belong to is read once, and they share it."""
    products: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    found = []
    for plan_id, key, sku, status, effective_from, effective_to, said, *of_product in rows:
        name, tags, attributes, charges = orjson.loads(said)
        if of_product[0] not in products:
            products[of_product[0]] = _product(*of_product)
        product, inherited = products[of_product[0]]
        found.append(
            {
                "id": plan_id,
                "key": key,
                "sku": sku,
                "name": name,
                "status": status,
                "effectiveFrom": effective_from,
                "effectiveTo": effective_to,
                "tags": tags,
                "attributes": inherited | attributes,
                "charges": charges,
                "product": product,
            }
        )
    return found


def _product(
    id: str, key: str, status: str, effective_from: str | None, effective_to: str | None, said: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """And the attributes that its rate plans have unless they say otherwise."""
    name, tags, attributes = orjson.loads(said)
    product = {"id": id, "key": key, "name": name, "status": status, "tags": tags}
    if effective_from:
        product["effectiveFrom"] = effective_from
    if effective_to:
        product["effectiveTo"] = effective_to
    return product, attributes
