"""A shop with a tree, plans, manual members and a rule, not yet published."""

import pytest

from catalog_admin.kit.work import Database
from tests.publishing.shop import Shop
from tests.world import World


@pytest.fixture
def shop(database: Database, world: World) -> Shop:
    shop = Shop(database, world).open()
    shop.declare()
    shop.stock("a", "b", "c")
    shop.stock("heavy", attributes={"weight": "12.5", "colour": "blanc"}, effectiveFrom="2027-01-01")
    shop.node("sensors", meta={"displayName": {"en": "Sensors"}, "slug": {"en": "sensors", "fr": "capteurs"}})
    shop.node("sensors.gps")
    shop.node("sensors.gps.deep")
    shop.node("heavies", sort_key=7)
    shop.assign("sensors.gps", "a", "b")
    shop.assign("sensors.gps.deep", "a", pin=1)
    shop.assign("sensors", "c", rank=2)
    shop.rule("heavies", "weight > 10")
    return shop
