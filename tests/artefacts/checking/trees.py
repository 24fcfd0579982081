"""Trees of a few files, and what is found in them."""

import json
from typing import Any

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from tests.artefacts.customer import CONTEXT


def files(**values: Any) -> dict[str, bytes]:
    """`rulesets__quote` is rulesets/quote.json; the context of the examples is there."""
    made = {"schemas/context.json": CONTEXT}
    return made | {f"{name.replace('__', '/')}.json": json.dumps(value).encode() for name, value in values.items()}


def found(tree: dict[str, bytes]) -> list[Finding]:
    """All but how files are spelt."""
    return [each for each in check(tree).findings if each.code != Code.NOT_CANONICAL]


def told(tree: dict[str, bytes]) -> list[tuple[str, str, str]]:
    return [(each.path, each.pointer, str(each.code).partition(".")[2]) for each in found(tree)]


def policy(id: str = "p", **more: Any) -> dict[str, Any]:
    stage = {"name": "first", "mode": "ANY", "approvers": ["role:DealDesk"]}
    return {"id": id, "mode": "SEQUENTIAL", "stages": [stage], **more}
