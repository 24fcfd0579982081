"""What tells the items of a list apart, so that a moved one is not a removed and an added one."""

from typing import Any

from catalog_admin.artefacts.kinds.published import Schema

# In formats that no schema of ours describes, as the rows of decision tables.
_USUAL = ("id", "_id")


def key_of(schema: Schema, *lists: Any) -> str | None:
    """The member by which these lists' items are known; None where one of them repeats or lacks it."""
    said = schema.get("x-key")
    return next((key for key in ([said] if said else _USUAL) if all(_is_keyed(each, key) for each in lists)), None)


def _is_keyed(items: Any, key: str) -> bool:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return False
    keys = [item.get(key) for item in items]
    return all(isinstance(each, str | int) for each in keys) and len({*map(str, keys)}) == len(keys)


def by_key(items: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return {str(item[key]): item for item in items}


def is_set(schema: Schema, *lists: Any) -> bool:
    """Texts and whole numbers, each once: order says nothing."""
    return bool(schema.get("uniqueItems")) and all(
        isinstance(each, list) and all(type(item) in (str, int) for item in each) for each in lists
    )
