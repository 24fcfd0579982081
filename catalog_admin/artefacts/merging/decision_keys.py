"""What tells the parts of a file of DMN apart: their ids; of cells the columns they stand in; of rows what they say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog_admin.artefacts.kinds.row_ids import ID, identified
from catalog_admin.artefacts.merging.model import Three
from catalog_admin.artefacts.merging.xml_parts import NotByParts, Part, Some

COLUMNS = {"inputEntry": "input", "outputEntry": "output"}
# As DMN's own schema wants the parts of a table, and of a row.
_ORDER = ("description", "extensionElements", "input", "output", "annotation", "rule")
Keys = Sequence[str]
Units = dict[str, tuple[Some, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one side: the keys of its columns by the sort of their cells, and its rows' ids."""

    columns: dict[str, list[str]]
    rows: list[str]


def tables_of(three: Three) -> list[Table]:
    """Rows that have no id are called as in the base, where they are in it. Raises NotByParts for columns that got or
    lost their ids: nobody can tell whose their cells are.
    """
    _check_ids_stay(three)
    columns = [{sort: [*_columns(each, name)] for sort, name in COLUMNS.items()} for each in three]
    base, *others = ([*_rows(each, of)] for each, of in zip(three, columns, strict=True))
    base = [{**row, ID: name} for name, row in zip(identified(base), base, strict=True)]
    rows = [[row[ID] for row in base], *(identified(each, base) for each in others)]
    return [Table(*each) for each in zip(columns, rows, strict=True)]


def keys_in(part: Part, table: Table | None) -> Keys:
    """For each of its parts, in their order; those that nothing tells apart share one, which has no blank in it."""
    if table is not None and part.name == "decisionTable":
        own = {**{name: iter(table.columns[sort]) for sort, name in COLUMNS.items()}, "rule": iter(table.rows)}
    elif table is not None and part.name == "rule":
        own = {sort: iter(table.columns[sort]) for sort in COLUMNS}
    else:
        own = {}
    notes: Counter[bytes] = Counter()
    return [_key(each, own, notes) for each in part.parts]


def units(part: Part, keys: Keys) -> Units:
    """Raises NotByParts for an id that is given twice."""
    found: Units = {}
    for key, each in zip(keys, part.parts, strict=True):
        if key in found and " " in key:
            raise NotByParts
        found[key] = (*found.get(key, ()), each)
    return found


def ranked(keys: Keys) -> list[str]:
    """A note stands before what comes after it."""
    ranks: dict[str, int] = {}
    last = len(_ORDER)
    for key in reversed(keys):
        name = key.partition(" ")[0]
        last = ranks[key] = _ORDER.index(name) if name in _ORDER else last
    return sorted(keys, key=lambda key: ranks[key])


def _key(each: Some, own: dict[str, Iterator[str]], notes: Counter[bytes]) -> str:
    if not isinstance(each, Part):
        notes[each.raw] += 1
        return f"note {notes[each.raw]} {each.raw.decode()}"
    if each.name in own:
        return f"{each.name} {next(own[each.name])}"
    id_ = each.attribute("id")
    return f"{each.name} {id_}" if id_ else each.name


def _check_ids_stay(three: Three) -> None:
    for name in COLUMNS.values():
        base, *sides = ({key: bool(each.attribute("id")) for key, each in _named(side, name)} for side in three)
        for side in sides:
            gone = {has_id for key, has_id in base.items() if key not in side}
            come = {has_id for key, has_id in side.items() if key not in base}
            if any(has_id is not lost for has_id in come for lost in gone):
                raise NotByParts


def _columns(table: Part, name: str) -> Iterator[str]:
    return (key for key, _ in _named(table, name))


def _named(table: Part, name: str) -> Iterator[tuple[str, Part]]:
    for each in table.all(name):
        said = next((text.text for inner in each.all("inputExpression") for text in inner.all("text")), "")
        yield each.attribute("id") or said or each.attribute("name"), each


def _rows(table: Part, columns: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    for each in table.all("rule"):
        row = {ID: each.attribute("id")}
        for sort, keys in columns.items():
            cells = [*each.all(sort)]
            if len(cells) != len(keys):
                raise NotByParts
            row |= {
                f"{sort} {key}": "".join(text.text for text in cell.all("text"))
                for key, cell in zip(keys, cells, strict=True)
            }
        yield row
