"""What can be done to products, rate plans and the registry of attributes. Each checks, changes, records."""

from catalog_admin.products.commands.attributes import delete_attribute, put_attribute
from catalog_admin.products.commands.plans import (
    create_rate_plan,
    delete_rate_plan,
    replace_rate_plan,
    restore_rate_plan,
)
from catalog_admin.products.commands.products import (
    create_product,
    delete_product,
    replace_product,
    restore_product,
)

__all__ = [
    "create_product",
    "create_rate_plan",
    "delete_attribute",
    "delete_product",
    "delete_rate_plan",
    "put_attribute",
    "replace_product",
    "replace_rate_plan",
    "restore_product",
    "restore_rate_plan",
]
