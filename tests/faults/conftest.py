"""One running program for all tests that kill it: a start costs seconds, and coming back is what they are about."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.program import Program
from tests.faults.shop import open_shop


@pytest.fixture(scope="session")
def first_start() -> Iterator[Program]:
    # Not pytest's own directory: its parents are closed to the user who runs the database when we are root.
    place = Path(tempfile.mkdtemp(prefix="catalog-admin-test-"))
    place.chmod(0o711)
    program = Program(place)
    try:
        program.start()
        program.found()
        open_shop(program)
        yield program
    finally:
        program.end()
        shutil.rmtree(place)


@pytest.fixture
def program(first_start: Program) -> Program:
    """Ready, whatever the test before did to it."""
    first_start.start()
    return first_start
