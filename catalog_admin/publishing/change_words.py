"""The words of one change."""

from typing import Any

from catalog_admin.kit.words import Words
from catalog_admin.publishing.difference import Meaning, Source


class FieldOut(Words):
    """One changed field, by its JSON pointer in the body."""

    pointer: str
    before: Any
    after: Any


class ChangeOut(Words):
    """For a membership: the plan, the shelf it enters (added) or leaves (removed), and whether by hand or by rule."""

    kind: str
    sort: str
    key: str
    node_id: str | None
    path: str | None
    rate_plan: str | None
    source: Source | None
    fields: list[FieldOut]


def said_of_change(said: Meaning, path: str | None) -> dict[str, Any]:
    """A ChangeOut without the cost of checking what we have made ourselves."""
    return {
        "kind": said.kind.value,
        "sort": said.sort,
        "key": said.key,
        "nodeId": said.node,
        "path": path,
        "ratePlan": said.plan,
        "source": said.source,
        "fields": [{"pointer": f.pointer, "before": f.before, "after": f.after} for f in said.fields],
    }
