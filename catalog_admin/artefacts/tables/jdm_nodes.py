"""The content of each kind of JDM node."""

import re
from collections.abc import Callable
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.cells import Result, condition_of, result_of
from catalog_admin.artefacts.tables.declared import Declared, UnusableSchema, declared
from catalog_admin.artefacts.tables.graph import Body, Border, Computed, Frame, Statement, Switch, Tabled
from catalog_admin.artefacts.tables.jdm_table import read_table
from catalog_admin.artefacts.tables.model import COLUMN_LIMIT
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.kit.exact_json import UnreadableBody, read_exactly

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)
ENTRY_LIMIT = 200
MODES = {"single": False, "loop": True}
SWITCH_POLICIES = ("first", "collect")


def _entering(content: dict[str, Any], pointer: str, reading: Reading) -> Border:
    schema = _schema(content, pointer, reading)
    if schema is None and reading.is_clean:
        reading.warning(f"{pointer}/schema", Code.TABLE_NO_SCHEMA, "no schema declares what enters", "a JSON Schema")
    return Border(schema, enters=True)


def _leaving(content: dict[str, Any], pointer: str, reading: Reading) -> Border:
    return Border(_schema(content, pointer, reading), enters=False)


def _schema(content: dict[str, Any], pointer: str, reading: Reading) -> Declared | None:
    """JDM keeps a schema as a text; an object is read as well."""
    raw = content.get("schema")
    if raw is None or raw == "":
        return None
    try:
        return declared(read_exactly(raw) if isinstance(raw, str) else raw)
    except (UnusableSchema, UnreadableBody) as wrong:
        reading.error(f"{pointer}/schema", Code.TABLE_SCHEMA, f"no JSON Schema: {str(wrong)[:200]}")
        return None


def _tabled(content: dict[str, Any], pointer: str, reading: Reading) -> Tabled | None:
    table = read_table(content, pointer, reading)
    return None if table is None else Tabled(table, _frame(content, pointer, reading))


def _computed(content: dict[str, Any], pointer: str, reading: Reading) -> Computed:
    entries: list[tuple[Path, Result]] = []
    pointers: list[str] = []
    for where, item in reading.objects(content, "expressions", pointer, ENTRY_LIMIT):
        key = reading.text(item, "key", where)
        source = reading.text(item, "value", where)
        if not key or not source.strip():
            continue
        result = reading.compiled(result_of, source, f"{where}/value")
        path = _path(key, f"{where}/key", reading)
        if result is not None and path is not None:
            entries.append((path, result))
            pointers.append(f"{where}/value")
    return Computed(tuple(entries), _frame(content, pointer, reading), tuple(pointers))


def _switch(content: dict[str, Any], pointer: str, reading: Reading) -> Switch:
    policy = reading.text(content, "hitPolicy", pointer) or "first"
    if policy not in SWITCH_POLICIES:
        reading.error(f"{pointer}/hitPolicy", Code.TABLE_POLICY, "a switch is `first` or `collect`")
    statements: list[Statement] = []
    for where, item in reading.objects(content, "statements", pointer, COLUMN_LIMIT):
        statement = reading.text(item, "id", where, needed=True)
        source = reading.text(item, "condition", where).strip()
        condition = reading.compiled(condition_of, source, f"{where}/condition") if source else None
        statements.append(Statement(statement, condition, item.get("isDefault") is True, f"{where}/condition"))
    return Switch(tuple(statements), first_only=policy == "first")


def _frame(content: dict[str, Any], pointer: str, reading: Reading) -> Frame:
    mode = reading.text(content, "executionMode", pointer) or "single"
    if mode not in MODES:
        reading.error(f"{pointer}/executionMode", Code.TABLE_MALFORMED, "`single` or `loop`")
    places = {name: reading.text(content, name, pointer) for name in ("inputField", "outputPath")}
    paths = {name: _path(said, f"{pointer}/{name}", reading) or () for name, said in places.items() if said}
    return Frame(
        pass_through=content.get("passThrough") is True,
        input_field=paths.get("inputField", ()),
        output_path=paths.get("outputPath", ()),
        for_each=MODES.get(mode, False),
    )


def _path(said: str, pointer: str, reading: Reading) -> Path | None:
    if NAME.fullmatch(said):
        return tuple(said.split("."))
    reading.error(pointer, Code.TABLE_MALFORMED, f"{said[:80]!r} is no name, or names joined by dots")
    return None


READ: dict[str, Callable[[dict[str, Any], str, Reading], Body | None]] = {
    "inputNode": _entering,
    "outputNode": _leaving,
    "decisionTableNode": _tabled,
    "expressionNode": _computed,
    "switchNode": _switch,
}
