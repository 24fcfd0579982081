"""A published tree at a terminal."""

from collections.abc import Iterator
from datetime import datetime

import typer

from catalog_admin.cli import told
from catalog_admin.cli.desk import Desk
from catalog_admin.promotions import queries as releases
from catalog_admin.promotions.schemas.moves import PublishedTree, said_of
from catalog_admin.publishing import queries
from catalog_admin.publishing.queries import TreeNode


def show_tree(
    desk: Desk,
    catalog: str,
    version: str | None,
    tag: str | None,
    date: datetime | None,
    below: tuple[str, int | None],
    *,
    json: bool,
) -> None:
    """The nodes with how many rate plans stand on each, and below it. Raises TooManyNames, VersionNotFound."""
    with desk.reads() as reads:
        found = releases.version(reads, catalog, version=version, tag=tag, date=date)
        nodes = list(_below(queries.tree(reads, found).items, *below))
        if json:
            tree = {"catalog": queries.settings(reads, found), "version": found.hex, "next": None}
            said = {**tree, "number": queries.number_of(reads, found), "nodes": [said_of(node) for node in nodes]}
            return told.as_json(PublishedTree.model_validate(said))
    told.note(f"version {found.hex}")
    for node in nodes:
        name = next(iter(node.body["meta"].get("displayName", {}).values()), "")
        words = f"{'  ' * node.depth}{node.body['key'] or catalog}  {name}".rstrip()
        typer.echo(f"{words}  ({node.subtree})" if node.subtree else words)
    return None


def _below(nodes: list[TreeNode], path: str, depth: int | None) -> Iterator[TreeNode]:
    top = path.count(".") + 1 if path else 0
    for node in nodes:
        is_below = path in ("", node.path) or node.path.startswith(f"{path}.")
        if is_below and (depth is None or node.depth <= top + depth):
            yield node
