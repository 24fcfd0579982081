"""What races of publishes share: asking for one, watching it, and looking whether what is live is whole."""

import time
from collections.abc import Callable

from sqlalchemy import text

from catalog_admin.kit.ids import JobId
from catalog_admin.promotions import commands
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing.verify import verify_lines
from tests.publishing.shop import Shop


def check_whole(shop: Shop) -> None:
    """Live content amounts to its digest and nothing is left half-done."""
    assert verify_lines(shop.export(shop.live()).splitlines(keepends=True)).digest == shop.live().digest
    with shop.reads() as reads:
        assert not reads.session.scalar(text("SELECT count(*) FROM lineage_ordinal WHERE sealed_at IS NULL"))


def ask_to_publish(shop: Shop) -> JobId:
    with shop.work() as work:
        return commands.ask_to_publish(work, PublishWish(shop.key))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def publish_watched(shop: Shop, look: Callable[[str], None]) -> commands.Served:
    actor, place, wish = shop.world.actor, shop.world.environment, PublishWish(shop.key)
    return commands.publish(
        shop.database, actor, place, wish, environment_key="dev", on_progress=lambda _, step: look(step)
    )
