"""A ruleset from a few words, and what it decides."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.rulesets.compiling import ready
from catalog_admin.artefacts.rulesets.context import scope_of
from catalog_admin.artefacts.rulesets.deciding import decide
from catalog_admin.artefacts.rulesets.model import Decision, ReadyRule, ReadySet
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.model import Scope
from tests.artefacts.customer import CONTEXT

INSTANT = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
SCOPE, _ = scope_of(json.loads(CONTEXT))
WARN = {"action": "WARN", "payload": {"code": "W"}}


def rule(id: str, when: Any, *actions: Any, **more: Any) -> dict[str, Any]:
    return {"id": id, "when": when, "then": [*actions] or [WARN], **more}


def setting(target: str, value: Any = None, *, by: Any = None) -> dict[str, Any]:
    said = {"value": value} if by is None else {"expression": by}
    return {"action": "SET", "payload": {"target": target, **said}}


def compiled(rules: Iterable[dict[str, Any]], scope: Scope = SCOPE) -> list[ReadyRule]:
    """Refuses the first thing that is wrong."""

    def refused(pointer: str, why: PredicateRefused) -> None:
        raise AssertionError(f"{pointer}{why.pointer or ''}: {why.code}: {why.detail}")

    artefact = read("rulesets/q.json", json.dumps({"rules": [*rules]}).encode())
    assert artefact.value is not None, artefact.findings
    made = [
        ready(each, scope, (artefact.path, f"/rules/{at}"), refused) for at, each in enumerate(artefact.value["rules"])
    ]
    return [each for each in made if each is not None]


def decided(
    rules: Iterable[dict[str, Any]], context: Any, *, instant: datetime = INSTANT, explained: bool = True
) -> Decision:
    return decide(asked(rules), context, instant, explained=explained)


def asked(rules: Iterable[dict[str, Any]]) -> ReadySet:
    return ReadySet("q", "context", SCOPE, tuple(compiled(rules)))


def quote(*lines: dict[str, Any], **header: Any) -> dict[str, Any]:
    return {"quote": {"header": header, "lines": [*lines]}, "account": {"region": "NA"}}
