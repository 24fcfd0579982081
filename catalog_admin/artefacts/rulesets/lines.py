"""Rules of scope LINE are asked of each line: it is `line`, beside everything else."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalog_admin.predicates.model import Scope

LINES = ("quote.lines", "lines")
ITEM = "line"


def name_of_lines(scope: Scope) -> str | None:
    return next((name for name in LINES if name in scope.records), None)


def with_line(scope: Scope) -> Scope | None:
    """The scope with one line's names in it; None where the context has no lines."""
    name = name_of_lines(scope)
    if name is None:
        return None
    line = scope.records[name]
    return Scope(
        {**scope.attributes, **{f"{ITEM}.{each}": declared for each, declared in line.items()}},
        {**scope.records, **{f"{ITEM}.{each}": inner for each, inner in line.records.items()}},
    )


class LineRow(Mapping[str, Any]):
    """The row that a line sees; what is set on the line is seen through the whole as well."""

    def __init__(self, whole: Mapping[str, Any], line: Mapping[str, Any]) -> None:
        self.whole = whole
        self.line = line

    def __getitem__(self, name: str) -> Any:
        head, _, rest = name.partition(".")
        return self.line[rest] if head == ITEM else self.whole[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.whole
        yield from (f"{ITEM}.{name}" for name in self.line)

    def __len__(self) -> int:
        return len(self.whole) + len(self.line)
