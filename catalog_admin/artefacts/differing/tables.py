"""What changed in a decision table, as its author sees it: rows, conditions, results, columns and hit policy."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal

from catalog_admin.artefacts.differing.model import Change, Noun, Verb
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.artefacts.kinds.spelling import in_line

ROW_SHOWN = 160
_UNKNOWN = "…"
Columns = dict[str, str]


def is_graph(path: str) -> bool:
    return kind_at(path) is ArtefactKind.TABLE


def in_words_of_tables(changes: Iterable[Change], before: Any, after: Any) -> Iterator[Change]:
    """The changes of a graph of nodes; those that lie in a table, by row and column."""
    tables = Tables(before, after)
    for change in changes:
        yield from tables.told(change)


class Tables:
    """The tables of one file in its versions: what its columns are called, by node.

    A table of JDM goes by the id of its node, a `decision` of DMN by its name: nobody reads the ids that tools make.
    """

    def __init__(self, *versions: Any, word: Literal["table", "decision"] = "table") -> None:
        self._sides = [_contents(each) for each in versions]
        names = {node: name for each in versions for node, name in _names(each).items()}
        self._titles = {node: f"decision {name}" for node, name in names.items()} if word == "decision" else {}

    def title(self, node: str) -> str:
        return self._titles.get(node, f"table {node}")

    def told(self, change: Change) -> Iterator[Change]:
        match change.place:
            case ("nodes", node, "content", *rest) if any(node in side for side in self._sides):
                yield from self._inside(replace(change, thing=self.title(node)), node, rest)
            case _:
                yield change

    def called(self, thing: str, where: tuple[str, ...]) -> tuple[str, ...]:
        """What people call a thing and a place in it, wherever versions do not go together."""
        *within, last = where or ("",)
        noun, at = (Noun.ORDER, tuple(within)) if last == "order" else (Noun.MEMBER, where)
        change = Change(Verb.CHANGED, noun, thing, "", at, _UNKNOWN, _UNKNOWN)
        match at:
            case ("nodes", node, "content", "rules") if noun is Noun.ORDER and any(
                node in each for each in self._sides
            ):
                return self.title(node), "order of rows"
        found = next(iter(self.told(change)), change)
        return (found.thing, found.label) if found.label else (thing, *where)

    def _inside(self, change: Change, node: str, rest: list[str]) -> Iterator[Change]:
        match rest:
            case ["hitPolicy"]:
                yield replace(change, noun=Noun.HIT_POLICY, label="hit policy")
            case ["rules"] if change.noun is Noun.ORDER:
                yield from _rows_moved(change)
            case ["rules", row]:
                said = self._row(node, change.before if change.verb is Verb.REMOVED else change.after)
                yield replace(change, noun=Noun.ROW, label=f"row {row}{said}")
            case ["rules", row, column]:
                yield from self._cell(replace(change, thing=f"{change.thing}, row {row}"), node, column)
            case ["default", column]:
                yield from self._cell(replace(change, thing=f"{change.thing}, default"), node, column)
            case ["inputs" | "outputs" as member] if change.noun is Noun.ORDER:
                yield replace(change, noun=Noun.COLUMN, label=member)
            case ["inputs" | "outputs" as member, column, *inner]:
                called = self._columns(node, member).get(column, column)
                label = f"{member[:-1]} {called}" + "".join(f" {step}" for step in inner)
                yield replace(change, noun=Noun.COLUMN, label=label)
            case _:
                yield replace(change, label=" ".join(rest))

    def _cell(self, change: Change, node: str, column: str) -> Iterator[Change]:
        if not (change.before or change.after) and not self._is_in_both(node, column):
            return  # it came or went empty, with its column
        if column in (inputs := self._columns(node, "inputs")):
            yield replace(change, noun=Noun.CONDITION, label=f"when {inputs[column]}")
        elif column in (outputs := self._columns(node, "outputs")):
            yield replace(change, noun=Noun.RESULT, label=f"then {outputs[column]}")
        else:
            yield replace(change, label=column.removeprefix("_"))

    def _is_in_both(self, node: str, column: str) -> bool:
        return all(
            column in {**_called(side.get(node, {}), "inputs"), **_called(side.get(node, {}), "outputs")}
            for side in self._sides
        )

    def _columns(self, node: str, member: str) -> Columns:
        return {column: name for side in self._sides for column, name in _called(side.get(node, {}), member).items()}

    def _row(self, node: str, row: Any) -> str:
        """What it says: `: when Segment (segment) "SMB" then Limit (limit) 8`."""
        if not isinstance(row, dict):
            return ""
        words = [
            f"{opening} " + ", ".join(cells)
            for opening, member in (("when", "inputs"), ("then", "outputs"))
            if (cells := [f"{name} {row[each]}" for each, name in self._columns(node, member).items() if row.get(each)])
        ]
        said = " ".join(words)
        return f" ({said if len(said) <= ROW_SHOWN else said[: ROW_SHOWN - 1] + '…'})" if said else ""


def told_in_table(change: Change) -> str:
    """What follows the label of a change in a table."""
    if change.noun is Noun.FILE:
        return str(change.verb)
    if change.verb is Verb.MOVED:
        if change.noun is Noun.COLUMN:
            return "are in another order"
        return f"moved behind row {change.after}" if change.after else "moved to the top"
    if change.noun in (Noun.ROW, Noun.COLUMN) and change.verb is not Verb.CHANGED:
        return str(change.verb)
    if change.noun not in _EMPTY and change.verb is not Verb.CHANGED:
        return f"{_value(change, change.after if change.verb is Verb.ADDED else change.before)} {change.verb}"
    return f"{_value(change, change.before)} became {_value(change, change.after)}"


_EMPTY = {Noun.CONDITION: "anything", Noun.RESULT: "nothing", Noun.HIT_POLICY: "first"}


def _value(change: Change, value: Any) -> str:
    if change.noun not in _EMPTY or not isinstance(value, str | None):
        return "nothing" if value is None else in_line(value, ROW_SHOWN)
    said = (value or "").strip() or _EMPTY[change.noun]
    return said if len(said) <= ROW_SHOWN else said[: ROW_SHOWN - 1] + "…"


def _contents(graph: Any) -> dict[str, dict[str, Any]]:
    nodes = graph.get("nodes") if isinstance(graph, dict) else None
    return {
        str(node.get("id")): node["content"]
        for node in (nodes if isinstance(nodes, list) else ())
        if isinstance(node, dict) and isinstance(node.get("content"), dict) and "rules" in node["content"]
    }


def _names(graph: Any) -> dict[str, str]:
    nodes = graph.get("nodes") if isinstance(graph, dict) else None
    return {str(node.get("id")): str(node.get("name")) for node in nodes or () if isinstance(node, dict)}


def _called(content: dict[str, Any], member: str) -> Columns:
    columns = content.get(member)
    return {
        str(column["id"]): _name(column)
        for column in (columns if isinstance(columns, list) else ())
        if isinstance(column, dict) and column.get("id")
    }


def _name(column: dict[str, Any]) -> str:
    name = column.get("name") or column.get("field")
    return f"{name} ({column['id']})" if name and name != column["id"] else str(column["id"])


def _rows_moved(change: Change) -> Iterator[Change]:
    """The fewest rows that, put elsewhere, make the one order of the other."""
    stood = {row: place for place, row in enumerate(change.before)}
    stayed = _longest_rising([stood[row] for row in change.after])
    for place, row in enumerate(change.after):
        if stood[row] not in stayed:
            was, now = (_ahead(order, at) for order, at in ((change.before, stood[row]), (change.after, place)))
            moved = replace(change, noun=Noun.ROW, label=f"row {row}", place=(*change.place, row))
            yield replace(moved, before=was, after=now)


def _ahead(order: list[str], place: int) -> str | None:
    return order[place - 1] if place else None


def _longest_rising(places: list[int]) -> set[int]:
    """By patience: each pile's top with what it lies on, so that a table of 10,000 rows is no square of that."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for place in places:
        pile = bisect_left(tops, place)
        below[place] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [place]
    found: set[int] = set()
    at = tops[-1] if tops else None
    while at is not None:
        found.add(at)
        at = below[at]
    return found
