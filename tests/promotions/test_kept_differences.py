"""A draft's difference is worked out once for all who look at it, and anew as soon as anything has changed."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.publishing import drafting
from tests.promotions.test_weighing import told
from tests.publishing.committed import database, world
from tests.publishing.shop import Shop

__all__ = ["database", "world"]


def test_a_draft_is_worked_out_once_for_all_pages_and_its_summary(
    client: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[int] = []
    drafted = drafting.drafted

    def counted(*said: Any) -> drafting.Drafted:
        worked_out.append(1)
        return drafted(*said)

    monkeypatch.setattr(drafting, "drafted", counted)
    told(client)
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = client.get("/commerce/catalogs/shop/difference", params={"limit": 3, **after}).json()
        seen += [f"{each['kind']} {each['key']}" for each in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert (len(worked_out), len(seen), len(set(seen))) == (1, page["total"], page["total"])


@pytest.mark.parametrize(
    "edit",
    [
        lambda shop: shop.assign("sensors", "a"),
        lambda shop: shop.unassign("sensors", "c"),
        lambda shop: shop.change("sensors", sort_key=9),
        lambda shop: shop.rule("sensors", "weight > 5"),
        lambda shop: shop.replace("a", name={"en": "A"}),
        lambda shop: shop.change_product(name={"en": "B"}),
        lambda shop: shop.delete("heavies"),
    ],
)
def test_any_edit_makes_a_difference_be_worked_out_anew(
    client: TestClient, shop: Shop, edit: Callable[[Shop], None]
) -> None:
    shop.publish()
    assert told(client)["total"] == 0
    edit(shop)
    assert told(client)["total"] > 0
