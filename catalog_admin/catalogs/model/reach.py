"""How far somebody's roles reach into a tree; grants may be limited to a catalog or a subtree."""

from catalog_admin.catalogs.errors import OutOfGrant
from catalog_admin.catalogs.model import paths
from catalog_admin.kit.actor import Actor, NotPermitted, Role


def must_read(actor: Actor, catalog: str, path: str | None = None) -> None:
    """Any role reads what it reaches; raises OutOfGrant."""
    if not may_read(actor, catalog, path):
        where = f"{catalog}/{path}" if path else catalog
        raise OutOfGrant(f"none of your roles reaches {where}")


def may_read(actor: Actor, catalog: str, path: str | None = None) -> bool:
    """Without a path: the whole catalog."""
    return any(grant.covers(catalog, path) for grant in actor.grants)


def whole_catalogs(actor: Actor) -> frozenset[str] | None:
    """The catalogs that the actor's roles reach as a whole; None for all there are."""
    if not actor.is_limited:
        return None
    return frozenset(grant.catalog for grant in actor.grants if grant.catalog is not None and grant.path is None)


def tops(actor: Actor, catalog: str) -> list[str]:
    """The paths of the subtrees that the actor's roles reach: the root's alone for who reaches the whole catalog."""
    reached = {grant.path or "" for grant in actor.grants if grant.catalog in (None, catalog)}
    return sorted(path for path in reached if not any(paths.is_within(path, other) for other in reached - {path}))


def may_see_catalog(actor: Actor, catalog: str) -> bool:
    """Reaches the catalog, or something in it."""
    return any(grant.catalog in (None, catalog) for grant in actor.grants)


def must_edit(actor: Actor, catalog: str, path: str | None = None) -> None:
    actor.must(Role.CATALOG_EDITOR, catalog=catalog, path=path)


def must_write_rules(actor: Actor, catalog: str, path: str) -> None:
    """Rule authors and catalog editors both write the rules of nodes; raises NotPermitted."""
    roles = (Role.RULE_AUTHOR, Role.CATALOG_EDITOR)
    if not any(actor.may(role, catalog=catalog, path=path) for role in roles):
        raise NotPermitted(
            f"this needs the role rule-author on {catalog}{'/' + path if path else ''}", needs=Role.RULE_AUTHOR.value
        )
