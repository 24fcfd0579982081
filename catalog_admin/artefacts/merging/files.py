"""Things back into files: each into the list that it lives in, in the order that the lists say."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from catalog_admin.artefacts.differing.units import Home, Key, Unit
from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.kinds.published import Schema
from catalog_admin.artefacts.merging.model import ANYTHING, MISSING, Missing, Three, Wanted
from catalog_admin.artefacts.merging.order import in_chosen_order, merged_order, wanted_order
from catalog_admin.artefacts.merging.values import Where

Sides = list[dict[Key, Unit]]


class DecideFile(Protocol):
    def __call__(self, path: str, where: Where, three: Three, wanted: Wanted = ANYTHING, /) -> Any: ...


def rebuilt(units: list[Unit], sides: Sides, decide: DecideFile) -> dict[str, Any]:
    parts = _by_path(units, of_files=False)
    wholes: dict[str, Unit | None] = {}
    for path, claims in _by_path(units, of_files=True).items():
        wholes[path] = claims[0] if len(claims) == 1 else _claimed(path, claims, sides, decide)
    for path in parts:
        if path not in wholes:
            wholes[path] = _left_behind(path, sides, decide)
    put = _Put(sides, decide)
    return {path: put.together(path, unit, parts.get(path, [])) for path, unit in wholes.items() if unit is not None}


def _by_path(units: list[Unit], *, of_files: bool) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        if (unit.home.member is None) is of_files:
            found.setdefault(unit.home.path, []).append(unit)
    return found


def _claimed(path: str, claims: list[Unit], sides: Sides, decide: DecideFile) -> Unit | None:
    """Two things in one place: each side put its own there."""
    there = [_at(side, path) for side in sides]
    return _with_value(decide(path, (), _values(there)), claims)


def _at(side: dict[Key, Unit], path: str) -> Unit | None:
    return next((unit for unit in side.values() if unit.home == Home(path, None)), None)


def _left_behind(path: str, sides: Sides, decide: DecideFile) -> Unit | None:
    """One side removed the file, the other one put something into it."""
    there = [_at(side, path) for side in sides]
    return _with_value(decide(path, ("file",), _values(there)), [unit for unit in there if unit is not None])


def _values(there: list[Unit | None]) -> Three:
    return Three(*(MISSING if unit is None else unit.value for unit in there))


def _with_value(chosen: Any, units: list[Unit]) -> Unit | None:
    """The one that was chosen; or, where neither side's was, that value in their place."""
    if isinstance(chosen, Missing):
        return None
    return next((unit for unit in units if same(unit.value, chosen)), replace(units[0], value=chosen))


@dataclass(frozen=True, slots=True)
class _Put:
    sides: Sides
    decide: DecideFile

    def together(self, path: str, whole: Unit, parts: list[Unit]) -> Any:
        """The lists of ids as lists of what they name; one that lacks a list has it at the end."""
        if not isinstance(whole.value, dict):
            return whole.value
        members: dict[str, dict[str, Any]] = {name: {} for name in whole.value if _is_list_of_ids(whole.schema, name)}
        for part in parts:
            members.setdefault(part.home.member or "", {})[part.key.id] = part.value
        return {**whole.value, **{name: self.listed(path, whole.key, name, items) for name, items in members.items()}}

    def listed(self, path: str, key: Key, member: str, items: dict[str, Any]) -> list[Any]:
        orders = Three(*(_order_in(side.get(key), member) for side in self.sides))
        order = merged_order(*orders, {*items})
        if isinstance(order, Missing):
            chosen = self.decide(path, (member, "order"), orders, wanted_order(orders, {*items}))
            order = in_chosen_order(chosen, orders, {*items})
        return [items[name] for name in order]


def _order_in(unit: Unit | None, member: str) -> list[str]:
    names = unit.value.get(member) if unit is not None and isinstance(unit.value, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _is_list_of_ids(schema: Schema, name: str) -> bool:
    member = schema.get("properties", {}).get(name)
    return isinstance(member, dict) and bool(member.get("x-lists"))
