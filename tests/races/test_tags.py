"""One tag moved twice at the same moment: who decided on what is no longer true is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected, Unseen, etag
from catalog_admin.publishing import commands, queries
from tests.publishing.shop import Shop


@pytest.mark.parametrize("is_new", [True, False])
def test_of_two_who_saw_the_same_one_wins(real_shop: Shop, is_new: bool) -> None:
    real_shop.publish()
    real_shop.node("second")
    real_shop.publish()
    expected: Expected = Unseen()
    if not is_new:
        with real_shop.work() as work:
            expected = Expected(etag(commands.move_tag(work, "shop", "spring", "1", expected).revision))

    def move() -> str:
        try:
            with real_shop.work() as work:
                commands.move_tag(work, "shop", "spring", "2", expected)
        except Refusal as refusal:
            return refusal.code
        return "moved"

    with ThreadPoolExecutor(1) as pool:
        with real_shop.work() as work:
            moved = commands.move_tag(work, "shop", "spring", "2", expected)
            second = pool.submit(move)
            with pytest.raises(TimeoutError):  # it waits for us
                second.result(timeout=0.3)
        assert second.result() == ("kit.write_conflict" if is_new else "kit.if_match_stale")
    with real_shop.reads() as reads:
        assert queries.tag(reads, "shop", "spring").revision == moved.revision
