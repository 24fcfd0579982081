"""A shop whose transactions really commit, and a few who are in it at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.publishing.conftest import real_database, real_shop, real_url

__all__ = ["real_database", "real_shop", "real_url"]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool
