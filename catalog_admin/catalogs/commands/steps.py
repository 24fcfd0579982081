"""Several nodes of one tree at once: all steps or none, and what would take them back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from catalog_admin.catalogs.commands.deletions import delete_node, restore_node
from catalog_admin.catalogs.commands.locked import catalog_of, lock_tree
from catalog_admin.catalogs.commands.moves import Destination, move_node
from catalog_admin.catalogs.errors import BadItem
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.store import nodes, subtrees
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected, etag
from catalog_admin.kit.work import Work

MOST = 500
Verb = Literal["move", "delete", "restore"]
NOWHERE_ELSE = Destination()
# Each revision was checked before the first step: a step changes those of nodes that a later one is about.
SEEN = Expected("*")


@dataclass(frozen=True)
class Step:
    """What happens to one node; `revision` is the one it was decided on."""

    verb: Verb
    id: UUID
    revision: int
    to: Destination = NOWHERE_ELSE
    cascade: bool = False


@dataclass(frozen=True)
class Stepped:
    """The nodes as they are now, the deleted ones too; `undo` is None where that would take more than MOST steps."""

    nodes: list[Node]
    undo: list[Step] | None


def take_steps(work: Work, steps: Sequence[Step]) -> Stepped:
    """In their order. Raises what each verb raises alone, with a pointer to the step, and BadItem for two trees."""
    _lock(work, steps)
    for place, step in enumerate(steps):
        with _pointing(place):
            _check_seen(work, step)
    backwards: list[list[Step]] = []
    for place, step in enumerate(steps):
        with _pointing(place):
            backwards.append(_take(work, step))
    undo = [step for taken in reversed(backwards) for step in taken]
    now = {each: _wherever(work, each) for each in {step.id for step in [*steps, *undo]}}
    told = [Step(each.verb, each.id, now[each.id].revision, each.to, each.cascade) for each in undo]
    return Stepped(
        [now[each] for each in dict.fromkeys(step.id for step in steps)], told if len(told) <= MOST else None
    )


def _lock(work: Work, steps: Sequence[Step]) -> None:
    """One tree: whoever took the locks of two could wait for somebody who holds the other."""
    tree: UUID | None = None
    for place, step in enumerate(steps):
        with _pointing(place):
            node = _wherever(work, step.id)
        if tree is None:
            tree = node.catalog_id
            lock_tree(work, tree)
        elif node.catalog_id != tree:
            raise BadItem("all steps are of one catalog", pointer=f"/steps/{place}/id")


def _check_seen(work: Work, step: Step) -> None:
    node = _wherever(work, step.id)
    catalog, _ = catalog_of(work, node, step.id)
    reach.must_edit(work.actor, catalog.key, node.path)
    Expected(etag(step.revision)).check(node.revision)


def _take(work: Work, step: Step) -> list[Step]:
    """Does it; returns what would take it back, revisions to be said later."""
    before = _wherever(work, step.id)
    if step.verb == "restore":
        restore_node(work, step.id, SEEN)
        return [Step("delete", step.id, 0, cascade=True)]
    place = subtrees.position_of(work.session, before)
    if step.verb == "move":
        move_node(work, step.id, step.to, SEEN)
        return [Step("move", step.id, 0, Destination(parent_id=before.parent_id, key=before.key, position=place))]
    orphans = [] if step.cascade else subtrees.children_in_order(work.session, step.id)
    delete_node(work, step.id, SEEN, cascade=step.cascade)
    adopted = [
        Step("move", orphan, 0, Destination(parent_id=step.id, position=nr)) for nr, orphan in enumerate(orphans)
    ]
    return [Step("restore", step.id, 0), *adopted]


@contextmanager
def _pointing(place: int) -> Iterator[None]:
    """A refusal says which step is at fault."""
    try:
        yield
    except Refusal as refused:
        refused.pointer = f"/steps/{place}{refused.pointer or ''}"
        raise


def _wherever(work: Work, node_id: UUID) -> Node:
    """Living or deleted; raises NodeNotFound."""
    found = nodes.find(work.session, node_id)
    if found is None:
        dead = nodes.find_deleted(work.session, node_id)
        found = dead[0] if dead else None
    _, node = catalog_of(work, found, node_id)
    return node
