"""Conditions that stand in the rule repository: looked up whenever rules are asked, in the asker's own snapshot.

The room of rules lies above and answers. Where no rule refers to anything, nobody is asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.asking import CONDITIONS, Answers
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.errors import UnresolvedReference
from catalog_admin.catalogs.model.reference import Found, Reference, Unresolved
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.rules import short_form

Where = TypeVar("Where")


def looked_up(tx: Reads | Work, wanted: Collection[Reference]) -> Answers:
    """What each of these leads to now."""
    if not wanted:
        return {}
    [answer] = CONDITIONS.everybody()
    return answer(tx, wanted)


def resolved(
    tx: Reads | Work, standing: Mapping[Where, Ruleset], compiler: Compiler | None = None
) -> dict[Where, Ruleset]:
    """These rulesets with the conditions that they refer to; a rule of which there is none says so when it is asked."""
    wanted = references_in(standing.values())
    if not wanted:
        return dict(standing)
    compiler = compiler or Compiler(rate_plans.scope(tx))
    found = looked_up(tx, wanted)
    return {
        where: replace(each, rules=tuple(resolved_rule(rule, found, compiler) for rule in each.rules))
        for where, each in standing.items()
    }


def references_in(rulesets: Collection[Ruleset]) -> set[Reference]:
    return {rule.ref for each in rulesets for rule in each.rules if rule.ref is not None}


def resolved_rule(rule: Rule, found: Answers, compiler: Compiler) -> Rule:
    """Whatever it led to before."""
    if rule.ref is None:
        return rule
    said = checked(rule.ref, found[rule.ref], compiler)
    if isinstance(said, Unresolved):
        return replace(rule, when=None, text="", pin=None, fault=said)
    condition = compiler.checked(said.when)
    return replace(rule, when=condition.logic, text=short_form(condition), pin=said.pin, fault=None)


def checked(ref: Reference, said: Found | Unresolved, compiler: Compiler) -> Found | Unresolved:
    """The same, unless it reads what rate plans do not have here, or have of another type."""
    if isinstance(said, Unresolved):
        return said
    try:
        compiler.checked(said.when)
    except Refusal as refused:
        place = f"/when{refused.pointer or ''}"
        detail = f"{ref.file} at {said.pin.commit[:12]}, {place}: {refused.detail}"
        return Unresolved(detail, refused.suggestion, said.pin.commit, place)
    return said


def refusal_of(fault: Unresolved, pointer: str) -> UnresolvedReference:
    return UnresolvedReference(
        fault.detail, pointer=pointer, suggestion=fault.suggestion, commit=fault.commit, place=fault.pointer
    )
