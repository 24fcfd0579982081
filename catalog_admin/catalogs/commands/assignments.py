"""Manual assignment: one rate plan on a node, or kept out of it; ten thousand at a time are in `bulk`."""

from dataclasses import dataclass
from uuid import UUID

from catalog_admin.audit import commands as audit
from catalog_admin.catalogs import rate_plans
from catalog_admin.catalogs.commands.locked import held_node
from catalog_admin.catalogs.errors import AssignmentNotFound, ExcludedPin, NoSuchPlan
from catalog_admin.catalogs.model import reach, said, words
from catalog_admin.catalogs.model.draft import Assignment, Effect
from catalog_admin.catalogs.store import assignments
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import RatePlanId
from catalog_admin.kit.work import Work


@dataclass(frozen=True)
class Wanted:
    """`pin` puts it before everything unpinned, at this place; `rank` orders what is not pinned, 1 first."""

    effect: Effect = "include"
    pin: int | None = None
    rank: int | None = None

    def check(self) -> None:
        """Raises BadPlace, ExcludedPin."""
        words.check_place(self.pin, self.rank)
        if self.effect == "exclude" and (self.pin is not None or self.rank is not None):
            raise ExcludedPin("what is kept out has neither pin nor rank", pointer="/pin" if self.pin else "/rank")


def assign(work: Work, node_id: UUID, plan_key: str, wanted: Wanted, expected: Expected) -> tuple[Assignment, bool]:
    """The assignment as it is now, and whether it is new.

    Raises NodeNotFound, NotPermitted, BadPlace, ExcludedPin, NoSuchPlan, Stale.
    """
    catalog, node = held_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, node.path)
    wanted.check()
    plan_id = _plan_id(work, plan_key)
    before = assignments.find(work.session, node_id, plan_id)
    after = Assignment(node.id, plan_id, wanted.effect, wanted.pin, wanted.rank, 1, work.now)
    if before is not None and is_same(before, after):
        return before, False  # asked twice, done once: whatever state was named
    expected.check(before.revision if before else 0)
    assignments.put(work.session, [after])
    audit.record(
        work,
        action="catalogs.rate_plan_assigned",
        subject=f"node:{node_id}",
        before=said.assignment(before) if before else None,
        after=said.assignment(after),
        detail={"ratePlan": plan_key},
    )
    return assignments.find(work.session, node_id, plan_id) or after, before is None


def unassign(work: Work, node_id: UUID, plan_key: str, expected: Expected) -> None:
    """Raises NodeNotFound, NotPermitted, AssignmentNotFound, Stale."""
    catalog, node = held_node(work, node_id)
    reach.must_edit(work.actor, catalog.key, node.path)
    plan_id = rate_plans.plan_ids(work, [plan_key]).get(plan_key)
    before = assignments.find(work.session, node_id, plan_id) if plan_id else None
    if before is None:
        raise AssignmentNotFound(f"{plan_key} is not assigned to {node.path or catalog.key} by hand")
    expected.check(before.revision)
    assignments.remove(work.session, node_id, [before.rate_plan_id])
    audit.record(
        work,
        action="catalogs.rate_plan_unassigned",
        subject=f"node:{node_id}",
        before=said.assignment(before),
        detail={"ratePlan": plan_key},
    )


def is_same(one: Assignment, other: Assignment) -> bool:
    return (one.effect, one.pin, one.rank) == (other.effect, other.pin, other.rank)


def _plan_id(work: Work, key: str) -> RatePlanId:
    found = rate_plans.plan_ids(work, [key])
    if key not in found:
        raise NoSuchPlan(f"there is no rate plan {key}")
    return RatePlanId(found[key])
