"""What the draft consists of, as rooms above read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from catalog_admin.kit.ids import CatalogId, NodeId, RatePlanId

Effect = Literal["include", "exclude"]
AutoPublish = Literal["none", "on_time_boundary", "on_rule_change", "on_time_boundary_or_rule_change"]
ROOT_TYPE = "masterRoot"
ROOT_TYPES = frozenset({"masterRoot", "childRoot", "virtualRoot"})


@dataclass(frozen=True, slots=True)
class Catalog:
    """`locales` and `currencies` are defaults: the first is what is shown when nothing else is said.

    `auto_publish` is nothing that is published: whether it is done again when a rule answers differently by time alone,
    or when a condition that it takes from a channel of the rule repository is another one there.
    """

    id: CatalogId
    key: str
    type: str
    name: dict[str, str]
    locales: list[str]
    currencies: list[str]
    auto_publish: AutoPublish
    revision: int
    created_at: datetime
    deleted_at: datetime | None
    deleted_by: str | None = None

    @property
    def follows_time(self) -> bool:
        return self.auto_publish in ("on_time_boundary", "on_time_boundary_or_rule_change")

    @property
    def follows_rules(self) -> bool:
        return self.auto_publish in ("on_rule_change", "on_time_boundary_or_rule_change")

    @property
    def locale(self) -> str:
        return self.locales[0] if self.locales else "en"


@dataclass(frozen=True, slots=True)
class Node:
    """One point of a tree; the root has the empty path. Siblings stand in order of (sort_key, key)."""

    id: NodeId
    catalog_id: CatalogId
    parent_id: NodeId | None
    key: str
    path: str
    tpath: str
    depth: int
    type: str
    meta: dict[str, Any]
    attributes: dict[str, Any]
    sort_key: int
    active_from: datetime | None
    active_to: datetime | None
    revision: int
    deleted_at: datetime | None
    deleted_by: str | None = None

    @property
    def is_root(self) -> bool:
        return self.parent_id is None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A rate plan that somebody put on a node, or keeps out of it."""

    node_id: NodeId
    rate_plan_id: RatePlanId
    effect: Effect
    pin: int | None
    rank: int | None
    revision: int
    created_at: datetime
