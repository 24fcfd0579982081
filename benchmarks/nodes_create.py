"""Does a node cost more in a large catalog? The 10,000th against the 100th, each a committed command with its audit.

The small catalog stands in a database of its own: in the same tables as the large one it would not be small.
"""

import statistics
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks.measure import Bar, Result, result, seconds
from benchmarks.place import Place, place
from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.model.tree_rows import TreeRow

BAR = Bar("at most", 1.2)
LARGE, SMALL = 10_000, 100
AROUND = 100  # nodes measured around each of the two points
WARM_UP = 10
CHILDREN = 20
Shape = Callable[[int], str]


def run(here: Place, *, full: bool) -> list[Result]:
    """The same in both sizes: it takes seconds."""
    tree = _measured(here, _in_a_tree, "nodes.create", f"{CHILDREN} children a node")
    flat = _measured(here, _side_by_side, "nodes.create.flat", "all of them siblings")
    return [tree, flat]


def _in_a_tree(number: int) -> str:
    """The path of the number-th node when every node gets twenty children before the next one gets any."""
    keys = []
    while number >= 0:
        keys.append(f"n{number}")
        number = number // CHILDREN - 1
    return ".".join(reversed(keys))


def _side_by_side(number: int) -> str:
    return f"n{number}"


def _measured(here: Place, shape: Shape, name: str, note: str) -> Result:
    with ExitStack() as stack:
        large = stack.enter_context(place(here.server_url, "large"))
        small = stack.enter_context(place(here.server_url, "small"))
        first_large = _planted(large, shape, LARGE)
        first_small = _planted(small, shape, SMALL)
        pairs = [
            (_created(large, shape, first_large + step), _created(small, shape, first_small + step))
            for step in range(WARM_UP + AROUND)
        ][WARM_UP:]
    value, floor = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    return result(name, value=value, floor=floor, unit="ms", bar=BAR, n=AROUND, note=note)


def _planted(here: Place, shape: Shape, point: int) -> int:
    """Grows a catalog until shortly before the point; the number of the node that comes next."""
    ready = point - AROUND // 2 - WARM_UP
    with here.work() as work:
        catalogs.create_catalog(work, key="tree", locales=["en"])
        catalogs.import_tree(work, "tree", [TreeRow(path=shape(number), meta=_meta(number)) for number in range(ready)])
    here.settle()
    return ready


def _created(here: Place, shape: Shape, number: int) -> float:
    def create() -> None:
        with here.work() as work:
            catalogs.create_node(work, "tree", NewNode(path=shape(number), type="category", meta=_meta(number)))

    return seconds(create)


def _meta(number: int) -> dict[str, dict[str, str]]:
    return {"displayName": {"en": f"Node {number}"}, "slug": {"en": f"node-{number}"}}
