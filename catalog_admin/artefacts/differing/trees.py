"""Two trees → what changed, thing by thing; what only moved to another file is said to have moved."""

from collections.abc import Iterator, Mapping

from catalog_admin.artefacts.differing.decisions import changes_of_decisions, is_dmn
from catalog_admin.artefacts.differing.model import Change, Noun, Verb
from catalog_admin.artefacts.differing.tables import in_words_of_tables, is_graph
from catalog_admin.artefacts.differing.units import Key, Unit, units_of
from catalog_admin.artefacts.differing.values import Comparing


def difference(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Change]:
    """By the name of what changed. Empty where the trees say the same, however their files are spelt."""
    old, new = units_of(before, after)
    return [change for key in sorted({*old, *new}) for change in _of_unit(key, old.get(key), new.get(key))]


def _of_unit(key: Key, old: Unit | None, new: Unit | None) -> Iterator[Change]:
    noun = Noun.FILE if key.kind == "file" else Noun.THING
    if old is None or new is None:
        one = new or old
        assert one is not None, "it is in one of them"  # noqa: S101
        verb = Verb.ADDED if old is None else Verb.REMOVED
        before, after = (None if each is None else each.value for each in (old, new))
        yield Change(verb, noun, str(key), one.home.path, (), before, after)
        return
    if old.home != new.home:
        yield Change(Verb.MOVED, noun, str(key), new.home.path, (), old.home.path, new.home.path)
    if is_dmn(new.home.path) and isinstance(old.value, bytes) and isinstance(new.value, bytes):
        yield from changes_of_decisions(str(key), new.home.path, old.value, new.value)
        return
    changes = Comparing(str(key), new.home.path).changes(old.value, new.value, new.schema)
    yield from in_words_of_tables(changes, old.value, new.value) if is_graph(new.home.path) else changes
