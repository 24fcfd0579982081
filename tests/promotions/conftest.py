"""A shop to publish, and a client that does."""

from catalog_admin.kit.work import Database
from tests.publishing.conftest import real_database, real_url, shop
from tests.publishing.shop import Shop
from tests.world import World

__all__ = ["Database", "Shop", "World", "real_database", "real_url", "shop"]
