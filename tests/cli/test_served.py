"""What storefronts are served, at a terminal."""

import json

from tests.cli.conftest import Terminal
from tests.cli.shop import said, written

PUMP = {"key": "RP-1", "sku": "S-1", "status": "active", "name": {"en": "Pump", "de": "Pumpe"}}


def test_a_basket_is_looked_up_and_what_was_come_upon_is_told(terminal: Terminal) -> None:
    goods = {"key": "pumps", "status": "active", "ratePlans": [PUMP]}
    terminal.run("import", "products", written(terminal, "goods.ndjson", json.dumps(goods)))
    terminal.run("catalog", "create", "global", "--name", "Global")
    terminal.run("node", "create", "global", "Pumps")
    terminal.run("node", "assign", "global", "Pumps", "RP-1")
    terminal.run("publish", "global")
    assert terminal.run("served", "lookup", "global", "S-1", "--locale", "de") == "S-1\tRP-1\tPumpe\n"
    assert "S-2 is on no shelf" in terminal.fails("served", "lookup", "global", "S-1", "S-2")
    [found] = said(terminal, "served", "lookup", "global", "S-1")["items"]
    entry = {"ratePlanId": found["ratePlan"]["id"], "session": "visit-00001", "path": "Pumps"}
    told = written(terminal, "told.json", {"items": [entry]})
    assert said(terminal, "served", "discover", "global", told) == {"kept": 1}
    wrong = written(terminal, "wrong.json", {"items": [{**entry, "session": "ann@example.org"}]})
    assert terminal.fails("served", "discover", "global", wrong).startswith("storefront.bad_discovery: ")
