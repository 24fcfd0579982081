"""Sets of rules as wholes: what they include, the one context that they read, and what is set in a circle."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from catalog_admin.artefacts.checking.circles import circles
from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.kinds.limits import RULES, RULES_OF_ALL
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.rulesets.deciding import in_order
from catalog_admin.artefacts.rulesets.model import ReadyRule, ReadySet, in_force
from catalog_admin.predicates.model import Scope

Ready = dict[str, list[ReadyRule]]
Sets = dict[str, ReadySet]


def id_of(ruleset: Artefact) -> str:
    return str(ruleset.value.get("id") or named_by(ruleset.path))


def all_of(tree: Tree, ready: Ready) -> Sets:
    """By id of the set, the rules of included sets among its own; of packages by the package's name."""
    rulesets = {id_of(each): each for each in tree.understood(ArtefactKind.RULESET)}
    packages = {f"package {each.path}": each for each in tree.understood(ArtefactKind.PACKAGE) if "rules" in each.value}
    by_whole: dict[str, list[ReadyRule]] = {}
    for path, rules in ready.items():
        whole = tree.said_by_whole(path)
        force = in_force(whole.get("package", whole))
        dated = [replace(rule, in_force=rule.in_force.meets(force)) for rule in rules]
        by_whole.setdefault(tree.whole_of(path), []).extend(dated)
    asked = {name: [rulesets[one].path for one in sorted(_reached(name, rulesets))] for name in rulesets}
    asked |= {name: [each.path] for name, each in packages.items()}
    room = iter(range(RULES_OF_ALL))
    return {
        name: _set(tree, name, (rulesets | packages)[name].path, (by_whole.get(path, ()) for path in paths), room)
        for name, paths in asked.items()
    }


def _set(tree: Tree, name: str, whole: str, rules: Iterable[Iterable[ReadyRule]], room: Iterator[int]) -> ReadySet:
    context = tree.context_of_whole(whole)
    # One more than there may be, so that it is seen.
    held = islice(chain.from_iterable(rules), RULES + 1)
    kept = in_order(rule for rule, _ in zip(held, room, strict=False))
    return ReadySet(name, context, tree.scopes.get(context, Scope()), tuple(kept))


def contexts(tree: Tree, sets: Sets) -> Iterator[Finding]:
    """Rules that are asked together read one context."""
    for name, ruleset in {id_of(each): each for each in tree.understood(ArtefactKind.RULESET)}.items():
        for at, included in enumerate(ruleset.value.get("includes", ())):
            if included in sets and sets[included].context != sets[name].context:
                reason = f"{included} reads schemas/{sets[included].context}, {name} schemas/{sets[name].context}"
                yield Finding(ruleset.path, f"/includes/{at}", Code.CONTEXT_DIFFERS, reason)


def _reached(name: str, by_id: dict[str, Artefact]) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        here = todo.pop()
        if here not in found and here in by_id:
            found.add(here)
            todo += by_id[here].value.get("includes", [])
    return found


def in_circles(tree: Tree) -> Iterator[Finding]:
    by_id = {id_of(each): each for each in tree.understood(ArtefactKind.RULESET)}
    for circle in circles({name: each.value.get("includes", []) for name, each in by_id.items()}):
        path = by_id[circle[0]].path
        reason = f"these sets include one another: {', '.join(circle)}"
        yield Finding(path, "/includes", Code.CIRCLE, reason, key=frozenset(f"set {each}" for each in circle))


def too_many(sets: Sets) -> Iterator[Finding]:
    for name, asked in sets.items():
        if len(asked.rules) > RULES:
            path, _ = asked.rules[0].place
            reason = f"{name} asks more rules than a set has at most, {RULES:,}"
            yield Finding(path, "", Code.TOO_LARGE, reason)
    if sum(len(asked.rules) for asked in sets.values()) >= RULES_OF_ALL:
        reason = f"the sets together, with what they include, ask more than {RULES_OF_ALL:,} rules"
        yield Finding("rulesets", "", Code.TOO_LARGE, reason, "include less")


def set_in_circles(sets: Sets) -> Iterator[Finding]:
    """A rule that caps what it reads is none; two that each set what the other reads depend on who comes first."""
    told: set[tuple[str, ...]] = set()
    for asked in sets.values():
        by_id = {rule.id: rule for rule in asked.rules}
        for circle in circles(_read_by(asked.rules)):
            if tuple(circle) not in told:
                told.add(tuple(circle))
                path, pointer = by_id[circle[0]].place
                reason = f"each of these sets what another one reads: {', '.join(circle)}"
                key = frozenset(f"{by_id[each].place[0]}#{each}" for each in circle)
                yield Finding(path, f"{pointer}/then", Code.CIRCLE, reason, key=key)


def _read_by(rules: Sequence[ReadyRule]) -> dict[str, list[str]]:
    """Each rule, and those that set what it reads."""
    setters: dict[str, list[str]] = {}
    for rule in rules:
        for action in rule.actions:
            if action.target is not None:
                setters.setdefault(action.target, []).append(rule.id)
    return {
        rule.id: [other for name in rule.condition.names_read for other in setters.get(name, ()) if other != rule.id]
        for rule in rules
    }
