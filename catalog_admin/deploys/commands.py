"""Applying a bundle: its plan, carried out through the rooms' own commands, then its publications.

Not one transaction: 100,000 rate plans in one would hold locks and memory for minutes. What is done stays done,
and applying again goes on where a refusal or a crash stopped, because only the difference is ever carried out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar
from uuid import UUID

from bundles.model import Bundle, Kind, Publication, Thing
from bundles.plan import Action, Plan, Step
from catalog_admin.audit import commands as audit
from catalog_admin.deploys import trees
from catalog_admin.deploys.errors import DeletionsNotAgreed
from catalog_admin.deploys.model import instant_of
from catalog_admin.deploys.past import tagged
from catalog_admin.deploys.queries import is_done, plan_of, stage_plan, stages_of
from catalog_admin.deploys.rows import import_rows
from catalog_admin.jobs.imports.model import Format, ImportReport
from catalog_admin.kit import statistics
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.statistics import Filled
from catalog_admin.kit.work import Reads, Work
from catalog_admin.pricing.imports import import_file as import_tariffs
from catalog_admin.products import commands as products
from catalog_admin.products.imports import Of, import_file
from catalog_admin.promotions import commands as promotions
from catalog_admin.promotions.commands import Served
from catalog_admin.promotions.model import PublishWish
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing import desk as publishing_desk

T = TypeVar("T")
ANY = Expected("*")
STEPS_AT_ONCE = 1_000
ROWS = {Kind.ATTRIBUTE: Of.ATTRIBUTES, Kind.PRODUCT: Of.PRODUCTS, Kind.PLAN: Of.RATE_PLANS}


class Desk(publishing_desk.Desk, Protocol):
    """Where a deploy works: as a publish, always in one environment, and reading as well."""

    @property
    def environment(self) -> EnvironmentId: ...
    @property
    def request_id(self) -> str: ...
    def reads(self) -> Reads: ...


@dataclass(frozen=True)
class Applied:
    """One stage as it was carried out; `versions` are the digests it published, by catalog."""

    name: str
    plan: Plan
    versions: dict[str, str] = field(default_factory=dict)
    was_done: bool = False


def apply(desk: Desk, bundle: Bundle, *, may_delete: bool = False) -> Iterator[Applied]:
    """Stage by stage. Raises BundleUnsound, ContentRefused, DeletionsNotAgreed and whatever the rooms refuse.

    Nothing is begun that planning sees would be refused, or without `may_delete` would come to a deletion; should
    somebody edit the draft meanwhile so that a later stage has to delete, it stops before that stage. A refusal that
    only shows on the way says how far it got.
    """
    with desk.reads() as reads:
        planned = plan_of(reads, bundle)
    if not may_delete:
        _refuse_deletions(stage.plan for stage in planned)
    before: list[str] = []
    for stage in stages_of(bundle):
        applied = _apply(desk, stage, before, is_own=stage is bundle, may_delete=may_delete)
        before.append(stage.name)
        yield applied


def _apply(desk: Desk, stage: Bundle, before: list[str], *, is_own: bool, may_delete: bool) -> Applied:
    plan = None
    try:
        with desk.reads() as reads:
            if not is_own and is_done(reads, stage):
                return Applied(stage.name, Plan((), {}), was_done=True)
            plan = stage_plan(reads, stage)
        if not may_delete:
            _refuse_deletions([plan])
        carry_out(desk, plan)
        _record(desk, stage.name, plan)
        served = {each.catalog: _publish(desk, each) for each in stage.publications}
    except Refusal as refusal:
        _say_how_far(desk, refusal, stage, plan, before)
        raise
    return Applied(stage.name, plan, {key: each.version.hex for key, each in served.items() if not each.was_served})


def _say_how_far(desk: Desk, refusal: Refusal, stage: Bundle, plan: Plan | None, before: list[str]) -> None:
    """Of the stage that stopped: what is left of it is what planning it again comes to."""
    done, of = 0, len(plan.steps) if plan else 0
    if plan is not None:
        with desk.reads() as reads:
            done = of - len(stage_plan(reads, stage).steps)
    earlier = f"; applied before it: {', '.join(before)}" if before else ""
    refusal.detail += f"; the stage {stage.name} stopped with {done} of its {of} changes made{earlier}"
    refusal.facts |= {"stage": stage.name, "changesMade": done, "changes": of, "appliedBefore": list(before)}
    refusal.suggestion = refusal.suggestion or "mend that and apply again: it goes on from there"


def _refuse_deletions(plans: Iterable[Plan]) -> None:
    gone = sum(plan.counts()[Action.DELETE] for plan in plans)
    if gone:
        things = "1 thing" if gone == 1 else f"{gone} things"
        raise DeletionsNotAgreed(f"{things} would be deleted", suggestion="look at bundle plan, then say --delete")


def carry_out(desk: Desk, plan: Plan) -> None:
    """Made from the ground up, then taken away from the top down: the order of the plan's steps."""
    made = [step for step in plan.steps if step.action is not Action.DELETE]
    gone = [step for step in plan.steps if step.action is Action.DELETE]
    known: dict[str, UUID] = {}
    _import(desk, [step.thing for step in made if step.kind == Kind.TARIFF], import_tariffs)
    for kind, of in ROWS.items():
        desk.progress(10 + 20 * list(ROWS).index(kind), of.value)
        _import(desk, [step.thing for step in made if step.kind == kind], partial(import_file, of=of))
    desk.progress(70, "catalogs and nodes")
    _in_chunks(desk, _of(made, Kind.CATALOG), trees.put_catalog)
    for things in trees.new_by_catalog(_of(made, Kind.NODE)):
        with desk.work() as work:
            trees.hang(work, things)
    changed = [step for step in _of(made, Kind.NODE) if step.action is Action.UPDATE]
    _in_chunks(desk, changed, lambda work, step: trees.change_node(work, step, known))
    # A shelf may swap one plan for another: what goes away makes room first.
    _assign(desk, _of(gone, Kind.ASSIGNMENT), known)
    _in_chunks(desk, _of(gone, Kind.RULESET), lambda work, step: trees.drop_ruleset(work, step, known))
    _in_chunks(desk, _of(made, Kind.RULESET), lambda work, step: trees.put_ruleset(work, step, known))
    desk.progress(85, "what stands by hand")
    _assign(desk, _of(made, Kind.ASSIGNMENT), known)
    _in_chunks(desk, _of(gone, Kind.NODE), lambda work, step: trees.drop_node(work, step, known))
    _in_chunks(desk, _of(gone, Kind.PLAN), lambda work, step: products.delete_rate_plan(work, step.thing.key, ANY))
    _in_chunks(desk, _of(gone, Kind.PRODUCT), lambda work, step: products.delete_product(work, step.thing.key, ANY))
    _in_chunks(desk, _of(gone, Kind.ATTRIBUTE), lambda work, step: products.delete_attribute(work, step.thing.key, ANY))
    of_trees = {"node": Kind.NODE, "assignment": Kind.ASSIGNMENT}
    statistics.keep_up(desk.work, *(Filled(table, len(_of(made, kind))) for table, kind in of_trees.items()))


def _import(desk: Desk, things: Sequence[Thing], importing: Callable[..., ImportReport]) -> None:
    told: dict[str, Any] = {
        "format": Format.NDJSON,
        "environment_key": desk.environment_key,
        "request_id": desk.request_id,
    }
    import_rows(things, lambda path: importing(desk.database, desk.actor, desk.environment, path, **told))


def _assign(desk: Desk, steps: Sequence[Step], known: dict[str, UUID]) -> None:
    grouped = trees.by_node(steps)
    _in_chunks(desk, grouped.values(), lambda work, mine: trees.assign(work, mine[0].thing, mine, known))


def _in_chunks(desk: Desk, things: Iterable[T], do: Callable[[Work, T], None]) -> None:
    """So many to a transaction: few commits, short locks."""
    waiting = iter(things)
    while chunk := list(islice(waiting, STEPS_AT_ONCE)):
        desk.check_cancelled()
        with desk.work() as work:
            for each in chunk:
                do(work, each)


def _of(steps: Iterable[Step], kind: Kind) -> list[Step]:
    return [step for step in steps if step.kind == kind]


def _record(desk: Desk, name: str, plan: Plan) -> None:
    if not plan.steps:
        return
    with desk.work() as work:
        counts = {str(action): count for action, count in plan.counts().items()}
        audit.record(work, action="deploys.applied", subject=f"bundle:{name}", after=counts, detail=counts)


def _publish(desk: Desk, wanted: Publication) -> Served:
    """Nothing is left behind by a publication that has been made before: what is live and tagged stays as it is."""
    served = promotions.publish(
        desk.database,
        desk.actor,
        desk.environment,
        PublishWish(wanted.catalog, note=wanted.note, effective_from=instant_of(wanted.effective_from)),
        environment_key=desk.environment_key,
        request_id=desk.request_id,
        on_progress=desk.progress,
        unless_served=True,
    )
    for tag in wanted.tags:
        with desk.work() as work:
            if tagged(work, wanted.catalog, tag) != served.version.digest:
                publishing.move_tag(work, wanted.catalog, tag, served.version.hex, ANY)
    return served
