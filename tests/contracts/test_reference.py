"""Documentation that cannot fall behind: generated pages equal what the code says today."""

import pytest

from tools.reference import PAGES, REFERENCE


@pytest.mark.parametrize("name", sorted(PAGES))
def test_reference_page_is_current(name: str) -> None:
    committed = (REFERENCE / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), f"docs/reference/{name}: run `make docs`"
