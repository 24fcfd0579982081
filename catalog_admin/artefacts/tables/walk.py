"""A graph, a context, an instant → what leaves it, every row that fired, and the first thing that could not be had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.tables.evaluate import answer
from catalog_admin.artefacts.tables.frames import Stopped, member, object_of, objects_of, returned, together
from catalog_admin.artefacts.tables.graph import Border, Computed, Graph, Node, Statement, Switch, Tabled
from catalog_admin.artefacts.tables.model import STEP_LIMIT, Hit, Input
from catalog_admin.artefacts.tables.shapes import is_deeper, merged, place
from catalog_admin.artefacts.tables.sight import Budget, Sight
from catalog_admin.predicates.model import Gap, Outcome, failed

CONTEXT_DEPTH = 32
# Is told what each table is asked with.
Watch = Callable[[Node, Mapping[str, Any]], None]
# A condition of a switch stands in no column.
_SWITCH = Input("", "a switch")


@dataclass(frozen=True, slots=True)
class Fired:
    """A row that matched, in the table node it is of."""

    node: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """NO_MATCH when tables were asked and no row of any matched; `reason` is for MISSING_INPUT and ERROR."""

    outcome: Outcome
    result: Any = field(default_factory=dict)
    fired: tuple[Fired, ...] = ()
    reason: str | None = None
    node: str | None = None


@dataclass(slots=True)
class _Walk:
    graph: Graph
    context: Mapping[str, Any]
    instant: datetime
    budget: Budget
    watch: Watch | None = None
    outputs: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, set[str]] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)
    fired: list[Fired] = field(default_factory=list)
    asked: int = 0
    matched: int = 0

    def reached(self, node: Node) -> bool:
        return any(self.is_open(edge.source, edge.statement) for edge in self.graph.incoming.get(node.id, []))

    def is_open(self, source: str, statement: str | None) -> bool:
        return source in self.outputs and (source not in self.chosen or statement in self.chosen[source])

    def entering(self, node: Node) -> Any:
        """What its open edges bring."""
        edges = self.graph.incoming.get(node.id, [])
        return together([self.outputs[edge.source] for edge in edges if self.is_open(edge.source, edge.statement)])

    def visit(self, node: Node) -> None:
        body = node.body
        if isinstance(body, Border):
            self.leave(node, self.bordered(body, self.context if body.enters else self.entering(node)))
        elif isinstance(body, Switch):
            brought = object_of(self.entering(node))
            self.chosen[node.id] = self.switched(body, brought)
            self.leave(node, brought)
        else:
            self.leave(node, self.framed(node, body, self.entering(node)))

    def leave(self, node: Node, output: Any) -> None:
        self.outputs[node.id] = output
        self.named[node.name] = output

    def bordered(self, border: Border, context: Any) -> Any:
        gap = border.schema.gap(context) if border.schema is not None else None
        if gap is not None:
            raise Stopped(gap if border.enters else failed(f"the answer is not as declared: {gap.reason}"))
        return context

    def sight(self, context: Mapping[str, Any], so_far: Mapping[str, Any]) -> Sight:
        return Sight({**context, "$": so_far, "$nodes": self.named}, self.instant, self.budget)

    def switched(self, switch: Switch, context: Mapping[str, Any]) -> set[str]:
        sight = self.sight(context, context)
        chosen: set[str] = set()
        for statement in switch.statements:
            holds = _holds(statement, sight) and not (statement.otherwise and chosen)
            if holds:
                chosen.add(statement.id)
                if switch.first_only:
                    break
        return chosen

    def framed(self, node: Node, body: Tabled | Computed, brought: Any) -> Any:
        frame = body.frame
        seen = member(brought, frame.input_field)
        answered: Any
        if frame.for_each:
            answered = [self.once(node, body, item) for item in objects_of(seen)]
        else:
            answered = self.once(node, body, object_of(seen))
        return returned(frame, brought, answered)

    def once(self, node: Node, body: Tabled | Computed, context: Mapping[str, Any]) -> Any:
        said = self.tabled(node, body, context) if isinstance(body, Tabled) else self.computed(body, context)
        return merged(context, said) if body.frame.pass_through and isinstance(said, Mapping) else said

    def computed(self, body: Computed, context: Mapping[str, Any]) -> Mapping[str, Any]:
        so_far: dict[str, Any] = {}
        for path, result in body.entries:
            value = result.value(self.sight(context, so_far))
            if isinstance(value, Gap):
                raise Stopped(value)
            place(so_far, path, value)
        return so_far

    def tabled(self, node: Node, body: Tabled, context: Mapping[str, Any]) -> Any:
        if self.watch is not None:
            self.watch(node, context)
        found = answer(body.table, self.sight(context, context))
        self.asked += 1
        if found.outcome not in (Outcome.MATCH, Outcome.NO_MATCH):
            raise Stopped(Gap(found.outcome, found.reason or ""))
        self.matched += found.outcome is Outcome.MATCH
        self.fired += [Fired(node.id, hit) for hit in found.hits]
        if found.outcome is Outcome.NO_MATCH:
            return [] if body.table.hit_policy.is_many and body.table.aggregation is None else {}
        if body.table.aggregation is None:
            return found.result
        said: dict[str, Any] = {}
        place(said, body.table.outputs[0].path, found.result)
        return said


def decide(
    graph: Graph,
    context: Mapping[str, Any],
    instant: datetime,
    steps: int = STEP_LIMIT,
    watch: Watch | None = None,
) -> GraphAnswer:
    """Never raises for what a context holds."""
    walk = _Walk(graph, context, instant, Budget(steps), watch)
    if is_deeper(context, CONTEXT_DEPTH):
        return _stopped(walk, failed(f"the context is deeper than {CONTEXT_DEPTH} levels"), None)
    for node in graph.nodes:
        if not (isinstance(node.body, Border) and node.body.enters) and not walk.reached(node):
            continue
        try:
            walk.visit(node)
        except Stopped as stopped:
            return _stopped(walk, stopped.gap, node.id)
    try:
        result = _leaving(walk)
    except Stopped as stopped:
        return _stopped(walk, stopped.gap, None)
    unmatched = walk.asked > 0 and walk.matched == 0
    return GraphAnswer(Outcome.NO_MATCH if unmatched else Outcome.MATCH, result, tuple(walk.fired))


def _stopped(walk: _Walk, gap: Gap, node: str | None) -> GraphAnswer:
    return GraphAnswer(gap.outcome, {}, tuple(walk.fired), gap.reason, node)


def _leaving(walk: _Walk) -> Any:
    """What reaches an output node; where the graph has none, what its last nodes answered."""
    exits = [node for node in walk.graph.nodes if isinstance(node.body, Border) and not node.body.enters]
    if not exits:
        sources = {edge.source for edge in walk.graph.edges if edge.target in walk.outputs}
        exits = [node for node in walk.graph.nodes if node.id not in sources]
    return together([walk.outputs[node.id] for node in exits if node.id in walk.outputs])


def _holds(statement: Statement, sight: Sight) -> bool:
    holds = statement.condition is None or statement.condition.holds(sight, _SWITCH, None)
    if isinstance(holds, Gap):
        raise Stopped(holds)
    return holds
