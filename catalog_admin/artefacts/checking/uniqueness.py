"""The items of a list are told apart by the member that the schema says: history and merges go by it."""

from collections.abc import Iterator

from catalog_admin.artefacts.checking.tree import Tree
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding


def items(tree: Tree) -> Iterator[Finding]:
    for path, places in tree.places.items():
        for place in places:
            key = place.schema.get("x-key")
            seen: set[object] = set()
            for at, item in enumerate(place.value) if key is not None and isinstance(place.value, list) else ():
                if item[key] in seen:
                    reason = f"another one here has the {key} {item[key]}"
                    yield Finding(path, f"{place.pointer}/{at}/{key}", Code.REPEATED_ID, reason)
                seen.add(item[key])
