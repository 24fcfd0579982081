"""What a query selects below a field, read before anything is answered: rows that nobody asked for stay unread."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode
from strawberry.types import Info

from catalog_admin.storefront.listing import facets_wanted


def selects(info: Info, names: set[str]) -> bool:
    """Read off the nodes of the text: Strawberry would make objects of all of them first."""
    fragments = info._raw_info.fragments
    return any(_are_among(field.selection_set, names, fragments) for field in info._raw_info.field_nodes)


def facets_selected(info: Info) -> list[str]:
    """Attributes of all facets that are asked for under this field, each once; refuses what could not be counted."""
    asked = [name for field in info.selected_fields for name in _facets_among(field.selections)]
    return facets_wanted(asked)


def _facets_among(selections: Sequence[Any]) -> Iterator[str]:
    for selection in selections:
        if hasattr(selection, "type_condition"):
            yield from _facets_among(selection.selections)
        elif selection.name == "facets":
            yield from selection.arguments.get("attributes") or ()


def _are_among(
    selected: SelectionSetNode | None, names: set[str], fragments: Mapping[str, FragmentDefinitionNode]
) -> bool:
    """Fragments are looked into; a selection by another alias keeps its own name."""
    for each in selected.selections if selected is not None else ():
        if isinstance(each, FieldNode):
            if each.name.value in names:
                return True
        elif _are_among(_inside(each, fragments), names, fragments):
            return True
    return False


def _inside(selection: Any, fragments: Mapping[str, FragmentDefinitionNode]) -> SelectionSetNode:
    spread = fragments[selection.name.value] if isinstance(selection, FragmentSpreadNode) else selection
    inner: SelectionSetNode = spread.selection_set
    return inner
