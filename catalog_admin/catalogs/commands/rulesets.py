"""The rules of a node: checked against what can be read, stored canonically, counted up with every change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import says_the_same
from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.commands.locked import held_node
from catalog_admin.catalogs.errors import BadRuleset, MandatoryMask, RulesetNotFound, UnknownRuleKey
from catalog_admin.catalogs.model import paths, reach
from catalog_admin.catalogs.model.draft import Catalog, Effect, Node
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

    `text` repeats JSONLogic in the short form; a rule that says two different things is refused.
    """

    key: str
    effect: Effect
    when: Any
    pointer: str
    mandatory: bool = False
    description: str | None = None
    audience: dict[str, list[str]] | None = None
    text: str | None = None


@dataclass(frozen=True)
class SaidMask:
    key: str
    pointer: str


def put_ruleset(
    work: Work, node_id: UUID, said: Sequence[SaidRule], masks: Sequence[SaidMask], expected: Expected
) -> Ruleset:
    """Replaces the node's rules and grows their version; the same again changes nothing.

    `expected` is the ETag of the ruleset, not of the node. Raises NodeNotFound, NotPermitted, Stale, BadRuleset,
    UnknownRuleKey, MandatoryMask and what the rule language refuses.
    """
    catalog, node = held_node(work, node_id)
    reach.must_write_rules(work.actor, catalog.key, node.path)
    before = rulesets.find(work.session, node_id)
    expected.check(before.version if before else 0)
    rules = checked_rules(said, rate_plans.held_scope(work))
    lifted = checked_masks(work, catalog, node, masks, before)
    body = body_of(rules, lifted)
    if before is not None and says_the_same(body_of(before.rules, before.masks), body):
        return before
    after = rulesets.put(work.session, node_id, body, work.now)
    _record(work, node_id, "catalogs.rules_changed", before, after)
    return after


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


def checked_rules(said: Sequence[SaidRule], scope: Scope) -> tuple[Rule, ...]:
    """Typed and canonical; refusals of the rule language point into the rule they concern."""
    seen: set[str] = set()
    rules = []
    for each in said:
        if each.key in seen:
            raise BadRuleset(f"two rules have the key {each.key}", pointer=f"{each.pointer}/key")
        seen.add(each.key)
        rules.append(_checked(each, scope))
    return tuple(rules)


def _checked(said: SaidRule, scope: Scope) -> Rule:
    check_form(said.key, said.effect, said.audience, said.pointer)
    if said.mandatory and said.effect != "exclude":
        raise BadRuleset("only an exclude rule can be mandatory", pointer=f"{said.pointer}/mandatory")
    if said.audience is not None and said.effect != "include":
        raise BadRuleset("only an include rule has an audience", pointer=f"{said.pointer}/audience")
    rule = _compiled(said.when, scope, said.pointer)
    if said.text is not None and _compiled(said.text, scope, said.pointer).logic != rule.logic:
        raise BadRuleset(
            "expression and when say different things: leave one out", pointer=f"{said.pointer}/expression"
        )
    return Rule(said.key, said.effect, rule.logic, short_form(rule), said.mandatory, said.description, said.audience)


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
