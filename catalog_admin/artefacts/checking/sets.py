"""Sets of rules as wholes: what is included, which rules can never fire, and what is set in a circle."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from catalog_admin.artefacts.checking.circles import circles
from catalog_admin.artefacts.checking.facts import implies, is_impossible
from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.limits import RULES, RULES_OF_ALL
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.paths import named_by
from catalog_admin.artefacts.rulesets.deciding import in_order
from catalog_admin.artefacts.rulesets.model import LINE, ReadyRule, ReadySet, in_force
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.tree import walk

Ready = dict[str, list[ReadyRule]]
Sets = dict[str, ReadySet]
# Proofs are tried for small conditions, and so many times in a tree: what is left out is not said.
PROOFS = 20_000
PARTS = 24


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
        yield Finding(path, "/includes", Code.CIRCLE, f"these sets include one another: {', '.join(circle)}")


def too_many(sets: Sets) -> Iterator[Finding]:
    for name, asked in sets.items():
        if len(asked.rules) > RULES:
            path, _ = asked.rules[0].place
            reason = f"{name} asks more rules than a set has at most, {RULES:,}"
            yield Finding(path, "", Code.TOO_LARGE, reason)
    if sum(len(asked.rules) for asked in sets.values()) >= RULES_OF_ALL:
        reason = f"the sets together, with what they include, ask more than {RULES_OF_ALL:,} rules"
        yield Finding("rulesets", "", Code.TOO_LARGE, reason, "include less")


def never_fires(sets: Sets) -> Iterator[Finding]:
    """Each rule once, though it stands in several sets."""
    told: set[tuple[str, str]] = set()
    proofs = iter(range(PROOFS))
    for asked in sets.values():
        for finding in _unreachable(asked.rules, proofs):
            if (finding.path, finding.pointer) not in told:
                told.add((finding.path, finding.pointer))
                yield finding


def _unreachable(rules: Sequence[ReadyRule], proofs: Iterator[int]) -> Iterator[Finding]:
    """Proven, or not said."""
    small = [_is_small(rule) for rule in rules]
    stopping: list[int] = []
    for at, rule in enumerate(rules):
        path, pointer = rule.place
        if small[at] and is_impossible(rule.condition.root):
            reason = f"the condition of {rule.id} can never hold"
            yield Finding(path, f"{pointer}/when", Code.NEVER_FIRES, reason, severity=Severity.WARNING)
        elif small[at]:
            tried = (each for each, _ in zip(stopping, proofs, strict=False))
            earlier = next((each for each in tried if _shadows(rules[each], rule, rules[each + 1 : at])), None)
            if earlier is not None:
                yield _shadowed(rules[earlier], rule)
        if small[at] and rule.stops:
            stopping.append(at)


def _shadowed(before: ReadyRule, rule: ReadyRule) -> Finding:
    path, pointer = rule.place
    reason = f"whenever {rule.id} holds, {before.id} has fired before, and stops"
    hint = f"a higher priority than {before.priority}, or a narrower condition of {before.id}"
    return Finding(path, f"{pointer}/when", Code.SHADOWED, reason, hint, Severity.WARNING)


def _is_small(rule: ReadyRule) -> bool:
    return sum(1 for _ in walk(rule.condition.root)) <= PARTS


def _shadows(before: ReadyRule, rule: ReadyRule, between: Sequence[ReadyRule]) -> bool:
    """What is set between the two could make the later one true after all."""
    if (before.scope == LINE) > (rule.scope == LINE) or not before.in_force.covers(rule.in_force):
        return False
    if any(action.expression is not None for action in before.actions):
        return False  # whose value cannot be computed does not fire
    if (before.scope == LINE) < (rule.scope == LINE) and _reads_line(before):
        return False
    set_meanwhile = {action.target for each in between for action in each.actions}
    if set_meanwhile & rule.condition.names_read or _sets_lines(between):
        return False
    return implies(rule.condition.root, before.condition.root)


def _reads_line(rule: ReadyRule) -> bool:
    return any(name.startswith("line.") for name in rule.condition.names_read)


def _sets_lines(rules: Sequence[ReadyRule]) -> bool:
    """Lists of records change with their lines, under a name that no target has."""
    return any(rule.scope == LINE and any(action.target for action in rule.actions) for rule in rules)


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
                yield Finding(path, f"{pointer}/then", Code.CIRCLE, reason)


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
