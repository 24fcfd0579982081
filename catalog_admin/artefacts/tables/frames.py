"""What a node sees of what comes in, and what becomes of its answer; leaves the walk where that cannot be had."""

from collections.abc import Mapping
from typing import Any

from catalog_admin.artefacts.tables.graph import Frame
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.shapes import merged, place
from catalog_admin.predicates.model import Gap, failed, missing

LOOP_LIMIT = 1_000


class Stopped(Exception):
    """Leaves the walk with what could not be had."""

    def __init__(self, gap: Gap) -> None:
        super().__init__(gap.reason)
        self.gap = gap


def together(brought: list[Any]) -> Any:
    """Objects laid over each other in their order; a list stays alone."""
    if len(brought) == 1:
        return brought[0]
    whole: Mapping[str, Any] = {}
    for each in brought:
        whole = merged(whole, object_of(each))
    return whole


def member(context: Mapping[str, Any], path: Path) -> Any:
    found: Any = context
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
        if found is None:
            raise Stopped(missing(".".join(path)))
    return found


def object_of(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Stopped(failed("a node works on an object"))
    return value


def objects_of(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list | tuple) or len(value) > LOOP_LIMIT:
        raise Stopped(failed(f"a loop runs over a list of at most {LOOP_LIMIT:,} objects"))
    return [object_of(item) for item in value]


def returned(frame: Frame, brought: Any, answered: Any) -> Any:
    if frame.output_path:
        said: dict[str, Any] = {}
        place(said, frame.output_path, answered)
        answered = said
    if not frame.pass_through:
        return answered
    if not isinstance(answered, Mapping):
        raise Stopped(failed("a list of answers beside what came in needs a place to go: an output path"))
    return merged(object_of(brought), answered)
