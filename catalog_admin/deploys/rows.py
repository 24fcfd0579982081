"""Many products, rate plans or attributes at once: through the products room's own import, as a file of rows."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bundles.model import Kind, Thing
from bundles.values import plain
from catalog_admin.deploys.errors import ContentRefused
from catalog_admin.deploys.telling import ERRORS_TOLD, told
from catalog_admin.jobs.imports.model import ImportReport

Importing = Callable[[Path], ImportReport]


def import_rows(things: Sequence[Thing], importing: Importing) -> None:
    """All or nothing; raises ContentRefused, naming where each refused row was written."""
    if not things:
        return
    with _file_of(things) as path:
        report = importing(path)
    if report.errors_found:
        raise ContentRefused(
            f"{report.errors_found} rows were refused, so none were written",
            errors=[told(things[each.line - 1], each.fault) for each in report.errors[:ERRORS_TOLD]],
        )


@contextmanager
def _file_of(things: Sequence[Thing]) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".ndjson") as file:
        for each in things:
            file.write(json.dumps(_row(each), ensure_ascii=False) + "\n")
        file.flush()
        yield Path(file.name)


def _row(each: Thing) -> dict[str, Any]:
    said: dict[str, Any] = plain(each.body)
    return said if each.kind is Kind.TARIFF else {"key": each.key, **said}
