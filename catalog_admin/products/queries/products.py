"""Products for people."""

from dataclasses import fields

from sqlalchemy import select

from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.products.errors import NoSuchProduct
from catalog_admin.products.model.ids import product_id
from catalog_admin.products.queries.views import ProductView, Wanted
from catalog_admin.products.tables import Product

COLUMNS = tuple(getattr(Product, field.name) for field in fields(ProductView))


def product_by_key(tx: Work | Reads, key: str, *, deleted: bool = False) -> ProductView:
    """Raises NoSuchProduct, also for a deleted one unless asked for."""
    row = tx.session.execute(select(*COLUMNS).where(Product.id == product_id(key))).one_or_none()
    if row is None or (row.deleted_at is not None and not deleted):
        raise NoSuchProduct(f"no product {key}")
    return ProductView(*row)


def products_page(tx: Reads, wanted: Wanted, *, limit: int, after: str | None = None) -> Page[ProductView]:
    """In key order, as bytes."""
    statement = select(*COLUMNS).where(*wanted.of(Product)).order_by(Product.key).limit(limit + 1)
    if after is not None:
        [key] = key_of(after, width=1)
        statement = statement.where(Product.key > str(key))
    found = [ProductView(*row) for row in tx.session.execute(statement)]
    return Page(found[:limit], cursor(found[limit - 1].key) if len(found) > limit else None)
