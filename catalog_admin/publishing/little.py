"""What an increment writes."""

from catalog_admin.publishing.few import Few
from catalog_admin.publishing.increment import Increment
from catalog_admin.publishing.layout import spool_entry


def of_increment(found: Increment) -> Few:
    assert found.graft is not None  # noqa: S101 - or there is no increment
    tally = {name: found.tally[name] for name in found.tallied}
    few = Few(found.base.ordinal, found.ground.settings["locales"], found.graft.tree, tally)
    for entry in found.fresh():
        spool_entry(few, entry, found.ground.lens)
    for slug in sorted(found.tree.slugs_opened):
        few.add("slug", *slug)
    for node, counts in sorted(found.counts.items()):
        few.add("count", node, *counts)
    for leaf, hashed in sorted(found.graft.leaf_hashes.items()):
        if hashed is not None:
            few.add("leaf", leaf, hashed)
    few.gone |= found.gone()
    few.gone["count"] = {(node,) for node in found.counts.keys() | found.tree.dead}
    few.gone["leaf"] = {(leaf,) for leaf in found.graft.tree.leaves}
    few.gone = {table: keys for table, keys in few.gone.items() if keys}
    return few
