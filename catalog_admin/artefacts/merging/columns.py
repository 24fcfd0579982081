"""Columns of decision tables, before their cells are merged: a cell means what its column asks.

One side took a column away, or made it ask something else, while the other one wrote into it. Put together cell by cell
nobody would read what was written, and its row would match more than its author said; or it would be a condition of
something else. Whose column it is, is a choice, and the cells go with it.
"""

from collections.abc import Mapping
from typing import Any

from catalog_admin.artefacts.differing.items import by_key, key_of
from catalog_admin.artefacts.kinds.equality import same, text_of
from catalog_admin.artefacts.merging.model import MISSING, TEXT, Missing, Three, Wanted
from catalog_admin.artefacts.merging.values import Decide, Where
from catalog_admin.artefacts.tables.strays import is_blank

Content = dict[str, Any]
Columns = dict[str, dict[str, Any]]
_MEMBERS = ("inputs", "outputs")


def settled_columns(three: Three, decide: Decide) -> Three:
    """The graphs, with columns that both have or neither has where it was chosen which; untouched where none was."""
    tables = [contents_of(graph) for graph in three]
    for node in tables[0]:
        if all(node in each for each in tables):
            before = Three(*(each[node] for each in tables))
            after = _of_table(before, ("nodes", node, "content"), decide)
            if after is not before:
                three = Three(
                    *(_with_content(graph, node, content) for graph, content in zip(three, after, strict=True))
                )
    return three


def contents_of(graph: Any) -> dict[str, Content]:
    """The tables of a graph by the ids of their nodes; none where two nodes have one id."""
    nodes = graph.get("nodes") if isinstance(graph, dict) else None
    if not isinstance(nodes, list) or key_of({}, nodes) != "id":
        return {}
    return {
        str(node["id"]): node["content"]
        for node in nodes
        if isinstance(node.get("content"), dict) and isinstance(node["content"].get("rules"), list)
    }


def _of_table(three: Three, where: Where, decide: Decide) -> Three:
    for member in _MEMBERS:
        listed = [content.get(member) for content in three]
        if key_of({}, *listed) != "id":
            continue
        for column in by_key(three.base[member], "id"):
            three = _of_column(three, member, column, (*where, member, column), decide)
    return three


def _of_column(three: Three, member: str, column: str, where: Where, decide: Decide) -> Three:
    said = Three(*(by_key(content[member], "id").get(column, MISSING) for content in three))
    for one, other in (("ours", "theirs"), ("theirs", "ours")):
        here, there = getattr(said, one), getattr(said, other)
        if isinstance(there, Missing):
            continue
        if isinstance(here, Missing):
            if _has_written(three, one, other, column) or not same(there, said.base):
                return _with_column(three, member, column, decide(where, said, _wanted(column, said)))
        elif _asked(here) != _asked(said.base) == _asked(there) and _has_written(three, one, other, column):
            fields = Three(*(each.get("field", MISSING) for each in said))
            return _with_field(three, member, column, decide((*where, "field"), fields, TEXT))
    return three


def _wanted(column: str, sides: Three) -> Wanted:
    """A column of its id that asks something, or that of a side, whatever it asks."""

    def fits(value: Any) -> bool:
        is_column = isinstance(value, dict) and isinstance(value.get("field"), str)
        is_same_one = is_column and type(value.get("id")) in (str, int) and str(value["id"]) == column
        return is_same_one or any(same(value, side) for side in sides)

    return Wanted(f"a column: an object with the `id` {column}, and a text as its `field`", fits)


def _asked(column: Mapping[str, Any]) -> str:
    return str(column.get("field") or "").strip()


def _has_written(three: Three, one: str, other: str, column: str) -> bool:
    """Whether the other side says something in this column that neither the base nor the one side says."""
    cells = [_cells(content, column) for content in (three.base, getattr(three, one), getattr(three, other))]
    return any(
        not is_blank(said) and not same(said, cells[0].get(row, MISSING)) and not same(said, cells[1].get(row, MISSING))
        for row, said in cells[2].items()
    )


def _cells(content: Content, column: str) -> dict[str, Any]:
    """By row; a row without an id is known by all that it says."""
    rows = [row for row in content["rules"] if isinstance(row, dict)]
    found = {str(row["_id"] if "_id" in row else text_of(row)): row[column] for row in rows if column in row}
    default = content.get("default")
    return found | ({"": default[column]} if isinstance(default, dict) and column in default else {})


def _with_column(three: Three, member: str, column: str, chosen: Any) -> Three:
    if isinstance(chosen, Missing):
        return Three(three.base, *(_without(content, member, column) for content in three[1:]))
    return Three(three.base, *(_restored(content, three.base, member, column, chosen) for content in three[1:]))


def _with_field(three: Three, member: str, column: str, chosen: Any) -> Three:
    def asking(each: dict[str, Any]) -> dict[str, Any]:
        rest = {name: said for name, said in each.items() if name != "field"}
        return rest if isinstance(chosen, Missing) else {**rest, "field": chosen}

    def changed(content: Content) -> Content:
        return {**content, member: [asking(each) if str(each["id"]) == column else each for each in content[member]]}

    return Three(three.base, *map(changed, three[1:]))


def _without(content: Content, member: str, column: str) -> Content:
    def cut(cells: Any) -> Any:
        return {name: said for name, said in cells.items() if name != column} if isinstance(cells, dict) else cells

    rest = {
        member: [each for each in content[member] if str(each["id"]) != column],
        "rules": [*map(cut, content["rules"])],
    }
    return {**content, **rest} | ({"default": cut(content["default"])} if "default" in content else {})


def _restored(content: Content, base: Content, member: str, column: str, chosen: Any) -> Content:
    """With the column where it stood, and of the rows that were there what they said in it."""
    columns = content[member]
    if any(str(each["id"]) == column for each in columns):
        return {**content, member: [chosen if str(each["id"]) == column else each for each in columns]}
    order = [str(each["id"]) for each in base[member]]
    before = {*order[: order.index(column)]}
    at = max((place for place, each in enumerate(columns, 1) if str(each["id"]) in before), default=0)
    said = _cells(base, column)

    def whole(row: Any) -> Any:
        name = str(row.get("_id", "")) if isinstance(row, dict) else ""
        return {**row, column: said[name]} if name and name in said and column not in row else row

    found = {**content, member: [*columns[:at], chosen, *columns[at:]], "rules": [*map(whole, content["rules"])]}
    default = content.get("default")
    if "" in said and isinstance(default, dict):
        found["default"] = {column: said[""], **default}
    return found


def _with_content(graph: Any, node: str, content: Content) -> Any:
    nodes = [{**each, "content": content} if str(each["id"]) == node else each for each in graph["nodes"]]
    return {**graph, "nodes": nodes}
