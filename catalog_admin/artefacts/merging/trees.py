"""Three trees → one: things by their ids, wherever they lie; a rule that one side moved and the other one changed is
moved and changed.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from catalog_admin.artefacts.differing.decisions import is_dmn
from catalog_admin.artefacts.differing.tables import Tables, is_graph
from catalog_admin.artefacts.differing.units import Home, Key, Unit, touched, units_of
from catalog_admin.artefacts.errors import ArtefactRefused, UnfitChoice
from catalog_admin.artefacts.kinds.equality import same
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.artefacts.kinds.published import Schema, applied
from catalog_admin.artefacts.kinds.reading import canonical, read
from catalog_admin.artefacts.kinds.spelling import spelt
from catalog_admin.artefacts.merging.columns import settled_columns
from catalog_admin.artefacts.merging.decision_words import Decided
from catalog_admin.artefacts.merging.decisions import merged_decisions
from catalog_admin.artefacts.merging.files import rebuilt
from catalog_admin.artefacts.merging.model import (
    ANYTHING,
    MISSING,
    TEXT,
    Choice,
    Conflict,
    Given,
    Merge,
    Missing,
    Three,
    Wanted,
)
from catalog_admin.artefacts.merging.rows import Rows
from catalog_admin.artefacts.merging.values import Decide, Merging, Where
from catalog_admin.kit.faults import step

Files = Mapping[str, bytes]


def merge(base: Files, ours: Files, theirs: Files, choices: Mapping[str, Choice] | None = None) -> Merge:
    """Conflicts are decided by `choices`, by their ids; those that none names are left. Check what a clean one says."""
    among = set(touched(base, ours, theirs))
    run = _Run(choices or {}, base.keys() - among, {*among})
    sides = units_of(base, ours, theirs)
    units = [
        unit
        for key in sorted({key for side in sides for key in side})
        if (unit := run.unit(key, [side.get(key) for side in sides])) is not None
    ]
    rebuilt_files = rebuilt(units, sides, run.decide_file)
    files = {path: content for path, content in base.items() if path not in among}
    files |= {path: _written(path, value, base, ours, theirs) for path, value in rebuilt_files.items()}
    return Merge(files, tuple(sorted(run.conflicts, key=lambda each: each.id)), frozenset(run.decided))


@dataclass
class _Run:
    """`apart` are files that nobody touched, and into which no choice may put anything: they are not put together;
    `among` are those that are.
    """

    choices: Mapping[str, Choice]
    apart: Set[str] = frozenset()
    among: Set[str] = frozenset()
    conflicts: list[Conflict] = field(default_factory=list)
    decided: set[str] = field(default_factory=set)

    def unit(self, key: Key, sides: Sequence[Unit | None]) -> Unit | None:
        there = [unit for unit in sides if unit is not None]
        values = Three(*(MISSING if unit is None else unit.value for unit in sides))
        home = self.home(key, sides)
        schema = _listing(there[-1].schema, *(unit.schema for unit in there))
        if MISSING in (values.ours, values.theirs):
            value = self.removed(key, sides, values)
        elif is_dmn(home.path):
            value = self.dmn(key, home.path, values)
        else:
            value = self.changed(key, home.path, values, schema)
        return None if isinstance(value, Missing) else Unit(key, home, value, schema)

    def changed(self, key: Key, path: str, values: Three, schema: Schema) -> Any:
        """Both sides have it."""
        if not is_graph(path):
            return Merging(self.decider(key, path)).value(values, schema)
        decide = self.decider(key, path, Tables(*values))
        values = settled_columns(values, decide)
        return Merging(decide, Rows(values).may_both_match).value(values, schema)

    def dmn(self, key: Key, path: str, values: Three) -> Any:
        """Part by part where that can be told; what was asked for on the way is asked of the whole file otherwise."""
        one = _Run(self.choices)
        decided = Decided(values)
        written = merged_decisions(values, decided, one.decider(key, path, decided))
        if written is None:
            return Merging(self.decider(key, path)).value(values, {})
        self.conflicts += one.conflicts
        self.decided |= one.decided
        return written

    def removed(self, key: Key, sides: Sequence[Unit | None], values: Three) -> Any:
        """One side lacks it: it was added by the other one, or removed; and what was changed is not just removed."""
        base, ours, theirs = sides
        kept = ours or theirs
        if base is None or kept is None:
            return MISSING if kept is None else kept.value
        if same(kept.value, base.value) and kept.home == base.home:
            return MISSING
        return self.decider(key, kept.home.path)((), values)

    def home(self, key: Key, sides: Sequence[Unit | None]) -> Home:
        old, one, other = (None if unit is None else unit.home for unit in sides)
        if one is None or other is None or other in (one, old):
            found = one or other or old
            assert found is not None, "one of them has it"  # noqa: S101
            return found
        if one == old:
            return other
        # As values, so that a choice may be one of them.
        three = Three(*(MISSING if each is None else [*each] for each in (old, one, other)))
        first = min(one, other, key=lambda each: (each.path, each.member or ""))
        conflict = Conflict(_named(str(key), ("file",)), str(key), (old or first).path, ("file",), three)
        chosen = self.chosen(conflict)
        if not _is_home(chosen) or not self.has_room_at(*chosen):
            self.conflicts += [conflict] if conflict.id in self.decided else []
            return old or first
        return Home(*chosen)

    def has_room_at(self, path: str, member: str | None) -> bool:
        """For a thing that moves: as a file where one may lie, or in the list of a file that there is."""
        if member is not None:
            return path in self.among
        return path not in self.apart and kind_at(path) is not None

    def decider(self, key: Key, path: str, tables: Tables | Decided | None = None) -> Decide:
        """`tables` are told by row and column; a choice names the conflict by ids, as everywhere."""

        def decide(where: Where, three: Three, wanted: Wanted = ANYTHING, /) -> Any:
            called = tables.called(str(key), where) if tables is not None else ()
            return self.chosen(Conflict(_named(str(key), where), str(key), path, where, three, called), wanted)

        return decide

    def decide_file(self, path: str, where: Where, three: Three, wanted: Wanted = ANYTHING, /) -> Any:
        return self.chosen(Conflict(_named(f"file {path}", where), f"file {path}", path, where, three), wanted)

    def chosen(self, conflict: Conflict, wanted: Wanted = ANYTHING) -> Any:
        choice = self.choices.get(conflict.id)
        if choice is None:
            self.conflicts.append(conflict)
            return _meanwhile(conflict.sides)
        self.decided.add(conflict.id)
        match choice:
            case Given(value=value):
                self.check_fits(value, conflict, TEXT if wanted is ANYTHING and _is_of_bytes(conflict) else wanted)
                return _of_their_sort(value, conflict.sides)
        return getattr(conflict.sides, choice)

    def check_fits(self, value: Any, conflict: Conflict, wanted: Wanted) -> None:
        if not wanted.fits(value):
            position = [*self.choices].index(conflict.id)
            raise UnfitChoice(
                f"for {conflict.id} that is no value: wanted is {wanted.called}",
                pointer=f"/choices/{position}/value",
                suggestion="or `take` what one of the sides has",
            )


def _named(thing: str, where: Where) -> str:
    """Steps as in a JSON pointer: a name with a slash in it is not two of them."""
    return f"{thing}#{''.join(map(step, where)).removeprefix('/')}"


def _is_home(chosen: Any) -> TypeGuard[list[Any]]:
    """A place to be at: not being there is none."""
    return (
        isinstance(chosen, list)
        and len(chosen) == 2
        and isinstance(chosen[0], str)
        and isinstance(chosen[1], str | None)
    )


def _is_of_bytes(conflict: Conflict) -> bool:
    """Whether it is a whole file in which we know nothing to be JSON."""
    is_known = kind_at(conflict.path) not in (None, ArtefactKind.DMN)
    return not is_known and all(isinstance(side, bytes | Missing) for side in conflict.sides)


def _of_their_sort(value: Any, sides: Three) -> Any:
    """A file that no kind of artefact knows is its bytes, and who chooses writes a text."""
    return value.encode() if isinstance(value, str) and any(isinstance(each, bytes) for each in sides) else value


def _meanwhile(sides: Three) -> Any:
    """The base; without one, something has to stand there that does not depend on who is called ours."""
    there = [each for each in sides[1:] if not isinstance(each, Missing)]
    return min(there, key=repr, default=MISSING) if isinstance(sides.base, Missing) else sides.base


def _listing(schema: Schema, *others: Schema) -> Schema:
    """What is a list of ids to one side is one to all."""
    listed = {
        name: member
        for each in others
        for name, member in each.get("properties", {}).items()
        if isinstance(member, dict) and member.get("x-lists")
    }
    if not listed:
        return schema
    whole = applied(schema, None)
    return {**whole, "properties": {**whole.get("properties", {}), **listed}}


def _written(path: str, value: Any, base: Files, ours: Files, theirs: Files) -> bytes:
    """As it was written by the one side that touched it, if that is what it says; else spelt anew."""
    if isinstance(value, bytes):
        return value
    written = {side[path] for side in (ours, theirs) if path in side and side[path] != base.get(path)}
    only = written.pop() if len(written) == 1 else None
    return only if only is not None and same(read(path, only).value, value) else _spelt(path, value)


def _spelt(path: str, value: Any) -> bytes:
    text = spelt(value)
    try:
        return canonical(path, text)
    except ArtefactRefused:
        # Something was chosen that is not of this kind: checking says so. No schema orders what it says, so the order
        # must not depend on who is called ours.
        return spelt(_by_name(value))


def _by_name(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _by_name(value[name]) for name in sorted(value)}
    return [_by_name(each) for each in value] if isinstance(value, list) else value
