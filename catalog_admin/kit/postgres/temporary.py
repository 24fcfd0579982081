"""A database for tests and benchmarks that is gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from catalog_admin.kit.postgres.supervisor import EmbeddedPostgres

# Loses everything on a power cut, and is several times faster until then. Few buffers, because dropping
# a database searches them all and tests drop many.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


@contextmanager
def temporary_postgres(settings: Mapping[str, str] = CARELESS) -> Iterator[EmbeddedPostgres]:
    """Benchmarks that compare with a real disk pass `settings={}`."""
    directory = Path(tempfile.mkdtemp(prefix="catalog-admin-"))
    directory.chmod(0o711)  # as root the server's user has to pass through
    try:
        with EmbeddedPostgres(directory / "postgres", settings=settings) as database:
            yield database
    finally:
        shutil.rmtree(directory, ignore_errors=True)
