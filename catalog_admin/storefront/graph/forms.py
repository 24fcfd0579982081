"""Objects of which everything that is asked for lies at hand are told in one go, and not field by field.

A page of twenty rate plans has four hundred fields. What GraphQL does for each (its arguments, its path, is it null or
a promise) is found out once per selection: a form is a list of names, and for each of them what takes the value out of
an object. Where no variable has a say in it, it is found out once per text. Whatever is asked with a promise in it has
no form; whatever turns out unusual is left to GraphQL, which goes through it again and words the error.
"""

from collections.abc import Awaitable, Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, cast

from graphql import (
    FieldNode,
    GraphQLID,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLString,
    Node,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from graphql.type import is_list_type, is_non_null_type, is_object_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

STRAWBERRY = "strawberry-definition"
TYPENAME = "__typename"
# Handed to resolvers under the name they have in GraphQL.
PLAIN_ARGUMENTS = frozenset({"locale", "keys"})

TEXTS = (GraphQLString, GraphQLID)

SPREAD, VARIABLE = "...", "$"
BY_VARIABLES = object()
MOST_LASTING = 300  # of one text: conditions on k fields of one name make 2^k selections of it

# Whoever is told something at the moment: forms outlive a request.
_asking: ContextVar[Any] = ContextVar("asking")

Tell = Callable[[Any], Any]
Fields = list[Any]


class Unusual(Exception):
    """A promise, or nothing where something must be."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """As much of Info as `asking.found` looks at."""

    field_nodes: list[FieldNode]

    @property
    def context(self) -> Any:
        return _asking.get()

    @property
    def _raw_info(self) -> "_Spot":
        return self


class InOneGo(StrawberryGraphQLCoreExecutionContext):
    """Executes like its parent, and sooner where there is a form."""

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: Fields,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        forms: dict[Any, tuple[Fields, Tell | None]] = self.__dict__.setdefault("forms", {})
        # By identity, as GraphQL remembers selections; the list is kept alive with its form.
        key = return_type, id(field_details_list)
        if key not in forms:
            forms[key] = field_details_list, self._lasting_form(return_type, field_details_list)
        tell = forms[key][1]
        if tell is not None:
            _asking.set(self.context_value)
            try:
                told: dict[str, Any] = tell(result)
            except Exception:  # whatever it is, the long way meets it too, and tells it properly
                forms[key] = field_details_list, None
            else:
                return told
        return super().complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def _lasting_form(self, of: GraphQLObjectType, fields: Fields) -> Tell | None:
        """The one that the same text had before, unless its variables have a say in it."""
        known: dict[Hashable, Any] = self.context_value.learnt.forms
        key = of.name, *(id(each.node) for each in fields)
        if key not in known:
            if len(known) >= MOST_LASTING:
                known.clear()
            known[key] = BY_VARIABLES if self._may_vary(fields) else self._form(of, fields)
        return self._form(of, fields) if known[key] is BY_VARIABLES else cast("Tell | None", known[key])

    def _may_vary(self, fields: Fields) -> bool:
        """A variable stands in what is selected of these fields, or in a fragment that is spread there."""
        selected = [_text_of(each.node.selection_set) for each in fields]
        if any(SPREAD in text for text in selected):
            selected += [_text_of(fragment.definition) for fragment in self.fragments.values()]
        return any(VARIABLE in text for text in selected)

    def _form(self, of: GraphQLObjectType, fields: Fields) -> Tell | None:
        """None if anything in it may have to be waited for."""
        if STRAWBERRY not in of.extensions or of.is_type_of is not None:
            return None
        parts: list[tuple[str, Tell]] = []
        for name, selected in self.collect_subfields(of, fields).grouped_field_set.items():
            part = self._part(of, selected)
            if part is None:
                return None
            parts.append((name, part))
        return lambda source: {name: tell(source) for name, tell in parts}

    def _part(self, of: GraphQLObjectType, selected: Fields) -> Tell | None:
        if selected[0].node.name.value == TYPENAME:
            return lambda source: of.name
        field = self.schema.get_field(of, selected[0].node.name.value)
        said = field.extensions.get(STRAWBERRY) if field is not None else None
        if field is None or not isinstance(said, StrawberryField):
            return None
        take, tell = self._taker(said, field, selected), self._teller(field.type, selected)
        if take is None or tell is None:
            return None
        return _text(take, tell) if get_named_type(field.type) in TEXTS else lambda source: tell(take(source))

    def _taker(self, said: StrawberryField, field: Any, selected: Fields) -> Tell | None:
        resolver = said.base_resolver
        if resolver is None:
            return attrgetter(said.python_name)
        # Of those that look around while they resolve, only lists that lie at hand and are charged for.
        looks_around = resolver.info_parameter is not None
        if resolver.is_async or (looks_around and said.python_name != "charges"):
            return None
        first = selected[0]
        arguments = get_argument_values(field, first.node, self.variable_values, first.fragment_variable_values)
        if not arguments.keys() <= PLAIN_ARGUMENTS:
            return None
        if looks_around:
            arguments["info"] = _Spot([each.node for each in selected])
        resolve = cast("Callable[..., Any]", resolver.wrapped_func)
        return lambda source: resolve(source, **arguments)

    def _teller(self, kind: Any, selected: Fields) -> Tell | None:
        """What GraphQL makes of a value of this kind."""
        must_be = is_non_null_type(kind)
        tell = self._teller_of_something(kind.of_type if must_be else kind, selected)
        if tell is None:
            return None
        return _of_something(tell) if must_be else _of_something_or_nothing(tell)

    def _teller_of_something(self, kind: Any, selected: Fields) -> Tell | None:
        if is_leaf_type(kind):
            leaf: GraphQLLeafType = kind
            return lambda value: _there(leaf.serialize(value))
        if is_list_type(kind):
            tell = self._teller(kind.of_type, selected)
            return None if tell is None else lambda values: [tell(value) for value in values]
        return self._form(kind, selected) if is_object_type(kind) else None


def _text_of(node: Node | None) -> str:
    """As it was sent; of what was not read off a text, one that may say anything."""
    if node is None or node.loc is None:
        return SPREAD + VARIABLE
    return node.loc.source.body[node.loc.start : node.loc.end]


def _text(take: Tell, tell: Tell) -> Tell:
    """Most fields are texts already."""

    def told(source: Any) -> Any:
        value = take(source)
        return value if type(value) is str else tell(value)

    return told


def _of_something(tell: Tell) -> Tell:
    return lambda value: tell(_there(value))


def _of_something_or_nothing(tell: Tell) -> Tell:
    return lambda value: None if value is None else tell(value)


def _there(value: Any) -> Any:
    if value is None:
        raise Unusual("nothing where something must be")
    return value
