"""Rules that can never fire: proven, or not said."""

from collections.abc import Iterator, Mapping, Sequence

from catalog_admin.artefacts.checking.facts import implies, is_impossible
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.rulesets.model import LINE, ReadyRule, ReadySet
from catalog_admin.predicates.tree import walk

# Proofs are tried for small conditions, and so many times in a tree: what is left out is not said.
PROOFS = 20_000
PARTS = 24


def never_fires(sets: Mapping[str, ReadySet]) -> Iterator[Finding]:
    """Each rule once, though it stands in several sets."""
    told: set[tuple[str, str]] = set()
    proofs = iter(range(PROOFS))
    for asked in sets.values():
        for finding in _unreachable(asked, proofs):
            if (finding.path, finding.pointer) not in told:
                told.add((finding.path, finding.pointer))
                yield finding


def _unreachable(asked: ReadySet, proofs: Iterator[int]) -> Iterator[Finding]:
    rules = asked.rules
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
                yield _shadowed(asked.id, rules[earlier], rule)
        if small[at] and rule.stops:
            stopping.append(at)


def _shadowed(name: str, before: ReadyRule, rule: ReadyRule) -> Finding:
    path, pointer = rule.place
    reason = f"in {name}, whenever {rule.id} holds, {before.id} has fired before, and stops"
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
