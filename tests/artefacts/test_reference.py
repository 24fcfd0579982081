"""The published reference is what files are checked with."""

from pathlib import Path

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.published import published
from catalog_admin.artefacts.reference import page

_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "artefacts.md"


def test_the_published_reference_is_current() -> None:
    assert _PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_code_has_a_meaning_and_an_action_its_payload() -> None:
    said = page()
    assert all(f"| `{code}` | {code.meaning} |" in said for code in Code)
    assert all(f"### {action}\n" in said for action in published()["actions.json"]["$defs"] if action != "action")
