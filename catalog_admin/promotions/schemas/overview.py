"""The words of the overview."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from catalog_admin.catalogs.model.draft import AutoPublish
from catalog_admin.kit.paging import Page
from catalog_admin.kit.words import Words
from catalog_admin.promotions.automation import Automation, Held
from catalog_admin.promotions.overview import Glance
from catalog_admin.promotions.store import Arrival


class LiveOut(Words):
    """What the environment answers with now, since when, and by what it came."""

    version: str
    number: int | None
    since: datetime
    cause: str
    moved_by: str
    nodes: int
    rate_plans: int
    memberships: int

    @classmethod
    def of(cls, live: Arrival) -> Self:
        return cls(
            version=live.digest.hex(),
            number=live.number,
            since=live.since,
            cause=live.cause,
            moved_by=live.moved_by,
            nodes=live.nodes,
            rate_plans=live.plans,
            memberships=live.memberships,
        )


class AutomationOut(Words):
    """`nextBoundary` is when a rule answers differently by time alone, whoever publishes the catalog then."""

    next_boundary: datetime | None
    held: Annotated[
        Held | None,
        Field(description="Why it will not be published by itself, though it says so: until somebody publishes it."),
    ]
    refusal: Annotated[
        dict[str, Any] | None, Field(description="The problem with which the last attempt ended; it is tried again.")
    ]
    rules_moved: Annotated[
        list[str],
        Field(description="Conditions of the rule repository that are others in their channels than those published."),
    ]

    @classmethod
    def of(cls, said: Automation) -> Self:
        return cls(
            next_boundary=said.next_boundary,
            held=said.held,
            refusal=said.refusal,
            rules_moved=[str(each.ref) for each in said.rules_moved],
        )


class GlanceOut(Words):
    """Who does not reach the whole catalog is told neither what is live nor how the draft stands to it, nor when it
    changes by itself."""

    key: str
    type: str
    name: dict[str, str]
    live: LiveOut | None
    draft_differs: Annotated[
        bool | None,
        Field(
            description="From what is live. Null: what it depends on has changed since, and only the difference tells"
            " whether that amounts to anything."
        ),
    ]
    changed: Annotated[
        list[Literal["draft", "goods", "rules", "time"]],
        Field(description="What has changed since the newest publication read it, where draftDiffers is null."),
    ]
    auto_publish: AutoPublish
    automation: AutomationOut | None

    @classmethod
    def of(cls, said: Glance) -> Self:
        return cls(
            key=said.catalog.key,
            type=said.catalog.type,
            name=said.catalog.name,
            live=LiveOut.of(said.live) if said.live else None,
            draft_differs=said.draft_differs,
            changed=list(said.changed),
            auto_publish=said.catalog.auto_publish,
            automation=AutomationOut.of(said.automation) if said.automation else None,
        )


class OverviewPage(Words):
    items: list[GlanceOut]
    next: str | None

    @classmethod
    def of(cls, page: Page[Glance]) -> Self:
        return cls(items=[GlanceOut.of(each) for each in page.items], next=page.next)
