"""What one query may cost, read off its text before anything is done, and again when lists turn out to be long.

A field costs one, times the lists it stands in. The depth limit keeps anybody from walking in circles, the cost
limit from asking for everything at once, under whatever aliases. What the schema says about itself is weighed too.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
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
# Lists whose length nobody says: what is usual. What is longer is charged when it is found.
USUAL_LENGTH = {
    "ancestors": 8,
    "breadcrumbs": 8,
    "shelves": 8,
    "charges": 8,
    "values": 20,
    "catalogs": 5,
    "ratePlansBySku": 20,
    "highlights": 2,
    "fragments": 3,
    "corrections": 1,
}
# Nothing with fields of its own may be asked of a whole tree: it would be worked out ten thousand times.
WHOLE_TREE = 10_000
# The plain fields of a whole tree are at hand: so many of its nodes cost what one does elsewhere.
NODES_AT_ONCE = 10
# Fields that look at many rows to say little, and those that say much.
EXTRA = {
    "catalog": 10,
    "catalogs": 50,
    "node": 10,
    "ratePlan": 10,
    "search": 50,
    "ratePlansBySku": 20,
    "facets": 200,
    "highlights": 5,
    "totalCount": 50,
    "nodes": 1_000,
    "meta": 4,
    "attributes": 4,
}
DEFAULT_FIRST = {"children": 50, "ratePlans": 20, "search": 20}
# Of the schema: how many there are of each, of all types together and at most in one; a test compares.
TYPES = {"types": 44, "directives": 5}
IN_ALL_TYPES = {"fields": 4, "args": 1, "inputFields": 1, "enumValues": 1}
IN_ONE_TYPE = {"fields": 18, "args": 14, "inputFields": 10, "enumValues": 24, "possibleTypes": 1, "interfaces": 1}

Within = Literal["shelves", "all types", "one type"]


@dataclass(frozen=True)
class Weight:
    """`nested` is the part of the cost that lies in fields with fields of their own."""

    cost: int
    depth: int
    nested: int = 0


class Meter:
    """What a query costs: what its text says, and more where a list is longer than is usual."""

    def __init__(self) -> None:
        self.cost = 0
        self._inside: dict[int, int] = {}

    def weigh(
        self,
        document: DocumentNode,
        operation_name: str | None,
        variables: Mapping[str, Any],
        known: dict[Hashable, Any] | None = None,
    ) -> Weight:
        """Raises QueryTooDeep, QueryTooCostly. The document is valid: its fragments do not go in circles.

        `known` keeps what the same document weighed before, where no variable says how long a page is.
        """
        operation = get_operation_ast(document, operation_name)
        if operation is None:
            return Weight(0, 0)
        weight, self._inside = (known or {}).get(operation_name) or _weighed(
            document, operation, operation_name, variables, known
        )
        if weight.depth > DEEPEST:
            raise QueryTooDeep(f"fields inside fields, {weight.depth} deep; at most {DEEPEST}")
        self._charge(weight.cost)
        return weight

    def found(self, info: GraphQLResolveInfo[Any], length: int, *, at_once: int = 1) -> None:
        """A list of this length is about to be answered; raises QueryTooCostly. Of `at_once` items one is charged."""
        for field in info.field_nodes:
            beyond = -(-length // at_once) - USUAL_LENGTH.get(field.name.value, 1)
            self._charge(max(beyond, 0) * self._inside.get(id(field), 0))

    def _charge(self, cost: int) -> None:
        self.cost += cost
        if self.cost > MOST:
            raise QueryTooCostly(
                f"this query may cost {self.cost}; at most {MOST}: ask for smaller pages or fewer fields",
                requested=self.cost,
                maximum=MOST,
            )


def _weighed(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    operation_name: str | None,
    variables: Mapping[str, Any],
    known: dict[Hashable, Any] | None,
) -> tuple[Weight, dict[int, int]]:
    scale = _Scale(document, _with_defaults(operation, variables))
    found = scale.weigh(operation.selection_set), scale.inside
    if known is not None and not scale.looked_at_variables:
        known[operation_name] = found
    return found


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {
        each.variable.name.value: int(each.default_value.value)
        for each in operation.variable_definitions or ()
        if isinstance(each.default_value, IntValueNode)
    }
    return defaults | dict(variables)


class _Scale:
    """Weighs every fragment once, however often it is spread; `inside` is what one item of a field costs."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self.weighed: dict[tuple[str, Within], Weight] = {}
        self.inside: dict[int, int] = {}
        self.looked_at_variables = False

    def weigh(self, selected: SelectionSetNode | None, within: Within = "shelves") -> Weight:
        parts = list(self._parts(selected, within))
        deepest = max((part.depth for part in parts), default=0)
        return Weight(sum(part.cost for part in parts), deepest, sum(part.nested for part in parts))

    def _parts(self, selected: SelectionSetNode | None, within: Within) -> Iterator[Weight]:
        for selection in selected.selections if selected else ():
            if isinstance(selection, FieldNode):
                yield self._field(selection) if within == "shelves" else self._of_schema(selection, within)
            elif isinstance(selection, InlineFragmentNode):
                yield self.weigh(selection.selection_set, within)
            elif isinstance(selection, FragmentSpreadNode):
                yield self._fragment(selection.name.value, within)

    def _fragment(self, name: str, within: Within) -> Weight:
        if (name, within) not in self.weighed:
            self.weighed[name, within] = self.weigh(self.fragments[name].selection_set, within)
        return self.weighed[name, within]

    def _field(self, field: FieldNode) -> Weight:
        name = field.name.value
        if name.startswith("__"):
            return self._of_schema(field, "one type")
        inside = self.weigh(field.selection_set)
        self.inside[id(field)] = inside.cost
        cost = 1 + EXTRA.get(name, 0) + self._length(field) * inside.cost
        if name == "nodes":
            cost += WHOLE_TREE * inside.nested
        return Weight(cost, inside.depth + 1, cost if field.selection_set else 0)

    def _of_schema(self, field: FieldNode, within: Within) -> Weight:
        """How deep it goes is bounded by a rule of GraphQL itself."""
        name = field.name.value
        lengths = IN_ALL_TYPES if within == "all types" else IN_ONE_TYPE
        of_all = name in TYPES or (within == "all types" and name in IN_ALL_TYPES)
        inside = self.weigh(field.selection_set, "all types" if of_all else "one type")
        return Weight(1 + TYPES.get(name, lengths.get(name, 1)) * inside.cost, 1)

    def _length(self, field: FieldNode) -> int:
        name = field.name.value
        first = next((argument.value for argument in field.arguments or () if argument.name.value == "first"), None)
        if isinstance(first, IntValueNode):
            return _page(int(first.value))
        if isinstance(first, VariableNode):
            self.looked_at_variables = True
            return _page(self.variables.get(first.name.value, LARGEST_PAGE))
        return DEFAULT_FIRST.get(name, USUAL_LENGTH.get(name, 1))


def _page(first: Any) -> int:
    return min(max(first, 1), LARGEST_PAGE) if isinstance(first, int) else LARGEST_PAGE
