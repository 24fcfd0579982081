"""Three files of DMN → one: decisions, columns, rows and cells by their ids, and whatever else lies in the file.

Each part is written as the side wrote it that changed it. Cells go by their columns: a row that one side added gets an
empty cell for a column that the other one added, and loses that of a column which has gone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.merging.decision_keys import COLUMNS, Table, Units, keys_in, ranked, tables_of, units
from catalog_admin.artefacts.merging.decision_words import Decided
from catalog_admin.artefacts.merging.model import MISSING, Missing, Three, Wanted
from catalog_admin.artefacts.merging.order import in_chosen_order, merged_order, wanted_order
from catalog_admin.artefacts.merging.values import Decide, Where
from catalog_admin.artefacts.merging.xml_parts import (
    NotByParts,
    Part,
    Some,
    document_of,
    escaped,
    put_together,
    quoted,
    with_text,
)
from catalog_admin.predicates.exact import plain

_EMPTY = {"inputEntry": "-", "outputEntry": ""}
_ONE_OF_THEM = Wanted("what one of the sides has", lambda _: False)


def merged_decisions(three: Three, decided: Decided, decide: Decide) -> bytes | None:
    """None where it cannot be told part by part: no XML of one encoding and namespaces, ids that are given twice."""
    documents = [document_of(side) if isinstance(side, bytes) else None for side in three]
    base, ours, theirs = documents
    if base is None or ours is None or theirs is None or _renamed([base.root, ours.root, theirs.root]):
        return None
    try:
        root = _Merging(decide, decided).part(Three(base.root, ours.root, theirs.root), ())
    except NotByParts:
        return None
    before = _either(base.before, ours.before, theirs.before)
    written = before + root.raw + _either(base.after, ours.after, theirs.after)
    return written if document_of(written) is not None else None


def _renamed(roots: list[Part]) -> bool:
    """Whether a prefix stands for another namespace on one of the sides: names are compared as they are written."""
    known: dict[str, str] = {}
    for root in roots:
        for name in root.attributes:
            said = root.attribute(name)
            if name.partition(":")[0] == "xmlns" and known.setdefault(name, said) != said:
                return True
    return len({root.tag for root in roots}) > 1


def _either(base: Any, ours: Any, theirs: Any) -> Any:
    """How something is laid out: as the side has it that changed it; of two, whoever is called ours."""
    if ours in (base, theirs):
        return theirs
    return ours if theirs == base else min(ours, theirs)


def _whole(part: Some) -> bytes:
    return part.lead + part.raw


def _as_written(three: Three, layout: Callable[[Any], bytes] = _whole) -> Any:
    """Of what says the same on both sides."""
    base, ours, theirs = three
    if isinstance(ours, Missing):
        return MISSING
    before = b"" if isinstance(base, Missing) else layout(base)
    return ours if _either(before, layout(ours), layout(theirs)) == layout(ours) else theirs


def _said(part: Any) -> Any:
    return part.said if isinstance(part, Part) else part if isinstance(part, Missing) else part.raw


def _words(value: Any) -> str:
    """As XML has them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else str(value)


def _are_words(value: Any) -> bool:
    """XML has no way to write some characters."""
    is_plain = isinstance(value, str | int | Decimal)
    return is_plain and document_of(b"<t>" + escaped(_words(value)) + b"</t>") is not None


_WORDS = Wanted("a text, a number, true or false", _are_words)


def _like(tags: set[str]) -> Wanted:
    def fits(value: Any) -> bool:
        given = document_of(value.encode()) if isinstance(value, str) else None
        return given is not None and given.root.tag in tags

    return Wanted(f"the text of one element of XML, {' or '.join(f'<{tag}>' for tag in sorted(tags))}", fits)


@dataclass
class _Merging:
    """`tables` are the sides of the table that is being merged; `cells` those of its rows, by the keys of columns."""

    decide: Decide
    decided: Decided
    tables: list[Table] = field(default_factory=list)
    cells: dict[int, tuple[Part, dict[str, Part]]] = field(default_factory=dict)

    def part(self, three: Three, where: Where) -> Any:
        _, ours, theirs = three
        said = [*map(_said, three)]
        if said[1] == said[2]:
            return _as_written(three)
        if said[2] == said[0] or said[1] == said[0]:
            return ours if said[2] == said[0] else theirs
        if MISSING in (ours, theirs) and self.is_same_row(three.base, theirs if ours is MISSING else ours):
            return MISSING
        if not all(isinstance(each, Part) for each in three) or ours.tag != theirs.tag:
            return self.chosen(three, where)
        if ours.name == "decisionTable" and self.decided.clashes & {_decision(where), ""}:
            return self.chosen(three, where)
        shape = _as_written(three, lambda each: each.lead + each.start + each.trail)
        attributes = self.attributes(three, where)
        if any(each.plain for each in three):
            return with_text(shape, self.text(three, where), attributes)
        found = self.parts(three, where)
        made = put_together(shape, [each for unit in found.values() for each in unit], attributes)
        self.keep_cells(made, found)
        return made

    def unit(self, three: Three, where: Where) -> Any:
        """What one name stands for; several things that nothing tells apart are one."""
        if all(isinstance(each, Missing) or len(each) == 1 for each in three):
            found = self.part(Three(*(each if isinstance(each, Missing) else each[0] for each in three)), where)
            return found if isinstance(found, Missing) else (found,)
        said = [each if isinstance(each, Missing) else [*map(_said, each)] for each in three]
        if said[1] in (said[0], said[2]) or said[2] == said[0]:
            return three.theirs if said[1] == said[0] else three.ours
        sides = Three(*(each if isinstance(each, Missing) else b"".join(one.raw for one in each) for each in three))
        chosen = self.decide(where, sides, _ONE_OF_THEM)
        for unit, raw in zip(three, sides, strict=True):
            if chosen == raw:
                return unit
        raise NotByParts

    def chosen(self, three: Three, where: Where) -> Any:
        """One side has removed what the other one changed, or they have put other things into one place."""
        sides = Three(*(each if isinstance(each, Missing) else each.raw for each in three))
        chosen = self.decide(where, sides, _like({each.tag for each in three if isinstance(each, Part)}))
        for part, raw in zip(three, sides, strict=True):
            if chosen == raw:
                return part
        given = document_of(chosen) if isinstance(chosen, bytes) else None
        if given is None:
            raise NotByParts
        lead = next(each.lead for each in three if not isinstance(each, Missing))
        return replace(given.root, lead=lead)

    def is_same_row(self, one: Any, other: Any) -> bool:
        """Whether no more than columns have come or gone: then nobody changed the row."""
        if not all(isinstance(each, Part) and id(each) in self.cells for each in (one, other)):
            return False
        cells = [self.cells[id(each)][1] for each in (one, other)]
        shared = cells[0].keys() & cells[1].keys()
        beside = [
            (row.attributes, [_said(each) for each in row.parts if each not in of_row.values()])
            for row, of_row in zip((one, other), cells, strict=True)
        ]
        return beside[0] == beside[1] and all(cells[0][key].said[2] == cells[1][key].said[2] for key in shared)

    def attributes(self, three: Three, where: Where) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        sides = Three(*(each.attributes for each in three))
        for name in {**sides.base, **sides.ours, **sides.theirs}:
            base, ours, theirs = sides.member(name)
            value = theirs if ours == base else ours
            if ours not in (base, theirs) and theirs != base:
                said = (each.attribute(name) if name in each.attributes else MISSING for each in three)
                value = self.decide((*where, f"@{name}"), Three(*said), _WORDS)
                value = value if isinstance(value, Missing) else quoted(_words(value))
            if not isinstance(value, Missing):
                found[name] = value
        return found

    def text(self, three: Three, where: Where) -> bytes:
        if not all(each.plain for each in three):
            raise NotByParts
        base, ours, theirs = (each.inside.strip() for each in three)
        written: bytes
        if ours in (base, theirs) or theirs == base:
            wanted = theirs if ours == base else ours
            written = min(each.inside for each in three if each.inside.strip() == wanted)
        else:
            chosen = _words(self.decide(where, Three(*(each.text for each in three)), _WORDS))
            written = next((each.inside for each in three if each.text == chosen), escaped(chosen))
        return written

    def parts(self, three: Three, where: Where) -> Units:
        """By their names, in their order."""
        is_table = three.ours.name == "decisionTable"
        if is_table:
            self.tables = tables_of(three)
        tables = self.tables or (None, None, None)
        names = [keys_in(each, table) for each, table in zip(three, tables, strict=True)]
        sides = Three(*map(units, three, names))
        if is_table:
            self.keep_rows(sides)
        found: Units = {}
        for name in {**sides.base, **sides.ours, **sides.theirs}:
            unit = self.unit(sides.member(name), (*where, name))
            if not isinstance(unit, Missing):
                found[name] = unit
        order = self.order(Three(*([*side] for side in sides)), {*found}, where)
        found = {name: found[name] for name in (ranked(order) if is_table else order)}
        return self.with_columns(found) if is_table else found

    def order(self, orders: Three, kept: set[str], where: Where) -> list[str]:
        """Of rows that both sides put into one place it may be part of what the table says."""
        decision = _decision(where)

        def may_meet(one: str, other: str) -> bool:
            rows = [key.partition(" ")[2] for key in (one, other) if key.startswith("rule ")]
            return len(rows) == 2 and self.decided.may_both_match(decision, *rows)

        order = merged_order(*orders, kept, may_meet)
        if isinstance(order, Missing):
            chosen = self.decide((*where, "order"), orders, wanted_order(orders, kept))
            order = in_chosen_order(chosen, orders, kept)
        return order

    def keep_rows(self, sides: Three) -> None:
        for side, table in zip(sides, self.tables, strict=True):
            for unit in side.values():
                if isinstance(unit[0], Part) and unit[0].name == "rule":
                    self.keep_cells(unit[0], units(unit[0], keys_in(unit[0], table)))

    def keep_cells(self, row: Part, found: Units) -> None:
        if row.name == "rule":
            cells = {name: unit[0] for name, unit in found.items() if name.partition(" ")[0] in COLUMNS}
            self.cells[id(row)] = row, {name: each for name, each in cells.items() if isinstance(each, Part)}

    def with_columns(self, table: Units) -> Units:
        """Every row with a cell for every column, and no other ones."""
        sorts = {name: sort for sort, name in COLUMNS.items()}
        columns = [f"{sorts[name]} {key}" for name, _, key in (each.partition(" ") for each in table) if name in sorts]
        return {
            name: (self.with_cells(unit[0], columns),) if name.startswith("rule ") else unit
            for name, unit in table.items()
        }

    def with_cells(self, row: Some, columns: list[str]) -> Some:
        _, cells = self.cells.get(id(row), (row, {}))
        if not isinstance(row, Part) or [*cells] == columns or not cells:
            return row
        usual = next(iter(cells.values()))
        filled: list[Some] = [cells.get(each) or _empty(usual, each.partition(" ")[0]) for each in columns]
        others = [each for each in row.parts if each not in cells.values()]
        before = [each for each in others if row.parts.index(each) < row.parts.index(usual)]
        after = [each for each in others if each not in before]
        return put_together(row, [*before, *filled, *after], row.attributes)


def _decision(where: Where) -> str:
    """The id of the decision of which a table stands at this place."""
    return where[-2].partition(" ")[2] if len(where) > 1 else ""


def _empty(usual: Part, name: str) -> Part:
    """A cell that says nothing, written as the other ones of its row."""
    prefix = usual.tag.removesuffix(usual.name)
    text = f"<{prefix}text>{_EMPTY[name]}</{prefix}text>"
    made = document_of(f"<{prefix}{name}>{text}</{prefix}{name}>".encode())
    assert made is not None, "it is XML"  # noqa: S101
    return replace(made.root, lead=usual.lead)
