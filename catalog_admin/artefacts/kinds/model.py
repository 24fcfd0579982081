"""The kinds of artefacts, and one that was read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog_admin.artefacts.finding import Finding


class ArtefactKind(StrEnum):
    PREDICATE = "predicate"
    RULESET = "ruleset"
    RULE = "rule"
    TABLE = "table"
    DMN = "dmn"
    APPROVAL_POLICY = "approval-policy"
    APPROVAL_POLICIES = "approval-policies"
    GUARDRAIL = "guardrail"
    TEMPLATE = "template"
    WORKFLOW = "workflow"
    PACKAGE = "package"
    TEST = "test"
    SCHEMA = "schema"


# Other people's formats: their numbers stay JSON numbers, because their tools read nothing else.
FOREIGN = frozenset({ArtefactKind.TABLE, ArtefactKind.SCHEMA})
# Their schemas are published here; a table's is its engine's own.
DESCRIBED = tuple(kind for kind in ArtefactKind if kind not in (ArtefactKind.TABLE, ArtefactKind.DMN))


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file and what it says; `value` is in canonical form, None where an error kept it from being understood."""

    path: str
    kind: ArtefactKind | None
    content: bytes
    value: Any = None
    findings: tuple[Finding, ...] = ()
