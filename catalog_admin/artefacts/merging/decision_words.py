"""What decisions say, to whom merges their files: how places are called, and what hangs together."""

from functools import cached_property
from typing import Any

from catalog_admin.artefacts.differing.tables import Tables
from catalog_admin.artefacts.merging.columns import settled_columns
from catalog_admin.artefacts.merging.model import ANYTHING, Three, Wanted
from catalog_admin.artefacts.merging.rows import Rows
from catalog_admin.artefacts.tables.dmn.as_graph import as_graph
from catalog_admin.artefacts.tables.dmn.read import read_dmn

_CELLS = ("inputEntry", "outputEntry")
_COLUMNS = {"input": "inputs", "output": "outputs"}


class Decided:
    """Three versions of a file. Read when there is something to be said."""

    def __init__(self, three: Three) -> None:
        self._three = three

    @cached_property
    def clashes(self) -> frozenset[str]:
        """Decisions of whose tables one side took a column away, or made it ask something else, while the other one
        wrote into it.
        """
        found: set[str] = set()

        def clash(where: tuple[str, ...], sides: Three, _: Wanted = ANYTHING) -> object:
            found.add(where[1])
            return sides.ours

        if None not in self._graphs:
            settled_columns(Three(*self._graphs), clash)
        return frozenset(found)

    def may_both_match(self, decision: str, one: str, other: str) -> bool:
        """Whether it may be seen in an answer which of two new rows comes first."""
        return self._rows is None or self._rows.may_both_match(("nodes", decision, "content", "rules"), one, other)

    def called(self, thing: str, where: tuple[str, ...]) -> tuple[str, ...]:
        match [step.partition(" ")[::2] for step in where]:
            case [("decision", decision), ("decisionTable", _), *rest]:
                inner = _inner(rest)
                if inner:
                    return self._tables.called(thing, ("nodes", decision, "content", *inner))
                return (self._tables.title(decision), *where[2:])
            case [("decision", decision), *_]:
                return (self._tables.title(decision), *where[1:])
        return (thing, *where)

    @cached_property
    def _graphs(self) -> list[dict[str, Any] | None]:
        """None of what cannot be imported."""
        read = [read_dmn("", each)[0] if isinstance(each, bytes) else None for each in self._three]
        return [None if each is None else as_graph(each) for each in read]

    @cached_property
    def _rows(self) -> Rows | None:
        return None if None in self._graphs else Rows(Three(*self._graphs))

    @cached_property
    def _tables(self) -> Tables:
        return Tables(*(each for each in self._graphs if each is not None), word="decision")


def _inner(rest: list[tuple[str, str]]) -> tuple[str, ...]:
    """The place in a table of JDM that it would be."""
    match rest:
        case [("@hitPolicy", _)]:
            return ("hitPolicy",)
        case [("order", _)]:
            return ("rules", "order")
        case [("rule", row)]:
            return ("rules", row)
        case [("rule", row), (cell, column), *_] if cell in _CELLS:
            return ("rules", row, column)
        case [("rule", row), *_]:
            return ("rules", row)
        case [(column, key), *inner] if column in _COLUMNS:
            return (_COLUMNS[column], key, *(name.removeprefix("@") for name, _ in inner))
    return ()
