"""Guardrails of different levels that leave nothing allowed, or of which one never binds; the other one is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog_admin.artefacts.checking.facts import Fact
from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.guardrails.model import LEVELS
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.kinds.numbers import number_of
from catalog_admin.artefacts.kinds.spelling import in_line
from catalog_admin.artefacts.rulesets.model import Interval, in_force
from catalog_admin.predicates.model import NUMBERS, Kind, Scope


@dataclass(frozen=True, slots=True)
class _Limit:
    guardrail: Artefact
    at: int
    said: Mapping[str, Any]
    fact: Fact

    @property
    def rank(self) -> int:
        return LEVELS.index(self.guardrail.value["level"])

    @property
    def force(self) -> Interval:
        return in_force(self.guardrail.value)

    def named(self) -> str:
        value = self.guardrail.value
        return f"{self.said['id']} of {value['id']} ({value['level']}, {_told(self.fact)})"


def guardrails(tree: Tree) -> Iterator[Finding]:
    by_measure: dict[tuple[str, str], list[_Limit]] = {}
    for artefact in tree.understood(ArtefactKind.GUARDRAIL):
        scope = tree.scopes.get(tree.context_of_whole(artefact.path), Scope())
        for at, said in enumerate(artefact.value["limits"]):
            clashes = [*_clashes(artefact.path, f"/limits/{at}", said, scope)]
            yield from clashes
            if clashes or said["measure"] not in scope:
                continue  # what is of no one type is not compared
            fact = _fact(said)
            if fact.values is None and fact.low is not None and fact.high is not None and fact.low > fact.high:
                yield Finding(
                    artefact.path, f"/limits/{at}/max", Code.LIMITS_CONFLICT, "nothing is between min and max"
                )
                continue
            measure = (tree.context_of_whole(artefact.path), said["measure"])
            by_measure.setdefault(measure, []).append(_Limit(artefact, at, said, fact))
    for limits in by_measure.values():
        yield from _between(sorted(limits, key=lambda limit: (limit.rank, limit.guardrail.path, limit.at)))


def _clashes(path: str, pointer: str, said: Mapping[str, Any], scope: Scope) -> Iterator[Finding]:
    """Values that the measure can never have: numbers of a text, texts of a number."""
    declared = scope.get(said["measure"])
    if declared is None:
        return
    bounds = [(name, said[name]) for name in ("min", "max") if name in said]
    for place, value in [*bounds, *((f"allowed/{at}", each) for at, each in enumerate(said.get("allowed", ())))]:
        if not _is_of(declared.type.kind, value):
            reason = f"`{said['measure']}` is {declared.type}, this is {in_line(value, 80)}"
            yield Finding(path, f"{pointer}/{place}", "predicates.type_clash", reason)


def _is_of(kind: Kind, value: Any) -> bool:
    if kind in NUMBERS:
        return number_of(value) is not None
    return isinstance(value, bool if kind is Kind.BOOLEAN else str)


def _between(limits: list[_Limit]) -> Iterator[Finding]:
    """The one that is nearer to the product is told: the other one binds it."""
    for at, limit in enumerate(limits):
        for upper in limits[:at]:
            if not _meet(upper, limit):
                continue
            place = (limit.guardrail.path, f"/limits/{limit.at}")
            if upper.fact.excludes(limit.fact):
                yield Finding(*place, Code.LIMITS_CONFLICT, f"nothing is allowed by this and by {upper.named()}")
            elif upper.rank < limit.rank and upper.fact.is_within(limit.fact) and upper.fact != limit.fact:
                reason = f"it never binds: {upper.named()} is narrower"
                yield Finding(*place, Code.NEVER_BINDS, reason, severity=Severity.WARNING)


def _meet(upper: _Limit, limit: _Limit) -> bool:
    """There is surely a case in which both bind: for the same ones, at one time, under one condition."""
    one, other = upper.guardrail.value, limit.guardrail.value
    if one.get("when") not in (None, other.get("when")):
        return False
    if upper.rank == limit.rank and not ({*one.get("appliesTo", ())} & {*other.get("appliesTo", ())}):
        return "appliesTo" not in one or "appliesTo" not in other
    return not upper.force.meets(limit.force).is_never


def _fact(said: Mapping[str, Any]) -> Fact:
    allowed = said.get("allowed")
    values = None if allowed is None else tuple(map(_number, allowed))
    return Fact(said["measure"], _number(said.get("min")), _number(said.get("max")), values=values)


def _number(value: Any) -> Any:
    number = number_of(value)
    return value if number is None else number


def _told(fact: Fact) -> str:
    if fact.values is not None:
        return f"one of {', '.join(map(str, fact.values[:5]))}"
    bounds = [f"at least {fact.low}"] * (fact.low is not None) + [f"at most {fact.high}"] * (fact.high is not None)
    return " and ".join(bounds)
