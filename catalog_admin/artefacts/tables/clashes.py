"""Cells that ask about another type than their column is declared to have: they would be an ERROR for every input."""

from collections.abc import Mapping
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.cells import kind_of
from catalog_admin.artefacts.tables.declared import domain
from catalog_admin.artefacts.tables.model import Input, Table
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.artefacts.tables.regions import Region
from catalog_admin.kit.faults import step

_KINDS = {"string": "text", "number": "number", "integer": "number", "boolean": "boolean"}
_WRITTEN = {"text": 'a text in quotes, as "a"', "number": "a number, as 10", "boolean": "true or false"}


def refuse_clashes(
    reading: Reading, table: Table, schema: Mapping[str, Any] | None, *, by_cell: bool = True
) -> frozenset[str]:
    """The places of rows that have any; `by_cell` False: places go no further than rows."""
    clashing: set[str] = set()
    for place, column in enumerate(table.inputs):
        kinds = kinds_of(domain(schema, column.path)) if column.path else frozenset()
        for row in table.rows if kinds else ():
            test = row.tests[place]
            if test is not None and test.region is not None and test.region.kind not in kinds:
                clashing.add(row.pointer)
                where = row.pointer + (step(column.id) if by_cell else "")
                reading.error(where, Code.TABLE_TYPE, _clash(column, kinds, test.region, test.source), _hint(kinds))
    return frozenset(clashing)


def kinds_of(said: Mapping[str, Any]) -> frozenset[str]:
    """What a value can be by its declaration, beside missing; empty where that is not said."""
    values = said.get("enum") or ([said["const"]] if "const" in said else ())
    if values:
        return frozenset(kind_of(value) for value in values if value is not None)
    types = said.get("type")
    named = [name for name in (types if isinstance(types, list) else [types]) if name != "null"]
    return frozenset(_KINDS.get(str(name), str(name)) for name in named if name is not None)


def _clash(column: Input, kinds: frozenset[str], region: Region, source: str) -> str:
    return f"`{column.title}` is {' or '.join(sorted(kinds))}, `{source[:80]}` asks about {region.kind}"


def _hint(kinds: frozenset[str]) -> str | None:
    return " or ".join(_WRITTEN[kind] for kind in sorted(kinds) if kind in _WRITTEN) or None
