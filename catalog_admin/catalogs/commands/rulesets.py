"""The rules of a node: checked against what can be read, stored canonically, counted up with every change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import says_the_same
from catalog_admin.catalogs import rate_plans, referring
from catalog_admin.catalogs.commands.locked import held_node
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.errors import BadRuleset, MandatoryMask, RulesetNotFound, UnknownRuleKey
from catalog_admin.catalogs.model import paths, reach
from catalog_admin.catalogs.model.draft import Catalog, Effect, Node
from catalog_admin.catalogs.model.reference import Found, Reference, Unresolved, read_reference
from catalog_admin.catalogs.model.ruleset import Mask, Rule, Ruleset, body_of, check_form
from catalog_admin.catalogs.store import rulesets
from catalog_admin.kit.actor import Role
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule, short_form
from catalog_admin.predicates.tree import Rule as Compiled


@dataclass(frozen=True)
class SaidRule:
    """A rule as somebody writes it: `when` is the short form or JSONLogic; `pointer` is where it stands.

    `text` repeats JSONLogic in the short form; a rule that says two different things is refused. `ref` names a
    condition of the rule repository instead; what it says may be repeated, too.
    """

    key: str
    effect: Effect
    when: Any
    pointer: str
    mandatory: bool = False
    description: str | None = None
    audience: dict[str, list[str]] | None = None
    text: str | None = None
    ref: str | None = None


@dataclass(frozen=True)
class SaidMask:
    key: str
    pointer: str


def put_ruleset(
    work: Work, node_id: UUID, said: Sequence[SaidRule], masks: Sequence[SaidMask], expected: Expected
) -> Ruleset:
    """Replaces the node's rules and grows their version; the same again changes nothing.

    `expected` is the ETag of the ruleset, not of the node. Raises NodeNotFound, NotPermitted, Stale, BadRuleset,
    BadReference, UnresolvedReference, UnknownRuleKey, MandatoryMask and what the rule language refuses.
    """
    catalog, node = held_node(work, node_id)
    reach.must_write_rules(work.actor, catalog.key, node.path)
    before = rulesets.find(work.session, node_id)
    expected.check(before.version if before else 0)
    rules = checked_rules(work, said, rate_plans.held_scope(work))
    lifted = checked_masks(work, catalog, node, masks, before)
    body = body_of(rules, lifted)
    if before is not None and says_the_same(body_of(before.rules, before.masks), body):
        return replace(before, rules=rules)
    after = rulesets.put(work.session, node_id, body, work.now)
    _record(work, node_id, "catalogs.rules_changed", before, after)
    return replace(after, rules=rules)


def delete_ruleset(work: Work, node_id: UUID, expected: Expected) -> None:
    """Leaves the node static; the next ruleset's version counts on. Raises RulesetNotFound."""
    catalog, node = held_node(work, node_id)
    reach.must_write_rules(work.actor, catalog.key, node.path)
    before = rulesets.find(work.session, node_id)
    if before is None:
        raise RulesetNotFound(f"{node.path or catalog.key} has no rules")
    expected.check(before.version)
    rulesets.delete(work.session, node_id, work.now)
    _record(work, node_id, "catalogs.rules_deleted", before, None)


def checked_rules(tx: Work | Reads, said: Sequence[SaidRule], scope: Scope) -> tuple[Rule, ...]:
    """Typed and canonical; refusals of the rule language point into the rule they concern."""
    named = {each.pointer: read_reference(each.ref, f"{each.pointer}/ref") for each in said if each.ref is not None}
    conditions, compiler = referring.looked_up(tx, set(named.values())), Compiler(scope)
    seen: set[str] = set()
    rules = []
    for each in said:
        if each.key in seen:
            raise BadRuleset(f"two rules have the key {each.key}", pointer=f"{each.pointer}/key")
        seen.add(each.key)
        _check(each)
        ref = named.get(each.pointer)
        rules.append(_inline(each, scope) if ref is None else _referred(each, ref, conditions[ref], compiler))
    return tuple(rules)


def _check(said: SaidRule) -> None:
    check_form(said.key, said.effect, said.audience, said.pointer)
    if said.mandatory and said.effect != "exclude":
        raise BadRuleset("only an exclude rule can be mandatory", pointer=f"{said.pointer}/mandatory")
    if said.audience is not None and said.effect != "include":
        raise BadRuleset("only an include rule has an audience", pointer=f"{said.pointer}/audience")


def _inline(said: SaidRule, scope: Scope) -> Rule:
    rule = _compiled(said.when, scope, said.pointer)
    if said.text is not None and _compiled(said.text, scope, said.pointer).logic != rule.logic:
        raise BadRuleset(
            "expression and when say different things: leave one out", pointer=f"{said.pointer}/expression"
        )
    return Rule(said.key, said.effect, rule.logic, short_form(rule), said.mandatory, said.description, said.audience)


def _referred(said: SaidRule, ref: Reference, found: Found | Unresolved, compiler: Compiler) -> Rule:
    """Kept with the whole name of a commit, of which the beginning was said. Raises UnresolvedReference."""
    found = referring.checked(ref, found, compiler)
    if isinstance(found, Unresolved):
        raise referring.refusal_of(found, f"{said.pointer}/ref")
    condition = compiler.checked(found.when)
    for repeated in (said.when, said.text):
        if repeated and _compiled(repeated, compiler.scope, said.pointer).logic != condition.logic:
            where = "expression" if isinstance(repeated, str) else "when"
            raise BadRuleset(f"{where} says something else than {ref}: leave it out", pointer=f"{said.pointer}/{where}")
    return Rule(
        said.key,
        said.effect,
        condition.logic,
        short_form(condition),
        said.mandatory,
        said.description,
        said.audience,
        Reference(ref.file, found.at),
        found.pin,
    )


def _compiled(when: Any, scope: Scope, pointer: str) -> Compiled:
    try:
        return compile_rule(when, scope)
    except Refusal as refused:
        where = "expression" if isinstance(when, str) else "when"
        refused.pointer = f"{pointer}/{where}{refused.pointer or ''}"
        raise


def checked_masks(
    tx: Work | Reads, catalog: Catalog, node: Node, masks: Sequence[SaidMask], before: Ruleset | None
) -> tuple[Mask, ...]:
    """Raises UnknownRuleKey, and MandatoryMask unless a tenant administrator says it now or said it before."""
    if not masks:
        return ()
    above = _excludes_above(tx, catalog, node)
    kept = {mask.key for mask in before.masks if mask.privileged} if before else set()
    is_administrator = tx.actor.may(Role.TENANT_ADMIN, catalog=catalog.key, path=node.path)
    checked = []
    for mask in masks:
        if mask.key not in above:
            raise UnknownRuleKey(
                f"no exclude rule {mask.key} stands above {node.path or 'the root'}", pointer=mask.pointer
            )
        privileged = is_administrator or mask.key in kept
        if above[mask.key] and not privileged:
            raise MandatoryMask(f"{mask.key} is mandatory: a tenant administrator may mask it", pointer=mask.pointer)
        checked.append(Mask(mask.key, privileged))
    return tuple(checked)


def _excludes_above(tx: Work | Reads, catalog: Catalog, node: Node) -> Mapping[str, bool]:
    """Keys of the ancestors' exclude rules, and whether any rule of the key is mandatory."""
    tpaths = [paths.tpath_of(path) for path in paths.ancestors(node.path)]
    found: dict[str, bool] = {}
    for ruleset in rulesets.of_paths(tx.session, catalog.id, tpaths).values():
        for rule in ruleset.rules_of("exclude"):
            found[rule.key] = found.get(rule.key, False) or rule.mandatory
    return found


def _record(work: Work, node_id: UUID, action: str, before: Ruleset | None, after: Ruleset | None) -> None:
    audit.record(
        work,
        action=action,
        subject=f"node:{node_id}",
        before=body_of(before.rules, before.masks) if before else None,
        after=body_of(after.rules, after.masks) if after else None,
    )
