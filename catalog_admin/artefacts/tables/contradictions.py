"""Which of the rows that match together surely say different things; what is computed may turn out the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.tables.cells import Result
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.parts import Rows

_SILENT = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """Of one output: what each row says, and for everything that is said the rows that say it, as bits of a number."""

    by_row: tuple[str | None, ...]
    rows: dict[str | None, Rows]

    def among(self, rows: Rows) -> Iterator[tuple[int, int]]:
        computed = rows & self.rows.get(None, 0)
        silent = rows & self.rows.get(_SILENT, 0)
        if computed and silent:
            yield _in_order(_first(computed), _first(silent))
        known = rows & ~computed
        if known:
            first = _first(known)
            rest = known & ~self.rows[self.by_row[first]]
            while rest:
                other = _first(rest)
                yield first, other
                rest &= ~self.rows[self.by_row[other]]


class Contradictions:
    def __init__(self, table: Table) -> None:
        self._outputs = [_said([row.results[place] for row in table.rows]) for place in range(len(table.outputs))]

    def among(self, rows: Rows) -> Iterator[tuple[int, int]]:
        """Two rows for each thing that is said otherwise than the first row that says something says it."""
        for output in self._outputs:
            yield from output.among(rows)


def _said(results: list[Result | None]) -> _Said:
    by_row = tuple(map(_text, results))
    rows: dict[str | None, Rows] = {}
    for place, text in enumerate(by_row):
        rows[text] = rows.get(text, 0) | 1 << place
    return _Said(by_row, rows)


def _text(result: Result | None) -> str | None:
    """None for what is computed."""
    if result is None:
        return _SILENT
    return None if result.literal is None else text_of(result.literal)


def _first(rows: Rows) -> int:
    return (rows & -rows).bit_length() - 1


def _in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
