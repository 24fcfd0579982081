"""Less looking for cycles: what lives as long as the process is not gone through again and again.

An answer makes thousands of small objects and hardly a cycle. As Python comes, half of the time of a page that nobody
has asked for before went into looking through hundreds of thousands of objects of which none had died.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# More new objects than several answers at once are made of.
YOUNG = 20_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """From when everything is loaded until the process ends."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
