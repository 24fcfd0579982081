"""Servers that are thrown away, in places where the server's user may go."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog_admin.kit.postgres import EmbeddedPostgres, temporary_postgres


@pytest.fixture
def place() -> Iterator[Path]:
    """Pytest's own tmp_path is closed to everybody else, which as root is a case of its own."""
    directory = Path(tempfile.mkdtemp(prefix="catalog-admin-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="module")
def running() -> Iterator[EmbeddedPostgres]:
    with temporary_postgres() as database:
        yield database
