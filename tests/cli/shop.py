"""A small shop at a terminal: four plans with a discount each, a catalog, a static and a dynamic node."""

import json
from typing import Any

from tests.cli.conftest import Terminal

PLANS = "\n".join(
    json.dumps(
        {
            "key": f"gps-{number}",
            "ratePlans": [
                {"key": f"RP-{number}", "name": {"en": f"Plan {number}"}, "attributes": {"discountPercent": number}}
            ],
        }
    )
    for number in range(4)
)


def stocked(terminal: Terminal) -> None:
    (terminal.files / "attributes.csv").write_text("key,type\ndiscountPercent,decimal\n")
    (terminal.files / "products.ndjson").write_text(PLANS)
    terminal.run("import", "attributes", str(terminal.files / "attributes.csv"))
    assert "4 created" in terminal.run("import", "products", str(terminal.files / "products.ndjson"))
    terminal.run("catalog", "create", "global", "--name", "Global")
    terminal.run("node", "create", "global", "Hardware", "--name", "Hardware")
    terminal.run("node", "create", "global", "Top", "--type", "dynamicCategory")


def said(terminal: Terminal, *words: str) -> Any:
    """What a command says with --json."""
    return json.loads(terminal.run(*words, "--json"))


def written(terminal: Terminal, name: str, document: Any) -> str:
    """A file with this JSON; its path."""
    file = terminal.files / name
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return str(file)
