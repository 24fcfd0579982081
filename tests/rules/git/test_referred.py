"""What rules of catalogs refer to is not pushed away under them."""

import json

import pytest

from catalog_admin.cli.desk import desk_in
from rulestore.mirror import Mirrors
from tests.publishing.shop import Shop
from tests.rules.author import predicate
from tests.rules.git.served import Clone, Tenant, client
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


def test_a_push_that_leaves_a_rule_with_a_condition_of_no_use_lands_and_says_so(clone: Clone, tenant: Tenant) -> None:
    clone.write(
        {"schemas/context.json": json.dumps(CONTEXT), "predicates/heavy.json": predicate("heavy", "weight > 10")}
    )
    clone.git("push", "-q", "origin", "draft")
    Librarian(shop_of(tenant), Mirrors(tenant.served.mirrors)).refer("heavies", "predicates/heavy@draft")
    commit = clone.write({"predicates/heavy.json": predicate("heavy", "size > 1")})
    told = client("push", "origin", "draft", at=clone.path).stderr
    assert "remote: warning: predicates/heavy.json#/when/>/0: references.unusable: the rule let-in of shop" in told
    assert commit in refs(tenant)
