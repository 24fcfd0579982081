"""What other rooms ask: keys and ids, lists for people, columns for rules, cards for publishing."""

from catalog_admin.products.queries.attributes import (
    attribute_by_key,
    attributes,
    attributes_page,
    held_registry,
    held_scope,
    registry,
    scope,
    scope_of,
    scopes,
)
from catalog_admin.products.queries.cards import cards
from catalog_admin.products.queries.changes import changed_goods, changed_plans
from catalog_admin.products.queries.columns import rule_columns, rule_columns_of
from catalog_admin.products.queries.finding import FoundGood, found_plans, found_products
from catalog_admin.products.queries.keeping import kept_columns
from catalog_admin.products.queries.lookup import Meant, meant
from catalog_admin.products.queries.plans import count_living, plan_by_key, plan_ids, plan_keys, plans_page
from catalog_admin.products.queries.products import product_by_key, products_page
from catalog_admin.products.queries.state import attributes_state
from catalog_admin.products.queries.views import PlanView, ProductView, Wanted

__all__ = [
    "FoundGood",
    "Meant",
    "PlanView",
    "ProductView",
    "Wanted",
    "attribute_by_key",
    "attributes",
    "attributes_page",
    "attributes_state",
    "cards",
    "changed_goods",
    "changed_plans",
    "count_living",
    "found_plans",
    "found_products",
    "held_registry",
    "held_scope",
    "kept_columns",
    "meant",
    "plan_by_key",
    "plan_ids",
    "plan_keys",
    "plans_page",
    "product_by_key",
    "products_page",
    "registry",
    "rule_columns",
    "rule_columns_of",
    "scope",
    "scope_of",
    "scopes",
]
