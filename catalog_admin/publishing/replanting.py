"""Nodes and rulesets that are others than in the version before, and which rate plans that may concern."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.kit.changes import Snapshot
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.candidate import Fresh, entry_of, node_body
from catalog_admin.publishing.draft import Ground
from catalog_admin.publishing.held import Held, HeldNode
from catalog_admin.publishing.model import Kind, body_of

MOST_NODES = 5_000
MOST_MEMBERS = 100_000  # before or now, on nodes of which all are compared

Name = tuple[Kind, str]


@dataclass
class Replanted:
    """`after` and `before` are entries by kind and key; `rows` are nodes that need a new row, `gone` have one less.

    `suspects` are rate plans that may stand elsewhere now, or under other nodes; `placed` those that stand otherwise on
    nodes that were compared (`compared`), and may be suspects as well.
    """

    after: dict[Name, Fresh] = field(default_factory=dict)
    before: dict[Name, bytes] = field(default_factory=dict)
    rows: list[Fresh] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    born: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    slugs_opened: set[tuple[str, str, str]] = field(default_factory=set)
    slugs_closed: set[tuple[str, str, str]] = field(default_factory=set)
    suspects: set[UUID] = field(default_factory=set)
    placed: set[UUID] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)
    have_rules_changed: bool = False

    @property
    def leaves_nodes_alone(self) -> bool:
        """All of them are what they were, and where."""
        return not (self.rows or self.gone)

    @property
    def more_nodes(self) -> int:
        return len(self.born) - len(self.dead)


def replanted(
    reads: Reads, ground: Ground, held: Held, since: Snapshot, at: datetime, *, count: int
) -> Replanted | None:
    """Since a version that held so many nodes; None if too many have changed, or some are gone for good.

    Raises BrokenRule.
    """
    changed = catalogs.changed_nodes(reads, ground.catalog_id, since, most=MOST_NODES + 1)
    if len(changed) > MOST_NODES:
        return None
    found_living = catalogs.living_nodes(reads, ground.catalog_id, changed) if changed else []
    living: dict[UUID, Node] = {node.id: node for node in found_living}
    known = held.nodes(changed)
    if catalogs.count_living(reads, ground.catalog_id) != count + len(living.keys() - known.keys()) - len(
        known.keys() - living.keys()
    ):
        return None
    found = Replanted()
    moved = _nodes(found, living, known)
    _slugs(found, living, held, changed)
    ruled = _rulesets(found, ground, held)
    return found if _suspects(found, reads, ground, held, at, moved, ruled) else None


def _nodes(found: Replanted, living: dict[UUID, Node], known: dict[UUID, HeldNode]) -> set[UUID]:
    """Fills in nodes; returns those that stand at another path."""
    for node_id, node in living.items():
        entry, was = entry_of(Kind.NODE, str(node_id), node_body(node), node), known.get(node_id)
        found.after[Kind.NODE, str(node_id)] = entry
        if was is None or (was.entry_hash, was.tpath) != (entry.entry_hash, node.tpath):
            found.rows.append(entry)
            found.gone |= set() if was is None else {str(node_id)}
    for node_id, was in known.items():
        found.before[Kind.NODE, str(node_id)] = was.entry_hash
    found.born = {str(node) for node in living.keys() - known.keys()}
    found.dead = {str(node) for node in known.keys() - living.keys()}
    found.gone |= found.dead
    return {node for node in living.keys() & known.keys() if known[node].tpath != living[node].tpath}


def _slugs(found: Replanted, living: dict[UUID, Node], held: Held, changed: set[UUID]) -> None:
    if not changed:
        return
    said = living.values()
    now = {(slug, locale, str(node.id)) for node in said for locale, slug in (node.meta.get("slug") or {}).items()}
    was = held.slugs(changed)
    found.slugs_opened, found.slugs_closed = now - was, was - now


def _rulesets(found: Replanted, ground: Ground, held: Held) -> set[UUID]:
    """Fills in rulesets, which are few and compared as a whole; returns nodes of which they are others."""
    was = held.entries(Kind.RULESET)
    now = {
        str(node): entry_of(Kind.RULESET, str(node), body_of({"node": str(node), **body}))
        for node, body in ground.rulesets.items()
    }
    others = {
        node for node in was.keys() | now.keys() if was.get(node) != (now[node].entry_hash if node in now else None)
    }
    for node in others:
        if node in now:
            found.after[Kind.RULESET, node] = now[node]
        if node in was:
            found.before[Kind.RULESET, node] = was[node]
    found.have_rules_changed = bool(others)
    return {UUID(node) for node in others}


def _suspects(
    found: Replanted, reads: Reads, ground: Ground, held: Held, at: datetime, moved: set[UUID], ruled: set[UUID]
) -> bool:
    """All whose nodes stand elsewhere; and whoever stands on these nodes now and did not, or the other way round.

    False if that would be too many to compare.
    """
    born, dead = set(map(UUID, found.born)), set(map(UUID, found.dead))
    replaced = moved | dead
    looked_at = born | moved | (catalogs.nodes_below(reads, ground.catalog_id, ruled) if ruled else set())
    if held.count_members_at(replaced | looked_at) > MOST_MEMBERS:
        return False
    if replaced:
        found.suspects |= {UUID(plan) for _, plan, _ in held.members_at(replaced)}
    if born or moved:
        found.suspects |= catalogs.plans_said_of(reads, born | moved)
    if looked_at:
        now = catalogs.draft_members_at(reads, ground.catalog_id, ground.rules, at, looked_at)
        if now.height > MOST_MEMBERS:
            return False
        found.placed = {UUID(plan) for _, plan, _ in set(now.iter_rows()) ^ held.members_at(looked_at)}
        found.compared = set(map(str, looked_at))
    return True
