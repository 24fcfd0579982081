"""The words in which a difference is told to who has to decide."""

from datetime import datetime
from typing import Any, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import Field

from catalog_admin.kit.words import Words
from catalog_admin.promotions.schemas.moves import counts_of
from catalog_admin.promotions.weighing import Side, Weighed
from catalog_admin.publishing import summarising, summary
from catalog_admin.publishing.change_words import FieldOut
from catalog_admin.publishing.difference import FieldChange

T = TypeVar("T")


class PlaceOut(Words):
    """A node: its display name in the catalog's first language, its path in the later state."""

    node_id: UUID
    path: str
    name: str


class Listed(Words, Generic[T]):
    """How many there are, and the first of them."""

    count: int
    items: list[T]


class ShelfOut(PlaceOut):
    """`before` and `after` count the rate plans on the shelf itself; `changed` ones stay at another place or pin."""

    enters: int
    leaves: int
    changed: int
    before: int
    after: int


class NodeChangeOut(PlaceOut):
    """`was` is its path before, where that was another one."""

    changes: list[summary.NodeSaid]
    was: str | None


class RuleChangeOut(PlaceOut):
    """What enters and leaves by rule on the shelves where it has a say; `isShared`: others that changed have, too.

    `matches` counts the rate plans of the tenant that the new rule is true of; known for a draft alone.
    """

    key: str
    change: summary.RuleSaid
    effect: Literal["include", "exclude"] | None
    mandatory: bool
    text_before: str | None
    text_after: str | None
    matches: int | None
    enters: int
    leaves: int
    is_shared: bool


class AccessChangeOut(PlaceOut):
    """Who may see a rate plan on this shelf, or all that a rule lets in."""

    change: summary.Access
    rule: str | None
    rate_plan: str | None


class AttributeChangeOut(Words):
    attribute: str
    change: Literal["added", "removed", "changed"]
    fields: list[FieldOut]


class WarningOut(Words):
    """`count` is exact; places, rate plans and rules are the first twenty."""

    code: summarising.Code
    count: int
    places: list[PlaceOut]
    rate_plans: list[str]
    rules: list[str]


class RatePlansOut(Words):
    """Rate plans that come into the catalog, leave it altogether, or say something else."""

    added: int
    removed: int
    changed: int


class ByHandOut(Words):
    """Assignments made by hand, as far as they put rate plans on shelves."""

    added: int
    removed: int
    changed: int


class ShareOut(Words):
    touched: int
    total: int


class ServedInOut(Words):
    environment: str
    version: str
    is_from: bool = Field(description="It serves the version that this difference begins at.")


class BlastRadius(Words):
    """How much of the catalog is touched, and where it is served now."""

    shelves: ShareOut
    rate_plans: ShareOut
    environments: list[ServedInOut]


class SideOut(Words):
    """One end: who published it last here, when, with which words; a draft has no version, nothing never has one."""

    kind: Literal["draft", "version", "nothing"]
    version: str | None = None
    number: int | None = None
    tags: list[str] = Field(default_factory=list)
    published_by: str | None = None
    published_at: datetime | None = None
    note: str | None = None
    nodes: int | None = None
    rate_plans: int | None = None
    memberships: int | None = None

    @classmethod
    def told(cls, side: Side) -> Self:
        if side.version is None:
            return cls(kind=side.kind)
        ref, published = side.version, side.published
        said: dict[str, Any] = {"version": ref.hex, "number": side.number, "nodes": ref.nodes}
        said |= {"rate_plans": ref.plans, "memberships": ref.memberships}
        if published is not None:
            said |= {"published_by": published.published_by, "published_at": published.published_at}
            said |= {"note": published.note, "tags": list(published.tags)}
        return cls(kind=side.kind, **said)


class SummaryOut(Words):
    """A difference in words and numbers.

    Numbers are exact if `isExact` says so, else they are at least so large. Lists hold the largest or first fifty.
    """

    before: SideOut = Field(alias="from")
    to: SideOut
    evaluated_at: datetime | None = Field(description="As of when a draft was worked out; null between versions.")
    is_exact: bool
    total: int
    counts: dict[str, dict[str, int]]
    enters: int
    leaves: int
    shelves: Listed[ShelfOut]
    nodes: Listed[NodeChangeOut]
    node_changes: dict[summary.NodeSaid, int]
    rules: Listed[RuleChangeOut]
    rate_plans: RatePlansOut
    by_hand: ByHandOut
    access: Listed[AccessChangeOut]
    schema_changes: Listed[AttributeChangeOut]
    settings: list[FieldOut]
    warnings: list[WarningOut]
    blast_radius: BlastRadius
    later_versions: int = Field(description="Versions published here after `to`: they stay, whatever is served.")

    @classmethod
    def told(cls, said: Weighed) -> Self:
        found = said.summary
        return cls(
            **{"from": SideOut.told(said.before)},
            to=SideOut.told(said.after),
            evaluated_at=said.evaluated_at,
            is_exact=found.is_exact,
            total=said.tally.total,
            counts=counts_of(said.tally),
            enters=found.enters,
            leaves=found.leaves,
            shelves=_listed(found.shelves, _shelf),
            nodes=_listed(found.nodes, _node),
            node_changes=dict(found.node_changes),
            rules=_listed(found.rules, _rule),
            rate_plans=RatePlansOut.model_validate(found.plans),
            by_hand=ByHandOut.model_validate(found.by_hand),
            access=_listed(found.access, _access),
            schema_changes=_listed(found.schema, _attribute),
            settings=_fields(found.settings),
            warnings=[_warning(each) for each in found.warnings],
            blast_radius=BlastRadius(
                shelves=ShareOut.model_validate(found.touched_shelves),
                rate_plans=ShareOut.model_validate(found.touched_rate_plans),
                environments=[ServedInOut.model_validate(each) for each in said.served_in],
            ),
            later_versions=said.later_versions,
        )


def _listed(found: summarising.Few[Any], told: Any) -> Any:
    return {"count": found.count, "items": [told(each) for each in found.items]}


def _at(place: summarising.Place) -> dict[str, Any]:
    return {"node_id": place.node_id, "path": place.path, "name": place.name}


def _shelf(said: summarising.ShelfTold) -> dict[str, Any]:
    counts = ("enters", "leaves", "changed", "before", "after")
    return _at(said.at) | {name: getattr(said, name) for name in counts}


def _node(said: summarising.NodeTold) -> dict[str, Any]:
    return _at(said.at) | {"changes": list(said.changes), "was": said.was}


def _rule(said: summarising.RuleTold) -> dict[str, Any]:
    own = RuleChangeOut.model_fields.keys() - PlaceOut.model_fields.keys()
    return _at(said.at) | {name: getattr(said, name) for name in own}


def _access(said: summarising.AccessTold) -> dict[str, Any]:
    return _at(said.at) | {"change": said.change, "rule": said.rule, "rate_plan": said.rate_plan}


def _attribute(said: summary.SchemaChange) -> dict[str, Any]:
    return {"attribute": said.attribute, "change": said.said, "fields": _fields(said.fields)}


def _fields(found: tuple[FieldChange, ...]) -> list[FieldOut]:
    return [FieldOut(pointer=each.pointer, before=each.before, after=each.after) for each in found]


def _warning(said: summarising.Warned) -> WarningOut:
    places = [PlaceOut(**_at(each)) for each in said.places]
    return WarningOut(
        code=said.code, count=said.count, places=places, rate_plans=list(said.rate_plans), rules=list(said.rules)
    )
