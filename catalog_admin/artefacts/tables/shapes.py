"""Objects inside objects: put a value at a path, lay one object over another, see how deep they go."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog_admin.artefacts.tables.paths import Path


def place(shape: dict[str, Any], path: Path, value: Any) -> None:
    """Changes the shape; what stands in the way and is no object gives way."""
    for name in path[:-1]:
        inner = shape.get(name)
        if not isinstance(inner, dict):
            inner = shape[name] = dict(inner) if isinstance(inner, Mapping) else {}
        shape = inner
    shape[path[-1]] = value


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Objects are merged member by member, anything else of `over` replaces."""
    both = dict(under)
    for name, value in over.items():
        below = both.get(name)
        both[name] = merged(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return both


def is_deeper(value: Any, levels: int) -> bool:
    """Without recursion: what is too deep for that is what this looks for."""
    layer = [value]
    for _ in range(levels + 1):
        layer = [item for each in layer for item in _inside(each)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()
