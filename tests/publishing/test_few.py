"""Few rows are written another way than many; they are the same rows."""

from typing import Any

from sqlalchemy import text

from catalog_admin.kit.work import Database
from tests.publishing.conftest import committed
from tests.publishing.shop import Shop

AWKWARD = 'a "quoted" \\word\\, a\ttab and\na line; \\x41 \\N {"weight": 1.10} Zürich 🛰 \u2028'
PLANS = (
    "SELECT p.key, p.sku, p.product_key, p.name, p.status, p.effective_from, p.effective_to, p.facts::text,"
    " p.search::text, b.body FROM published_plan p JOIN body b ON b.tenant_id = p.tenant_id AND b.hash = p.body_hash"
    " WHERE p.tenant_id = :tenant AND p.from_ordinal = 2 ORDER BY p.key"
)
MEMBERS = (
    "SELECT source, pin, right(order_key, -1), audience::text FROM published_membership"
    " WHERE tenant_id = :tenant AND from_ordinal = 2 ORDER BY order_key"
)


def changed(shop: Shop) -> list[tuple[Any, ...]]:
    """The rows of a second version."""
    shop.replace(
        "a",
        name={"en": AWKWARD},
        tags=[AWKWARD],
        attributes={"weight": "1234567890123.123456789012345678901234", "colour": AWKWARD},
        effectiveFrom="2027-01-01",
    )
    shop.replace("b", sku=None, attributes={"weight": "0.10"})
    shop.assign("heavies", "b", pin=3)
    shop.change("sensors", active_from="2027-01-01T00:00:00Z")
    shop.publish()
    with shop.reads() as reads:
        said = {"tenant": reads.tenant}
        return [tuple(row) for query in (PLANS, MEMBERS) for row in reads.session.execute(text(query), said)]


def test_rows_are_the_same_whether_few_are_written_or_many(real_shop: Shop, real_database: Database) -> None:
    other = committed(real_database)
    for shop in (real_shop, other):
        shop.publish()
    other.forget_tips()
    rows = changed(real_shop)
    assert rows == changed(other)
    assert len(rows) == 4
