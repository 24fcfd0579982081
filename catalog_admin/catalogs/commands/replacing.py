"""A whole draft replaced: tree, rules and assignments say what somebody else kept of them, in one transaction."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.audit.model import says_the_same
from catalog_admin.catalogs import rate_plans, referring
from catalog_admin.catalogs.commands.locked import locked_catalog
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.errors import AnotherTree, BrokenRule
from catalog_admin.catalogs.model import paths, reach, said
from catalog_admin.catalogs.model.draft import Assignment, Catalog, Effect
from catalog_admin.catalogs.model.ruleset import Ruleset, body_of, ruleset_from
from catalog_admin.catalogs.store import assignments, catalogs, replacing, rulesets, state
from catalog_admin.kit.actor import Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.faults import Faults
from catalog_admin.kit.ids import NodeId, RatePlanId
from catalog_admin.kit.work import Work
from catalog_admin.products import queries as products


@dataclass(frozen=True)
class WantedAssignment:
    node_id: UUID
    plan_key: str
    effect: Effect
    pin: int | None = None
    rank: int | None = None


@dataclass(frozen=True)
class WantedDraft:
    """`nodes` are values of rows; rulesets are bodies by node. With `spares_exclusions` those in the draft stay."""

    settings: Mapping[str, Any]
    nodes: Sequence[dict[str, Any]]
    rulesets: Mapping[UUID, dict[str, Any]]
    assignments: Sequence[WantedAssignment]
    spares_exclusions: bool = False


@dataclass
class Replaced:
    """How much was changed; and what could not be said again, because what it speaks of has changed since."""

    nodes: replacing.Moved
    rulesets: int = 0
    assigned: int = 0
    unassigned: int = 0
    plans_gone: list[str] = field(default_factory=list)
    attributes_gone: list[str] = field(default_factory=list)
    rules_broken: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        moved = self.nodes
        nodes = {"created": moved.created, "returned": moved.returned, "changed": moved.changed}
        rest = {"rulesets": self.rulesets, "assigned": self.assigned, "unassigned": self.unassigned}
        return nodes | {"deleted": moved.deleted} | rest


def replace_draft(
    work: Work, catalog_key: str, wanted: WantedDraft, expected: Expected, detail: Mapping[str, Any]
) -> Replaced:
    """Nodes keep their ids; what is not wanted is deleted softly. `detail` is for the trail: where this comes from.

    Raises CatalogNotFound, NotPermitted, Stale, AnotherTree.
    """
    catalog = hold_draft(work, catalog_key)
    reach.must_edit(work.actor, catalog_key)
    expected.check(catalog.revision)
    before = state.of_draft(work.session, catalog.id)
    nodes, gone = _with_living_attributes(work, wanted.nodes)
    replaced = Replaced(_replace_nodes(work, catalog, nodes), attributes_gone=gone)
    _replace_rulesets(work, catalog, wanted, replaced)
    _replace_assignments(work, catalog, wanted, replaced)
    after = catalogs.change(work.session, catalog.id, dict(wanted.settings))
    audit.record(
        work,
        action="catalogs.draft_replaced",
        subject=f"catalog:{catalog_key}",
        before={**said.catalog(catalog), "state": before},
        after={**said.catalog(after), "state": state.of_draft(work.session, catalog.id)},
        detail={**detail, **replaced.counts},
    )
    return replaced


def hold_draft(work: Work, catalog_key: str) -> Catalog:
    """Nobody changes anything of this draft until the transaction ends; raises CatalogNotFound."""
    catalog = locked_catalog(work, catalog_key)
    replacing.hold_nodes(work.session, catalog.id)
    return catalog


def _replace_nodes(work: Work, catalog: Catalog, nodes: list[dict[str, Any]]) -> replacing.Moved:
    replacing.want(work.session, nodes)
    if replacing.belongs_elsewhere(work.session, catalog.id):
        raise AnotherTree(
            f"these nodes are of an earlier catalog {catalog.key}",
            suggestion=f"restore the deleted catalog {catalog.key} instead",
        )
    return replacing.replace(work.session, catalog.id, work.now, work.actor.subject)


def _with_living_attributes(work: Work, nodes: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Without values that the registry does not take any more, and which: nothing may hold what is not defined."""
    registry, gone, kept = products.held_registry(work), set[str](), []
    for node in nodes:
        values = registry.read(node["attributes"], Faults(), "")
        gone |= node["attributes"].keys() - values.keys()
        kept.append({**node, "attributes": values})
    return kept, sorted(gone)


def _replace_rulesets(work: Work, catalog: Catalog, wanted: WantedDraft, replaced: Replaced) -> None:
    standing = {each.node_id: each for each in rulesets.by_tpath(work.session, catalog.id).values()}
    for left in standing.keys() - wanted.rulesets.keys():
        rulesets.delete(work.session, left, work.now)
        replaced.rulesets += 1
    compiler, places = Compiler(rate_plans.held_scope(work)), {node["node_id"]: node["tpath"] for node in wanted.nodes}
    for node_id, body in wanted.rulesets.items():
        before = standing.get(NodeId(node_id))
        if before is not None and says_the_same(body_of(before.rules, before.masks), body):
            continue
        after = ruleset_from(NodeId(node_id), 0, body)
        tpath = places[str(node_id)]
        _check_masks(work, catalog, before, after, tpath)
        for rule in referring.resolved(work, {tpath: after}, compiler)[tpath].rules:
            try:
                compiler(rule, tpath)
            except BrokenRule:
                replaced.rules_broken.append(f"{paths.path_of(tpath)}/{rule.key}")
        rulesets.put(work.session, node_id, body, work.now)
        replaced.rulesets += 1


def _check_masks(work: Work, catalog: Catalog, before: Ruleset | None, after: Ruleset, tpath: str) -> None:
    """What only a tenant administrator may mask comes back by one only, unless it stands."""
    standing = {mask.key for mask in before.masks if mask.privileged} if before else set()
    if {mask.key for mask in after.masks if mask.privileged} - standing:
        work.actor.must(Role.TENANT_ADMIN, catalog=catalog.key, path=paths.path_of(tpath))


def _replace_assignments(work: Work, catalog: Catalog, wanted: WantedDraft, replaced: Replaced) -> None:
    keys = sorted({each.plan_key for each in wanted.assignments})
    ids = rate_plans.plan_ids(work, keys)
    replaced.plans_gone = [key for key in keys if key not in ids]
    saying = {(each.node_id, ids[each.plan_key]): each for each in wanted.assignments if each.plan_key in ids}
    standing = {(UUID(str(a.node_id)), UUID(str(a.rate_plan_id))): a for a in _assigned(work, catalog)}
    leaving: dict[UUID, list[UUID]] = defaultdict(list)
    for (node_id, plan_id), there in standing.items():
        if (node_id, plan_id) not in saying and not (wanted.spares_exclusions and there.effect == "exclude"):
            leaving[node_id].append(plan_id)
    for node_id, plans in leaving.items():
        assignments.remove(work.session, node_id, plans)
        replaced.unassigned += len(plans)
    coming = [
        Assignment(NodeId(node_id), RatePlanId(plan_id), each.effect, each.pin, each.rank, 1, work.now)
        for (node_id, plan_id), each in saying.items()
        if not _says(standing.get((node_id, plan_id)), each)
    ]
    assignments.put(work.session, coming)
    replaced.assigned = len(coming)


def _assigned(work: Work, catalog: Catalog) -> Iterator[Assignment]:
    return assignments.of_catalog(work.session, catalog.id, assignments.ROWS_AT_ONCE)


def _says(there: Assignment | None, wanted: WantedAssignment) -> bool:
    return there is not None and (there.effect, there.pin, there.rank) == (wanted.effect, wanted.pin, wanted.rank)
