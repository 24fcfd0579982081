"""The console spells as we do: what it writes is the text that is kept, and a difference shows no more."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog_admin.artefacts.kinds.spelling import spelt
from catalog_admin.artefacts.kinds.text import read_text

HELD_BY_BOTH = Path(__file__).parents[3] / "ui" / "src" / "rooms" / "ruleEditors" / "json" / "spellings.json"


@pytest.mark.parametrize("each", json.loads(HELD_BY_BOTH.read_text()), ids=lambda each: each["text"][:40].strip())
def test_the_examples_of_the_console_are_spelt_like_that(each: dict[str, Any]) -> None:
    value = read_text(json.dumps(_by_name(each["value"])).encode())
    assert spelt(value).decode() == each["text"]


def _by_name(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _by_name(value[name]) for name in sorted(value)}
    return [_by_name(item) for item in value] if isinstance(value, list) else value
