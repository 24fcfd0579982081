"""Carrying out what a plan says of catalogs: nodes, rules and what stands on nodes by hand."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from bundles.model import Thing, catalog_of
from bundles.plan import Action, Step
from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.commands.assignments import Wanted
from catalog_admin.catalogs.commands.bulk import BulkItem, ErrorPolicy
from catalog_admin.catalogs.commands.nodes import NodeChanges
from catalog_admin.catalogs.commands.rulesets import SaidMask, SaidRule
from catalog_admin.catalogs.errors import TreeRefused
from catalog_admin.catalogs.model.tree_rows import TreeRow
from catalog_admin.deploys.errors import ContentRefused
from catalog_admin.deploys.model import instant_of
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work

ANY = Expected("*")


def put_catalog(work: Work, step: Step) -> None:
    body = step.thing.body
    if step.action is Action.CREATE:
        said = {name: body[name] for name in ("type", "name", "locales", "currencies") if name in body}
        commands.create_catalog(work, key=step.thing.key, **said, auto_publish=body.get("autoPublish", "none"))
    else:
        said = {name: body.get(name) or ({} if name == "name" else []) for name in ("name", "locales", "currencies")}
        commands.change_catalog(work, step.thing.key, said | {"auto_publish": body.get("autoPublish", "none")}, ANY)


def hang(work: Work, things: Sequence[Thing]) -> None:
    """New nodes of one catalog, all of them or none; raises ContentRefused, naming where each was written."""
    try:
        commands.import_tree(work, catalog_of(things[0]), [_row(each) for each in things])
    except TreeRefused as refused:
        raise ContentRefused(refused.detail, errors=[_told(each, things) for each in refused.facts["errors"]]) from None


def _row(each: Thing) -> TreeRow:
    body = each.body
    return TreeRow(
        path=path_of(each),
        type=body.get("type", "category"),
        meta=body.get("meta", {}),
        attributes=body.get("attributes", {}),
        sort_key=body.get("sortKey", 0),
        active_from=instant_of(body.get("activeFrom")),
        active_to=instant_of(body.get("activeTo")),
    )


def _told(error: dict[str, Any], things: Sequence[Thing]) -> dict[str, Any]:
    position, _, inside = str(error["pointer"]).removeprefix("/").partition("/")
    each = things[int(position)]
    where = f"{each.place.file}:{each.place.line}" if each.place else str(each)
    return {**error, "pointer": f"{where} /{inside}"}


def change_node(work: Work, step: Step, known: dict[str, UUID]) -> None:
    commands.change_node(work, found(work, step.thing, known), _changes(step), ANY)


def _changes(step: Step) -> NodeChanges:
    """What is not said any more is taken away: null in a merge patch."""
    before: Any = step.before.body.get("meta", {}) if step.before else {}
    body = step.thing.body
    meta = {**dict.fromkeys(before), **body.get("meta", {})}
    values = {
        "type": body.get("type", "category"),
        "attributes": body.get("attributes", {}),
        "sort_key": body.get("sortKey", 0),
        "active_from": instant_of(body.get("activeFrom")),
        "active_to": instant_of(body.get("activeTo")),
    }
    return NodeChanges(meta, values)


def drop_node(work: Work, step: Step, known: dict[str, UUID]) -> None:
    """Children have gone before: the plan takes trees away from their leaves."""
    commands.delete_node(work, found(work, step.thing, known), ANY)


def put_ruleset(work: Work, step: Step, known: dict[str, UUID]) -> None:
    body = step.thing.body
    rules = [
        SaidRule(
            each["key"],
            each["effect"],
            each.get("expression"),
            f"/rules/{position}",
            each.get("mandatory", False),
            each.get("description"),
            each.get("audience"),
            ref=each.get("ref"),
        )
        for position, each in enumerate(body.get("rules", ()))
    ]
    masks = [SaidMask(mask["key"], f"/masks/{position}/key") for position, mask in enumerate(body.get("masks", ()))]
    commands.put_ruleset(work, found(work, step.thing, known), rules, masks, ANY)


def drop_ruleset(work: Work, step: Step, known: dict[str, UUID]) -> None:
    commands.delete_ruleset(work, found(work, step.thing, known), ANY)


def assign(work: Work, node: Thing, steps: Sequence[Step], known: dict[str, UUID]) -> None:
    """All of one node in one go."""
    items = [BulkItem(step.thing.body["plan"], _wanted(step)) for step in steps]
    commands.assign_in_bulk(work, found(work, node, known), items, ErrorPolicy.REJECT_EVERYTHING)


def _wanted(step: Step) -> Wanted | None:
    if step.after is None:
        return None
    body = step.after.body
    return Wanted(body.get("effect", "include"), body.get("pin"), body.get("rank"))


def found(work: Work, thing: Thing, known: dict[str, UUID]) -> UUID:
    """The id of the node that the thing is, or is on."""
    key = thing.key.partition("/")[0]
    if key not in known:
        catalog = queries.catalog(work, catalog_of(thing))
        known[key] = queries.node_at(work, catalog, path_of(thing)).id
    return known[key]


def path_of(thing: Thing) -> str:
    return thing.key.partition(":")[2].partition("/")[0]


def by_node(steps: Iterable[Step]) -> dict[str, list[Step]]:
    grouped: dict[str, list[Step]] = {}
    for step in steps:
        grouped.setdefault(step.thing.key.partition("/")[0], []).append(step)
    return grouped


def new_by_catalog(steps: Iterable[Step]) -> list[list[Thing]]:
    grouped: dict[str, list[Thing]] = {}
    for step in steps:
        if step.action is Action.CREATE:
            grouped.setdefault(catalog_of(step.thing), []).append(step.thing)
    return list(grouped.values())
