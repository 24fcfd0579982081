"""An author at work on a tenant's rules."""

from pathlib import Path

import pytest

from catalog_admin.kit.work import Work
from rulestore.mirror import Mirrors
from tests.rules.author import Author


@pytest.fixture
def mirrors(tmp_path: Path) -> Mirrors:
    return Mirrors(tmp_path / "mirrors")


@pytest.fixture
def author(work: Work, mirrors: Mirrors) -> Author:
    """With a branch `draft` of the empty repository."""
    author = Author(work, mirrors)
    author.branch("draft")
    return author
