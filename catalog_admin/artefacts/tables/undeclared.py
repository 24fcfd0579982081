"""Names in cells that nothing declares: a cell that says `gold` and means "gold" never holds, and nobody knows why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.cells import Condition, Result, Test
from catalog_admin.artefacts.tables.graph import Border, Computed, Graph, Node, Switch, Tabled
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.names import OPEN, Names, declared_by, either, placed, together
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.artefacts.tables.words import Word, words
from catalog_admin.kit.faults import step
from catalog_admin.predicates.suggest import nearest

# What stands around a word that is all of an alternative: `gold, silver`, `!= gold`, `not in [gold]`.
_BEFORE = ("and", "or", "in", "not", ",", "==", "!=", "[")
_AFTER = ("and", "or", ",", "]")
Cell = Test | Condition | Result


@dataclass
class _Looking:
    """Goes through a graph in its order, knowing what each node has answered."""

    graph: Graph
    reading: Reading
    outputs: dict[str, Names] = field(default_factory=dict)
    named: dict[str, Names] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)

    def go(self) -> None:
        self.mentioned = {*_mentioned(self.graph)}
        for node in self.graph.nodes:
            entering = self.entering(node)
            self.look(node, entering)
            self.outputs[node.id] = _leaving(node, entering)
            self.named[node.name] = self.outputs[node.id]

    def entering(self, node: Node) -> Names:
        body = node.body
        if isinstance(body, Border) and body.enters:
            return declared_by(body.schema.schema) if body.schema is not None else OPEN
        brought = [
            self.outputs[edge.source] for edge in self.graph.incoming.get(node.id, []) if edge.source in self.outputs
        ]
        return either(*brought) if brought else OPEN

    def look(self, node: Node, entering: Names) -> None:
        body = node.body
        if isinstance(body, Switch):
            for statement in body.statements:
                if statement.condition is not None:
                    self.paths(statement.condition.safe.reads, statement.pointer, entering, entering)
        elif isinstance(body, Tabled | Computed):
            seen = entering.at(body.frame.input_field)
            seen = (seen.items or OPEN) if body.frame.for_each else seen
            if entering.lacks(body.frame.input_field) is not None:
                self.say(f"{node.pointer}/content/inputField", body.frame.input_field, entering)
            if isinstance(body, Tabled):
                self.table(body.table, seen)
            else:
                self.computed(body, seen)

    def computed(self, body: Computed, seen: Names) -> None:
        so_far: list[Path] = []
        for (path, result), pointer in zip(body.entries, body.pointers, strict=True):
            self.paths(result.safe.reads, pointer, seen, placed(so_far))
            so_far.append(path)

    def table(self, table: Table, seen: Names) -> None:
        for place, column in enumerate(table.inputs):
            pointer = f"{table.pointer}/inputs/{place}/field"
            if column.path is not None and seen.lacks(column.path) is not None:
                self.say(pointer, column.path, seen)
            elif column.expression is not None:
                self.paths(column.expression.reads, pointer, seen, seen)
        for row in table.rows:
            for column, test in zip(table.inputs, row.tests, strict=True):
                if test is not None:
                    self.cell(test, row.pointer + step(column.id), seen)
            self.results(table, row.results, row.pointer, seen)
        if table.default is not None:
            self.results(table, table.default, f"{table.pointer}/default", seen)

    def results(self, table: Table, results: Iterable[Result | None], pointer: str, seen: Names) -> None:
        for output, result in zip(table.outputs, results, strict=True):
            if result is not None and result.literal is None:
                self.cell(result, pointer + step(output.id), seen)

    def cell(self, cell: Cell, pointer: str, seen: Names) -> None:
        if not cell.safe.reads:
            return
        bare = _bare(words(cell.source), is_result=isinstance(cell, Result))
        if seen.is_open and not isinstance(cell, Condition):
            # Nobody says what enters: a word that stands alone, and that nothing else reads, is no name of an input.
            for word in sorted(bare - self.mentioned - seen.members.keys()):
                self.say(pointer, (word,), seen, bare)
        self.paths(cell.safe.reads, pointer, seen, seen, bare)

    def paths(
        self, reads: Iterable[Path], pointer: str, seen: Names, so_far: Names, bare: frozenset[str] = frozenset()
    ) -> None:
        for path in sorted(reads):
            known, rest = seen, path
            if path[0] == "$":
                known, rest = so_far, path[1:]
            elif path[0] == "$nodes":
                known, rest = Names(self.named), path[1:]
            if known.lacks(rest) is not None:
                self.say(pointer, rest, known, bare)

    def say(self, pointer: str, path: Path, known: Names, bare: frozenset[str] = frozenset()) -> None:
        place = known.lacks(path) or 0
        name, around = path[place], known.at(path[:place])
        near = nearest(name, around.members)
        quoted = f'"{name}"' if len(path) == 1 and name in bare else None
        suggestion = ", or ".join(each for each in (quoted, near) if each) or "declare it in the schema of what enters"
        # Only a schema that closes what enters says that there is no such name; else this is a good guess.
        tell = self.reading.error if around.is_closed and not around.is_open else self.reading.warning
        tell(pointer, Code.TABLE_UNDECLARED, f"nothing declares `{'.'.join(path[: place + 1])[:80]}`", suggestion)


def undeclared(reading: Reading, graph: Graph) -> None:
    """A finding for each name that a cell, an expression or a column reads and that nothing declares."""
    _Looking(graph, reading).go()


def _leaving(node: Node, entering: Names) -> Names:
    body = node.body
    if not isinstance(body, Tabled | Computed):
        return entering
    frame = body.frame
    is_list = frame.for_each or (isinstance(body, Tabled) and _answers_a_list(body.table))
    if frame.output_path:
        # What stands there holds more than is looked into: what went in, where that is passed on.
        answered = placed([frame.output_path]) if is_list or frame.pass_through else placed(node.answers())
    else:
        answered = OPEN if is_list else placed(node.answers())
        if frame.pass_through and frame.input_field:
            answered = together(answered, OPEN)
    return together(entering, answered) if frame.pass_through else answered


def _answers_a_list(table: Table) -> bool:
    return table.hit_policy.is_many and table.aggregation is None


def _mentioned(graph: Graph) -> Iterator[str]:
    """First names that columns and longer expressions read, and that nodes answer: names whatever else."""
    for node in graph.nodes:
        yield from (path[0] for path in node.answers())
        if isinstance(node.body, Computed):
            yield from (path[0] for _, result in node.body.entries for path in result.safe.reads)
        elif isinstance(node.body, Switch):
            conditions = (statement.condition for statement in node.body.statements)
            yield from (path[0] for each in conditions if each is not None for path in each.safe.reads)
        elif isinstance(node.body, Tabled):
            yield from _mentioned_in(node.body.table)


def _mentioned_in(table: Table) -> Iterator[str]:
    for column in table.inputs:
        if column.path is not None:
            yield column.path[0]
        elif column.expression is not None:
            yield from (path[0] for path in column.expression.reads)
    for row in table.rows:
        for cell in (*row.tests, *row.results):
            if cell is not None and cell.safe.reads:
                bare = _bare(words(cell.source), is_result=isinstance(cell, Result))
                yield from (path[0] for path in cell.safe.reads if path != path[:1] or path[0] not in bare)


def _bare(said: list[Word], *, is_result: bool) -> frozenset[str]:
    """Words that are all of a cell, or of one of its alternatives."""
    if is_result:
        return frozenset({said[0].said} if len(said) == 1 and said[0].is_reference else ())
    return frozenset(
        word.said
        for place, word in enumerate(said)
        if word.is_reference
        and (place == 0 or said[place - 1].said in _BEFORE)
        and (place + 1 == len(said) or said[place + 1].said in _AFTER)
    )
