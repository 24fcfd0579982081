"""Where each kind lies: the folder and the ending say which, and folders below are the author's to shard by.

`rulesets/discounts.json` is a set of rules. Its rules stand in it, or one a file anywhere below `rulesets/discounts/`;
`packages/core.json` and what lies below `packages/core/` are one package in the same way. Order comes from priorities
and ids, never from files: moving a rule to another file of its set changes nothing that it says.
"""

import re
from collections.abc import Iterator
from typing import Any

from catalog_admin.artefacts.kinds.limits import NAME_CHARACTERS, PATH_CHARACTERS
from catalog_admin.artefacts.kinds.model import ArtefactKind

FOLDERS = {
    "predicates": ArtefactKind.PREDICATE,
    "rulesets": ArtefactKind.RULESET,
    "tables": ArtefactKind.TABLE,
    "approval-policies": ArtefactKind.APPROVAL_POLICY,
    "guardrails": ArtefactKind.GUARDRAIL,
    "templates": ArtefactKind.TEMPLATE,
    "workflows": ArtefactKind.WORKFLOW,
    "packages": ArtefactKind.PACKAGE,
    "tests": ArtefactKind.TEST,
    "schemas": ArtefactKind.SCHEMA,
}
_ENDINGS = {
    ArtefactKind.TABLE: {".jdm.json": ArtefactKind.TABLE, ".dmn": ArtefactKind.DMN},
}
_STEP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Words about the repository, for people and for git; nothing is read from them.
_BESIDE = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*\.md|LICENSE|CODEOWNERS|\.gitattributes|\.gitignore"
)


def is_beside(path: str) -> bool:
    """A file that may lie there and is no artefact."""
    return len(path) <= PATH_CHARACTERS and _BESIDE.fullmatch(path) is not None


def kind_at(path: str) -> ArtefactKind | None:
    """The kind that lies at this path, as far as the path says it; None where none may."""
    folder, _, rest = path.partition("/")
    kind, ending = FOLDERS.get(folder), _ending(path)
    if kind is None or ending is None or len(path) > PATH_CHARACTERS:
        return None
    steps = rest.removesuffix(ending).split("/")
    if not all(_STEP.fullmatch(step) and len(step) <= NAME_CHARACTERS and step[-1] != "." for step in steps):
        return None
    return _ENDINGS.get(kind, {".json": kind}).get(ending)


def kind_of(path: str, value: Any) -> ArtefactKind | None:
    """The same, once it is known what the file says: one thing, or several of them."""
    kind = kind_at(path)
    members = value.keys() if isinstance(value, dict) else set()
    if kind is ArtefactKind.RULESET and {"when", "then"} & members:
        return ArtefactKind.RULE
    if kind is ArtefactKind.APPROVAL_POLICY and "approvalPolicies" in members:
        return ArtefactKind.APPROVAL_POLICIES
    return kind


def named_by(path: str) -> str:
    """The id of what says none itself: `schemas/eu/quote.json` is eu.quote."""
    rest = path.partition("/")[2]
    return rest.removesuffix(_ending(path) or "").replace("/", ".")


def wholes(path: str) -> Iterator[str]:
    """The files that this one may be a part of, the nearest first: each folder's own."""
    folder = path.rpartition("/")[0]
    while "/" in folder:
        yield f"{folder}.json"
        folder = folder.rpartition("/")[0]


def _ending(path: str) -> str | None:
    return next((ending for ending in (".jdm.json", ".json", ".dmn") if path.endswith(ending)), None)
