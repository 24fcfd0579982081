"""What the rooms would refuse of a plan, found before anything is written: each thing against what will be there.

A thing that the plan leaves as it is counts only where the plan takes away what it needs: what was broken before is
not this bundle's to mend.
"""

from collections.abc import Iterator

from bundles.model import Id, Kind, State, Thing, catalog_of, node_key
from bundles.plan import Action, Plan, after
from bundles.values import plain
from catalog_admin.catalogs.asking import Answers
from catalog_admin.catalogs.errors import CatalogNotFound, NodeNotFound, ParentMissing, UnknownRatePlan
from catalog_admin.deploys.settling import definitions_of, rule_faults
from catalog_admin.deploys.trees import path_of
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Fault, Faults
from catalog_admin.predicates.suggest import nearest
from catalog_admin.products.errors import UnknownProduct
from catalog_admin.products.model.attributes import Registry, read_attribute
from catalog_admin.products.model.documents import read_nested, read_plan
from catalog_admin.products.queries import scope_of

Found = Iterator[tuple[Thing, Fault]]
NAMES_COMPARED = 200_000


def faults_in(plan: Plan, current: State, answers: Answers) -> Found:
    """Everything that would be refused, in the order of what will be there."""
    yield from _Checking(plan, current, answers).run()


class _Checking:
    def __init__(self, plan: Plan, current: State, answers: Answers) -> None:
        self._answers = answers
        self._current, self._ahead = current, after(current, plan)
        self._made = {step.thing.id for step in plan.steps if step.action is not Action.DELETE}
        self._loses_attributes = any(step.action is Action.DELETE for step in plan.of(Kind.ATTRIBUTE))
        self._takes_away = any(step.action is Action.DELETE for step in plan.steps)
        definitions = definitions_of(self._ahead)
        self._registry, self._scope = Registry(definitions), scope_of(definitions)
        self._compared = 0

    def run(self) -> Found:
        if not self._made and not self._takes_away:
            return
        for each in self._ahead:
            is_made = each.id in self._made
            if is_made or self._takes_away:
                yield from ((each, fault) for fault in self._references(each, is_made=is_made))
            if is_made or self._loses_attributes:
                yield from ((each, fault) for fault in self._content(each, is_made=is_made))

    def _references(self, each: Thing, *, is_made: bool) -> Iterator[Fault]:
        match each.kind:
            case Kind.PLAN:
                yield from self._needs(
                    (Kind.PRODUCT, each.body["product"]), UnknownProduct, "/product", is_made=is_made
                )
            case Kind.NODE | Kind.RULESET | Kind.ASSIGNMENT:
                yield from self._position(each, is_made=is_made)
        if each.kind is Kind.ASSIGNMENT:
            yield from self._assigned(each, is_made=is_made)

    def _assigned(self, each: Thing, *, is_made: bool) -> Iterator[Fault]:
        key = each.body["plan"]
        if not self._is_plan(self._ahead, key) and (is_made or self._is_plan(self._current, key)):
            yield self._missing((Kind.PLAN, key), UnknownRatePlan, _inside(each, "/plan"))

    def _position(self, each: Thing, *, is_made: bool) -> Iterator[Fault]:
        """A catalog, and in it the parent of a node or the node that something is on; the root is always there."""
        catalog, path = catalog_of(each), path_of(each)
        if (Kind.CATALOG, catalog) not in self._ahead:
            yield from self._needs((Kind.CATALOG, catalog), CatalogNotFound, "", is_made=is_made)
            return
        needed = path.rpartition(".")[0] if each.kind is Kind.NODE else path
        refusal, at = (ParentMissing, "/path") if each.kind is Kind.NODE else (NodeNotFound, _inside(each, "/node"))
        if needed:
            yield from self._needs((Kind.NODE, node_key(catalog, needed)), refusal, at, is_made=is_made)

    def _needs(self, id: Id, refusal: type[Refusal], at: str, *, is_made: bool) -> Iterator[Fault]:
        if id not in self._ahead and (is_made or id in self._current):
            yield self._missing(id, refusal, at)

    def _missing(self, id: Id, refusal: type[Refusal], at: str) -> Fault:
        kind, key = id
        words = "rate plan" if kind is Kind.PLAN else str(kind)
        if id in self._current or (kind is Kind.PLAN and self._is_plan(self._current, key)):
            return Fault(refusal, at, f"the bundle would delete the {words} {key}")
        return Fault(refusal, at, f"there is no {words} {key}", self._nearest(id))

    def _nearest(self, id: Id) -> str | None:
        """Comparing costs: with a hundred thousand plans only the first few mistakes get a guess."""
        if self._compared > NAMES_COMPARED:
            return None
        kinds = (Kind.PLAN, Kind.PRODUCT) if id[0] is Kind.PLAN else (id[0],)
        known = [each.key for each in self._ahead if each.kind in kinds]
        self._compared += len(known)
        return nearest(id[1], known)

    @staticmethod
    def _is_plan(state: State, key: str) -> bool:
        """A good that is simply bought is a rate plan of its own key."""
        good = state.get((Kind.PRODUCT, key))
        return (Kind.PLAN, key) in state or (good is not None and "oneTime" in good.body)

    def _content(self, each: Thing, *, is_made: bool) -> Iterator[Fault]:
        faults = Faults()
        match each.kind:
            case Kind.ATTRIBUTE:
                read_attribute({"key": each.key, **each.body}, faults)
            case Kind.PRODUCT:
                read_nested({"key": each.key, **plain(each.body)}, self._registry, faults)
            case Kind.PLAN:
                read_plan({"key": each.key, **plain(each.body)}, self._registry, faults)
            case Kind.NODE:
                self._registry.read(each.body.get("attributes"), faults, "/attributes")
            case Kind.RULESET if not is_made:
                yield from rule_faults(each.body, self._scope, self._answers)
        yield from faults.found


def _inside(each: Thing, member: str) -> str:
    """What stands with its node is written there, not in a row of its own."""
    return "" if each.place and each.place.pointer else member
