"""The published reference is what files are checked with."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.published import published
from catalog_admin.artefacts.reference import page

_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "artefacts.md"


def test_the_published_reference_is_current() -> None:
    assert _PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_member_of_every_schema_is_told_with_its_meaning() -> None:
    rows = {match for line in page().splitlines() for match in re.findall(r"^\| `(?:[^`]*[.])?([^`.]+)`", line)}
    told = {name for schema in published().values() for name in _members_in(schema)}
    assert told <= rows


def _members_in(schema: Any) -> Iterator[str]:
    """Of all objects anywhere in it; what `if` repeats is no member of its own."""
    if isinstance(schema, dict):
        members = schema.get("properties")
        yield from members if isinstance(members, dict) else ()
        inside = [*members.values()] if isinstance(members, dict) else []
        for each in [*inside, *(said for word, said in schema.items() if word not in ("properties", "if"))]:
            yield from _members_in(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _members_in(each)


def test_every_code_has_a_meaning_and_an_action_its_payload() -> None:
    said = page()
    assert all(f"| `{code}` | {code.meaning} |" in said for code in Code)
    assert all(f"### {action}\n" in said for action in published()["actions.json"]["$defs"] if action != "action")
