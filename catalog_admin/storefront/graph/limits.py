"""What one query may cost, read off its text before anything is done.

A field costs one, times the lists it stands in. The depth limit keeps anybody from walking in circles, the cost
limit from asking for everything at once, under whatever aliases.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)
from graphql.utilities import get_operation_ast

from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.storefront.errors import QueryTooCostly, QueryTooDeep

DEEPEST = 15
MOST = 20_000
# Lists whose length nobody says: what is usual, not what is possible.
USUAL_LENGTH = {"nodes": 100, "ancestors": 8, "breadcrumbs": 8, "shelves": 8, "charges": 8, "values": 20}
# Nothing with fields of its own may be asked of a whole tree: it would be worked out ten thousand times.
WHOLE_TREE = 10_000
# Fields that look at many rows to say little.
EXTRA = {"catalog": 10, "node": 10, "ratePlan": 10, "search": 50, "facets": 200, "totalCount": 50, "nodes": 1_000}
DEFAULT_FIRST = {"children": 50, "ratePlans": 20, "search": 20}


@dataclass(frozen=True)
class Weight:
    """`nested` is the part of the cost that lies in fields with fields of their own."""

    cost: int
    depth: int
    nested: int = 0


def check_weight(document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]) -> Weight:
    """Raises QueryTooDeep, QueryTooCostly. The document is valid: its fragments do not go in circles."""
    operation = get_operation_ast(document, operation_name)
    if operation is None:
        return Weight(0, 0)
    weight = _Scale(document, _with_defaults(operation, variables)).weigh(operation.selection_set)
    if weight.depth > DEEPEST:
        raise QueryTooDeep(f"fields inside fields, {weight.depth} deep; at most {DEEPEST}")
    if weight.cost > MOST:
        raise QueryTooCostly(
            f"this query may cost {weight.cost}; at most {MOST}: ask for smaller pages or fewer fields",
            requested=weight.cost,
            maximum=MOST,
        )
    return weight


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {
        each.variable.name.value: int(each.default_value.value)
        for each in operation.variable_definitions or ()
        if isinstance(each.default_value, IntValueNode)
    }
    return defaults | dict(variables)


class _Scale:
    """Weighs every fragment once, however often it is spread."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self.weighed: dict[str, Weight] = {}

    def weigh(self, selected: SelectionSetNode | None) -> Weight:
        parts = list(self._parts(selected))
        deepest = max((part.depth for part in parts), default=0)
        return Weight(sum(part.cost for part in parts), deepest, sum(part.nested for part in parts))

    def _parts(self, selected: SelectionSetNode | None) -> Iterator[Weight]:
        for selection in selected.selections if selected else ():
            if isinstance(selection, FieldNode):
                yield self._field(selection)
            elif isinstance(selection, InlineFragmentNode):
                yield self.weigh(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                yield self._fragment(selection.name.value)

    def _fragment(self, name: str) -> Weight:
        if name not in self.weighed:
            self.weighed[name] = self.weigh(self.fragments[name].selection_set)
        return self.weighed[name]

    def _field(self, field: FieldNode) -> Weight:
        name = field.name.value
        if name.startswith("__"):
            return Weight(1, 1)  # GraphQL's own rule bounds introspection
        inside = self.weigh(field.selection_set)
        cost = 1 + EXTRA.get(name, 0) + self._length(field) * inside.cost
        if name == "nodes":
            cost += WHOLE_TREE * inside.nested
        return Weight(cost, inside.depth + 1, cost if field.selection_set else 0)

    def _length(self, field: FieldNode) -> int:
        name = field.name.value
        first = next((argument.value for argument in field.arguments or () if argument.name.value == "first"), None)
        if isinstance(first, IntValueNode):
            return _page(int(first.value))
        if isinstance(first, VariableNode):
            return _page(self.variables.get(first.name.value, LARGEST_PAGE))
        return DEFAULT_FIRST.get(name, USUAL_LENGTH.get(name, 1))


def _page(first: Any) -> int:
    return min(max(first, 1), LARGEST_PAGE) if isinstance(first, int) else LARGEST_PAGE
