"""Planning and exporting; nothing here writes."""

from collections.abc import Collection
from dataclasses import dataclass

from bundles.model import Bundle, Publication, Scope, State, Thing
from bundles.plan import Plan, after, difference
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.deploys import references
from catalog_admin.deploys.checking import faults_in
from catalog_admin.deploys.current import current_state, living_catalogs
from catalog_admin.deploys.past import Past, tagged
from catalog_admin.deploys.settling import settled_state
from catalog_admin.deploys.telling import refuse, told, told_at
from catalog_admin.kit.faults import Fault
from catalog_admin.kit.work import Reads


@dataclass(frozen=True)
class StagePlan:
    """What one stage changes, and what it has left to publish then; `is_done`: its publications were made before."""

    name: str
    plan: Plan
    publications: tuple[Publication, ...]
    is_done: bool = False


NOTHING = Plan((), {})


def plan_of(reads: Reads, bundle: Bundle) -> list[StagePlan]:
    """Of each stage against what the stages before it leave behind.

    Raises BundleUnsound with everything that carrying it out would run into, of all stages at once.
    """
    state, past = current_state(reads), Past(reads)
    planned, errors = [], []
    for stage in stages_of(bundle):
        if stage is not bundle and is_done(reads, stage):
            planned.append(StagePlan(stage.name, NOTHING, stage.publications, is_done=True))
            continue
        plan, wrong = _checked(reads, stage, state)
        state = after(state, plan)
        left = tuple(each for each in stage.publications if plan.steps or not past.has(each))
        errors += [told(*each) for each in wrong]
        errors += [told_at(*each) for each in past.faults_in(left, plan, state)]
        planned.append(StagePlan(stage.name, plan, left))
    refuse(errors)
    return planned


def stage_plan(reads: Reads, stage: Bundle) -> Plan:
    """Against what is there now; raises BundleUnsound."""
    plan, wrong = _checked(reads, stage, current_state(reads))
    refuse([told(*each) for each in wrong])
    return plan


def _checked(reads: Reads, stage: Bundle, current: State) -> tuple[Plan, list[tuple[Thing, Fault]]]:
    answers = references.looked_up(reads, stage.wanted, current)
    settled, wrong = settled_state(stage.wanted, current, stage.scope, answers)
    plan = difference(settled, current, stage.scope)
    return plan, [*wrong, *faults_in(plan, current, answers)]


def stages_of(bundle: Bundle) -> list[Bundle]:
    """In the order in which they are applied; the bundle's own content is the last."""
    own = [bundle] if len(bundle.wanted) or bundle.publications or not bundle.stages else []
    return [*bundle.stages, *own]


def is_done(reads: Reads, stage: Bundle) -> bool:
    """A stage of history: all that it publishes carries tags that exist. Applying it again would rewrite the past."""
    tags = [(each.catalog, tag) for each in stage.publications for tag in each.tags]
    is_tagged = bool(tags) and all(each.tags for each in stage.publications)
    return is_tagged and all(tagged(reads, catalog, tag) is not None for catalog, tag in tags)


def export(reads: Reads, only: Collection[str] | None = None) -> tuple[State, Scope]:
    """The draft and a scope that is complete about it: applied where it came from, it changes nothing.

    With `only` the scope is complete about these catalogs and nothing else: products and attributes are shared, and
    those that other catalogs need elsewhere must not go because these do without. Raises CatalogNotFound.
    """
    if only is None:
        mine = {catalog.key for catalog in living_catalogs(reads)}
        return current_state(reads, mine), Scope(frozenset(mine), ("*",), attributes=True)
    for key in only:
        catalogs.catalog(reads, key)
    return current_state(reads, only), Scope(frozenset(only))
