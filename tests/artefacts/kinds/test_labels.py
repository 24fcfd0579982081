"""What a file says of itself, sound or not."""

import json

import pytest

from catalog_admin.artefacts.kinds.labels import Label, label_of
from catalog_admin.artefacts.kinds.model import ArtefactKind

RULE = {"id": "deep", "when": "x > 1", "then": [], "owners": ["team:deals"], "effectiveFrom": "2026-01-01"}
TOLD = [
    ("predicates/a.json", {"id": "high", "name": "High"}, Label(ArtefactKind.PREDICATE, "high", "High")),
    (
        "rulesets/quote/deep.json",
        RULE,
        Label(ArtefactKind.RULE, "deep", owners=("team:deals",), effective_from="2026-01-01"),
    ),
    ("rulesets/eu/quote.json", {"rules": []}, Label(ArtefactKind.RULESET, "eu.quote")),
    ("schemas/context.json", {"title": "A quote", "type": "object"}, Label(ArtefactKind.SCHEMA, "context", "A quote")),
    ("tables/risk.jdm.json", {"nodes": []}, Label(ArtefactKind.TABLE, "risk")),
    (
        "packages/core.json",
        {"package": {"id": "z.core", "name": "Core"}},
        Label(ArtefactKind.PACKAGE, "z.core", "Core"),
    ),
    ("approval-policies/a.json", {"approvalPolicies": []}, Label(ArtefactKind.APPROVAL_POLICIES)),
    ("predicates/odd.json", {"id": 7, "name": [], "owners": "me"}, Label(ArtefactKind.PREDICATE)),
    ("predicates/list.json", [1], Label(ArtefactKind.PREDICATE)),
]


@pytest.mark.parametrize(("path", "said", "wanted"), TOLD, ids=[path for path, _, _ in TOLD])
def test_a_label_is_what_the_file_says(path: str, said: object, wanted: Label) -> None:
    assert label_of(path, json.dumps(said).encode()) == wanted


def test_what_cannot_be_read_still_lies_somewhere() -> None:
    assert label_of("rulesets/quote.json", b'{"id": ') == Label(ArtefactKind.RULESET, "quote")
    assert label_of("tables/risk.dmn", b"<definitions/>") == Label(ArtefactKind.DMN, "risk")
    assert label_of("README.md", b"# Rules") == Label(None)


def test_a_label_is_small_whatever_the_file_says() -> None:
    said = {"name": "x" * 100_000, "owners": ["team:" + "y" * 1_000] * 400}
    label = label_of("tables/risk.jdm.json", json.dumps(said).encode())
    assert (len(label.name or ""), len(label.owners), len(label.owners[0])) == (200, 100, 200)
