"""A `*.jdm.json` file → a graph whose every cell is compiled, or the findings that say why not."""

from collections.abc import Callable
from typing import Any

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.tables.graph import Body, Edge, Graph, Node
from catalog_admin.artefacts.tables.jdm_nodes import READ
from catalog_admin.artefacts.tables.model import NODE_LIMIT
from catalog_admin.artefacts.tables.reading import Reading

EDGE_LIMIT = 4 * NODE_LIMIT
_REFUSED = {
    "functionNode": "a function runs code, which can call out and never end",
    "customNode": "a custom node is code of somebody else's",
    "decisionNode": "a decision that another file decides is not followed",
    "customFunctionNode": "a function runs code, which can call out and never end",
}


def read_graph(path: str, raw: Any) -> tuple[Graph | None, list[Finding]]:
    """The graph, where no finding is an error; `raw` is JSON with exact numbers."""
    reading = Reading(path)
    if not isinstance(raw, dict):
        reading.error("", Code.TABLE_MALFORMED, "a graph is an object with nodes and edges")
        return None, reading.findings
    nodes = _nodes(raw, reading)
    edges = _edges(raw, {node.id for node in nodes}, reading)
    ordered = _in_order(nodes, edges, reading)
    if not reading.is_clean:
        return None, reading.findings
    incoming: dict[str, list[Edge]] = {}
    for edge in edges:
        incoming.setdefault(edge.target, []).append(edge)
    return Graph(tuple(ordered), tuple(edges), incoming), reading.findings


def _nodes(raw: dict[str, Any], reading: Reading) -> list[Node]:
    nodes: dict[str, Node] = {}
    entered = False
    for pointer, item in reading.objects(raw, "nodes", "", NODE_LIMIT):
        name = reading.text(item, "id", pointer, needed=True)
        kind = reading.text(item, "type", pointer, needed=True)
        entered |= kind == "inputNode"
        if name in nodes:
            reading.error(f"{pointer}/id", Code.TABLE_DUPLICATE, f"another node is `{name[:80]}` already")
        body = _body(kind, item, pointer, reading)
        if body is not None:
            nodes[name] = Node(name, reading.text(item, "name", pointer), pointer, body)
    if not entered and reading.is_clean:
        reading.error("/nodes", Code.TABLE_NO_INPUT, "nothing enters the graph", "a node of type inputNode")
    return [*nodes.values()]


def _body(kind: str, item: dict[str, Any], pointer: str, reading: Reading) -> Body | None:
    read: Callable[[dict[str, Any], str, Reading], Body | None] | None = READ.get(kind)
    if read is None:
        reason = _REFUSED.get(kind, f"`{kind[:80]}` is no kind of node we know")
        reading.error(f"{pointer}/type", Code.TABLE_NODE_REFUSED, reason, "expressions and decision tables")
        return None
    content = item.get("content")
    if content is not None and not isinstance(content, dict):
        reading.error(f"{pointer}/content", Code.TABLE_MALFORMED, "the content of a node is an object")
        return None
    return read(content or {}, f"{pointer}/content", reading)


def _edges(raw: dict[str, Any], known: set[str], reading: Reading) -> list[Edge]:
    edges: list[Edge] = []
    for pointer, item in reading.objects(raw, "edges", "", EDGE_LIMIT):
        source = reading.text(item, "sourceId", pointer, needed=True)
        target = reading.text(item, "targetId", pointer, needed=True)
        for name, end in (("sourceId", source), ("targetId", target)):
            # Which nodes there are is only known where all of them could be read.
            if end not in known and reading.is_clean:
                reading.error(f"{pointer}/{name}", Code.TABLE_DANGLING, f"there is no node `{end[:80]}`")
        edges.append(Edge(source, target, reading.text(item, "sourceHandle", pointer) or None))
    return edges


def _in_order(nodes: list[Node], edges: list[Edge], reading: Reading) -> list[Node]:
    """Each node after those it waits for; refuses a circle."""
    waits = {node.id: {edge.source for edge in edges if edge.target == node.id} for node in nodes}
    ordered: list[Node] = []
    left = [*nodes]
    while left:
        ready = [node for node in left if not waits[node.id] & {each.id for each in left}]
        if not ready:
            waiting = [f"{reading.path}#{node.id}" for node in left]
            reading.error(left[0].pointer, Code.TABLE_CYCLE, "nodes wait for each other in a circle", key=waiting)
            break
        ordered += ready
        done = {node.id for node in ready}
        left = [node for node in left if node.id not in done]
    return ordered
