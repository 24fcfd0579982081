"""The JSON Schema of `tables/*.jdm.json`: GoRules' JDM as far as we take it, printed from what the reader goes by.

What a schema can say of a graph: nodes, columns, policies, limits. Whether cells compile, edges lead anywhere and rows
leave gaps, checking says.
"""

from typing import Any

from catalog_admin.artefacts.kinds.published import BASE
from catalog_admin.artefacts.tables.jdm import EDGE_LIMIT
from catalog_admin.artefacts.tables.jdm_nodes import ENTRY_LIMIT, MODES, NAME, READ, SWITCH_POLICIES
from catalog_admin.artefacts.tables.jdm_table import FIELD
from catalog_admin.artefacts.tables.model import COLUMN_LIMIT, NODE_LIMIT, ROW_LIMIT, Aggregation, HitPolicy

Schema = dict[str, Any]
SOMETHING = r"\S"


def table_schema() -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}table.json",
        "title": "A decision table",
        "description": "A graph of GoRules' JDM: an input, tables, expressions and switches, an output. No code.",
        "type": "object",
        "properties": {
            "nodes": {
                "description": "What is decided, and where it begins and ends.",
                **_list(_node(), NODE_LIMIT),
                "contains": {"properties": {"type": {"const": "inputNode"}}, "required": ["type"]},
            },
            "edges": {"description": "What goes from which node to which.", **_list(_edge(), EDGE_LIMIT)},
        },
        "required": ["nodes", "edges"],
    }


def _node() -> Schema:
    kinds = {
        "inputNode": _border("What enters."),
        "outputNode": _border("What leaves."),
        "decisionTableNode": _table(),
        "expressionNode": _expressions(),
        "switchNode": _switch(),
    }
    needed = {"decisionTableNode", "expressionNode", "switchNode"}
    return {
        "type": "object",
        "properties": {
            "id": _name("Its name for good: edges and explanations say it."),
            "type": {
                "description": "What it does. Nodes that run code or call out are none of these.",
                "enum": [*READ],
            },
            "name": _text("What people call it."),
            "content": {"description": "What it says, as its type has it.", "type": ["object", "null"]},
        },
        "required": ["id", "type"],
        "allOf": [
            {
                "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
                "then": {
                    "properties": {"content": content if kind in needed else {"anyOf": [{"type": "null"}, content]}},
                    "required": ["content"] if kind in needed else [],
                },
            }
            for kind, content in kinds.items()
        ],
    }


def _edge() -> Schema:
    return {
        "type": "object",
        "properties": {
            "sourceId": _name("The node that it leaves."),
            "targetId": _name("The node that it enters."),
            "sourceHandle": _text("Of a switch: the statement that it belongs to."),
        },
        "required": ["sourceId", "targetId"],
    }


def _border(description: str) -> Schema:
    schema = {
        "description": f"{description} A JSON Schema that declares it, as a text or an object.",
        "type": ["string", "object", "null"],
    }
    return {"type": "object", "properties": {"schema": schema}}


def _table() -> Schema:
    cells = {"type": ["string", "null"], "description": "A cell, by the id of its column."}
    ranked = [policy.value for policy in HitPolicy if policy.is_ranked]
    return {
        "type": "object",
        "properties": {
            **_frame(),
            "hitPolicy": _word("Which of the rows that match are the answer; `first` where it is not said.", HitPolicy),
            "aggregation": _word("Of `collect` with one output: what becomes of all answers.", Aggregation),
            "inputs": {"description": "What rows test.", **_list(_input(), COLUMN_LIMIT)},
            "outputs": {"description": "What rows say.", **_list(_output(), COLUMN_LIMIT)},
            "rules": {
                "description": "The rows, in their order.",
                **_list({"type": "object", "additionalProperties": cells, "properties": _row()}, ROW_LIMIT),
            },
            "default": {
                "description": "What holds where no row matches, by the id of its output.",
                "type": ["object", "null"],
                "additionalProperties": cells,
            },
        },
        "required": ["inputs", "outputs", "rules"],
        "allOf": [
            {
                "if": _says("aggregation", {"type": "string", "minLength": 1}),
                "then": {
                    **_says("hitPolicy", {"const": HitPolicy.COLLECT.value}),
                    "properties": {
                        "hitPolicy": {"const": HitPolicy.COLLECT.value},
                        "outputs": {"minItems": 1, "maxItems": 1},
                    },
                },
            },
            {
                "if": _says("hitPolicy", {"enum": ranked}),
                "then": {"properties": {"outputs": {"contains": _says("allowed", {"type": "array"})}}},
            },
        ],
    }


def _row() -> Schema:
    """An id that is no text is none: then one is made of what the row says."""
    return {
        "_id": {"description": "Its name for good: history, coverage and explanations say it."},
        "_description": _text("What it is for."),
    }


def _input() -> Schema:
    return {
        "type": "object",
        "properties": {
            "id": _name("Its name for good, and that of its cells."),
            "name": _text("What people call it."),
            "field": _text("What of the context is tested, or an expression; empty: cells are whole conditions."),
        },
        "required": ["id"],
        "if": _says("field", {"type": "string", "pattern": SOMETHING}),
        "then": {"properties": {"allowed": _allowed()}},
    }


def _output() -> Schema:
    field = {"description": "Where the answer stands.", "type": "string", "pattern": rf"^\s*{FIELD.pattern}\s*$"}
    return {
        "type": "object",
        "properties": {
            "id": _name("Its name for good, and that of its cells."),
            "name": _text("What people call it."),
            "field": field,
            "allowed": _allowed(),
        },
        "required": ["id", "field"],
    }


def _allowed() -> Schema:
    return {
        "description": "The values it can have, those of more priority first.",
        "type": ["array", "null"],
        "minItems": 1,
        "items": {"type": ["string", "integer", "boolean"]},
    }


def _expressions() -> Schema:
    written = {"required": ["key", "value"]}
    entry = {
        "type": "object",
        "properties": {
            "id": {"description": "Its name in an editor."},
            "key": _text("Where the value goes; empty: it is left out."),
            "value": _text("The expression."),
        },
        "if": written | {"properties": {"key": {"minLength": 1}, "value": {"type": "string", "pattern": SOMETHING}}},
        "then": {"properties": {"key": {"pattern": f"^{NAME.pattern}$"}}},
    }
    entries = {"description": "Computed in this order.", **_list(entry, ENTRY_LIMIT)}
    return {"type": "object", "properties": {**_frame(), "expressions": entries}, "required": ["expressions"]}


def _switch() -> Schema:
    statement = {
        "type": "object",
        "properties": {
            "id": _name("Its name for good: edges say it as their sourceHandle."),
            "condition": _text("When it is taken; empty: always."),
            "isDefault": {"description": "Taken where no other one is."},
        },
        "required": ["id"],
    }
    return {
        "type": "object",
        "properties": {
            "hitPolicy": _word("Whether the first statement that holds is taken, or all.", SWITCH_POLICIES),
            "statements": {"description": "The ways on.", **_list(statement, COLUMN_LIMIT)},
        },
        "required": ["statements"],
    }


def _frame() -> Schema:
    """What of its input a node sees, and where its answer goes."""
    place = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": f"^({NAME.pattern})?$"}]}
    return {
        "executionMode": _word("Once, or for each item of the list that `inputField` names.", MODES),
        "inputField": {"description": "The part of its input that it sees; empty: all of it.", **place},
        "outputPath": {"description": "Where its answer goes; empty: beside everything else.", **place},
        "passThrough": {"description": "Whether its input goes on with its answer."},
    }


def _list(item: Schema, most: int) -> Schema:
    return {"type": "array", "maxItems": most, "items": item}


def _name(description: str) -> Schema:
    return {"description": description, "type": "string", "minLength": 1}


def _text(description: str) -> Schema:
    return {"description": description, "type": ["string", "null"]}


def _word(description: str, words: Any) -> Schema:
    """Nothing, and an empty text, are as good as not saying it."""
    return {"description": description, "enum": [*map(str, words), "", None]}


def _says(member: str, schema: Schema) -> Schema:
    return {"properties": {member: schema}, "required": [member]}
