"""Two values of one kind → what changed, the smallest parts that their schema has words for."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from catalog_admin.artefacts.differing.conditions import parts_changed
from catalog_admin.artefacts.differing.items import by_key, is_set, key_of
from catalog_admin.artefacts.differing.model import Change, Noun, Verb
from catalog_admin.artefacts.kinds.equality import same, text_of
from catalog_admin.artefacts.kinds.published import Schema, applied, below

Where = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparing:
    """Says the changes of one thing."""

    thing: str
    path: str

    def changes(self, before: Any, after: Any, schema: Schema, where: Where = ()) -> Iterator[Change]:
        if same(before, after):
            return
        schema = applied(schema, after if isinstance(after, dict) else before)
        if "x-language" in schema:
            for verb, old, new in parts_changed(before, after):
                yield self.say(verb, Noun.CONDITION, where, old, new)
        elif isinstance(before, dict) and isinstance(after, dict):
            yield from self.members(before, after, schema, where)
        elif isinstance(before, list) and isinstance(after, list):
            yield from self.lists(before, after, schema, where)
        else:
            yield self.say(Verb.CHANGED, Noun.MEMBER, where, before, after)

    def say(self, verb: Verb, noun: Noun, where: Where, before: Any = None, after: Any = None) -> Change:
        return Change(verb, noun, self.thing, self.path, where, before, after)

    def members(self, before: dict[str, Any], after: dict[str, Any], schema: Schema, where: Where) -> Iterator[Change]:
        for name in [*before, *(name for name in after if name not in before)]:
            inner, here = below(schema, name), (*where, name)
            if name in before and name in after:
                yield from self.changes(before[name], after[name], inner, here)
            else:
                is_logic = "x-language" in applied(inner, after.get(name, before.get(name)))
                noun = Noun.CONDITION if is_logic else Noun.MEMBER
                verb = Verb.ADDED if name in after else Verb.REMOVED
                yield self.say(verb, noun, here, before.get(name), after.get(name))

    def lists(self, before: list[Any], after: list[Any], schema: Schema, where: Where) -> Iterator[Change]:
        if schema.get("x-lists"):
            yield from self.order(before, after, where)
            return
        key = key_of(schema, before, after)
        if key is not None:
            yield from self.keyed(by_key(before, key), by_key(after, key), schema, where)
        elif is_set(schema, before, after):
            yield from (self.say(Verb.REMOVED, Noun.ITEM, where, before=item) for item in before if item not in after)
            yield from (self.say(Verb.ADDED, Noun.ITEM, where, after=item) for item in after if item not in before)
            yield from self.order(before, after, where)
        else:
            yield from self.aligned(before, after, schema, where)

    def keyed(self, before: dict[str, Any], after: dict[str, Any], schema: Schema, where: Where) -> Iterator[Change]:
        items = below(schema, 0)
        for key, item in before.items():
            if key not in after:
                yield self.say(Verb.REMOVED, Noun.ITEM, (*where, key), before=item)
        for key, item in after.items():
            if key not in before:
                yield self.say(Verb.ADDED, Noun.ITEM, (*where, key), after=item)
            else:
                yield from self.changes(before[key], item, items, (*where, key))
        yield from self.order([*before], [*after], where)

    def order(self, before: list[Any], after: list[Any], where: Where) -> Iterator[Change]:
        """Of those that are in both."""
        old, new = {*before}, {*after}
        stayed, now = [each for each in before if each in new], [each for each in after if each in old]
        if stayed != now:
            yield self.say(Verb.MOVED, Noun.ORDER, where, stayed, now)

    def aligned(self, before: list[Any], after: list[Any], schema: Schema, where: Where) -> Iterator[Change]:
        """Items without names: the longest common parts stay, what replaces something of its sort has changed."""
        old, new = ([*map(text_of, items)] for items in (before, after))
        for tag, at, end, now, now_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                yield from self.replaced(before[at:end], after[now:now_end], (at, now), schema, where)

    def replaced(
        self, before: list[Any], after: list[Any], at: tuple[int, int], schema: Schema, where: Where
    ) -> Iterator[Change]:
        items = below(schema, 0)
        alike = [_is_alike(old, new) for old, new in zip(before, after, strict=False)]
        pairs = len(alike) if all(alike) else 0
        for place in range(pairs):
            yield from self.changes(before[place], after[place], items, (*where, str(at[1] + place)))
        for place, item in enumerate(before[pairs:], at[0] + pairs):
            yield self.say(Verb.REMOVED, _noun(item), (*where, str(place)), before=item)
        for place, item in enumerate(after[pairs:], at[1] + pairs):
            yield self.say(Verb.ADDED, _noun(item), (*where, str(place)), after=item)


def _is_alike(before: Any, after: Any) -> bool:
    """Of one sort: two actions of one name, two objects that are no actions."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return type(before) is type(after)
    return bool(before.get("action") == after.get("action"))


def _noun(item: Any) -> Noun:
    return Noun.ACTION if isinstance(item, dict) and "action" in item else Noun.ITEM
