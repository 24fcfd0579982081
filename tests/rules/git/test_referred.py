"""What rules of catalogs refer to is not pushed away under them."""

import json

import pytest

from catalog_admin.cli.desk import desk_in
from rulestore.mirror import Mirrors
from tests.publishing.shop import Shop
from tests.rules.author import predicate
from tests.rules.git.served import Clone, Tenant
from tests.rules.git.test_refusals import refs
from tests.rules.librarian import CONTEXT, Librarian
from tests.world import World

pytestmark = pytest.mark.enable_socket


def shop_of(tenant: Tenant) -> Shop:
    desk = desk_in(tenant.served.database, tenant.key, None)
    world = World(desk.actor.tenant, tenant.key, desk.environment, desk.actor)
    shop = Shop(tenant.served.database, world, environment_key=desk.environment_key).open()
    shop.declare()
    shop.node("heavies")
    return shop


def test_neither_the_file_nor_the_branch_goes_while_a_rule_refers_to_it(clone: Clone, tenant: Tenant) -> None:
    clone.write(
        {"schemas/context.json": json.dumps(CONTEXT), "predicates/heavy.json": predicate("heavy", "weight > 10")}
    )
    clone.git("push", "-q", "origin", "draft")
    shop = shop_of(tenant)
    Librarian(shop, Mirrors(tenant.served.mirrors)).refer("heavies", "predicates/heavy@draft")
    before = refs(tenant)
    assert "rules.still_referred" in clone.refused("push", "origin", ":draft")
    clone.git("rm", "-q", "predicates/heavy.json")
    clone.git("commit", "-q", "-m", "gone")
    told = clone.refused("push", "origin", "draft")
    assert "the rule let-in of shop/heavies in dev refers to the file predicates/heavy.json on draft" in told
    assert refs(tenant) == before
    shop.rule("heavies", "weight > 10")
    clone.git("push", "-q", "origin", "draft")
