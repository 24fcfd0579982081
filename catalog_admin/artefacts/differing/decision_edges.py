"""Where decisions of DMN can change their mind: the edges of their tables, as of those of JDM."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared
from catalog_admin.artefacts.differing.probing import CASE_LIMIT
from catalog_admin.artefacts.differing.table_edges import space_of
from catalog_admin.artefacts.tables.declared import declared
from catalog_admin.artefacts.tables.dmn.decide import decide
from catalog_admin.artefacts.tables.dmn.model import Decision, Decisions
from catalog_admin.artefacts.tables.graph import Border, Frame, Graph, Node, Tabled
from catalog_admin.artefacts.tables.model import Output
from catalog_admin.artefacts.tables.shapes import merged
from catalog_admin.predicates.model import Outcome


def compared_decisions(before: Decisions, after: Decisions, instant: datetime, limit: int = CASE_LIMIT) -> Behaviour:
    """By what the decisions answer that no other one of their file needs; mostly that is one."""
    space, unknown = space_of(_graph(before), _graph(after))
    return compared(_answering(before), _answering(after), space, [instant], limit, unknown)


def _answering(decisions: Decisions) -> Decides:
    needed = {name for each in decisions.decisions for name in each.needs}
    last = [each.name for each in decisions.decisions if each.name not in needed]

    def answer(context: Mapping[str, Any], instant: datetime) -> Any:
        found = {name: decide(decisions, name, context, instant) for name in last}
        if len(found) == 1:
            [one] = found.values()
            return one.answer.outcome.name, one.value
        outcomes = {name: each.answer.outcome for name, each in found.items()}
        said = {name: each.value if outcomes[name] is Outcome.MATCH else None for name, each in found.items()}
        return ", ".join(sorted({each.name for each in outcomes.values()})), said

    return answer


def _graph(decisions: Decisions) -> Graph:
    """Its inputs and tables, to be gathered; nothing decides by it."""
    schema: dict[str, Any] = {}
    for each in decisions.decisions:
        schema = merged(schema, each.inputs.schema)
    entrance = Node("", "", "", Border(declared(schema), enters=True))
    return Graph((entrance, *map(_node, decisions.decisions)), ())


def _node(decision: Decision) -> Node:
    """What it answers is no input, whichever member of it is asked for."""
    whole = Output("", decision.name, ())
    table = replace(decision.table, outputs=(whole,))
    return Node(decision.id, decision.name, "", Tabled(table, Frame(output_path=(decision.name,))))
